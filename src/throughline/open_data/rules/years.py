"""How a financial year stands in an address."""

from __future__ import annotations

from throughline.core.time import FinancialYear, NotAFinancialYear


def in_address(year: FinancialYear) -> str:
    """The year as addresses and file names have it: "2018-19"."""
    return str(year).replace("/", "-")


def from_address(written: str) -> FinancialYear:
    """
    Read a year from an address.

    :raises NotAFinancialYear: it is not written like "2018-19"
    """
    year = FinancialYear.parse(written)
    if in_address(year) != written:
        raise NotAFinancialYear(f"Write a financial year like 2018-19, not {written[:20]!r}.")
    return year
