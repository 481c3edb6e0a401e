"""Which quarter is published as at a day, and how it stands in an address."""

from __future__ import annotations

from datetime import date, timedelta

from throughline.core.time import NotAQuarter, Quarter


def quarter_as_at(as_at: date) -> Quarter:
    """
    Give the latest quarter that was over by the end of the day `as_at`.

    30 June 2017 gives 2017-18 Q1, whose last day it is; 29 June gives the quarter before. A quarter that
    still runs is not published: its figures would pass for those of a whole one.
    """
    return Quarter.containing(as_at + timedelta(days=1)).previous


def in_address(quarter: Quarter) -> str:
    """The quarter as addresses and file names have it: "2017-18-q1"."""
    return str(quarter).replace(" ", "-").lower()


def from_address(written: str) -> Quarter:
    """
    Read a quarter from an address.

    :raises NotAQuarter: it is not written like "2017-18-q1"
    """
    year, _, number = written.rpartition("-q")
    quarter = Quarter.parse(f"{year} Q{number}")
    if in_address(quarter) != written:
        raise NotAQuarter(f"Write a quarter like 2017-18-q1, not {written[:20]!r}.")
    return quarter
