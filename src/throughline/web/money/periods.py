"""Quarters and years as they stand in an address and in a menu."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from throughline.core.periods import Period
from throughline.core.time import FinancialYear, NotAFinancialYear, Quarter
from throughline.supply.models import Scheme


def written(year: FinancialYear) -> str:
    """A year as an address has it: 2017-18."""
    return str(year).replace("/", "-")


def period_named(name: str) -> Period:
    """
    The period an address names: "2017-18" or "2017-18 Q2".

    :raises NotAQuarter: it names neither
    """
    try:
        return FinancialYear.parse(name).period
    except NotAFinancialYear:
        return Quarter.parse(name).period


def since_the_schemes_began(schemes: Iterable[Scheme], on: date) -> Period:
    """The days from the first on which one of the schemes was in force, up to and with the day `on`."""
    first = min((one.during.from_ for one in schemes), default=on)
    return Period(min(first, on), on + timedelta(days=1))


def quarters_offered(during: Period) -> list[tuple[str, str]]:
    """The quarters of a closed period for a menu, the latest first."""
    assert during.last_day is not None
    quarter, first = Quarter.containing(during.last_day), Quarter.containing(during.from_)
    found = []
    while quarter >= first:
        found.append((str(quarter), f"{quarter.label} ({quarter})"))
        quarter = quarter.previous
    return found


def periods_offered(during: Period) -> list[tuple[str, str]]:
    """The years and quarters of a closed period for a menu, the latest first."""
    found: list[tuple[str, str]] = []
    for code, text in quarters_offered(during):
        year = FinancialYear.parse(code[:7])
        if not found or not found[-1][0].startswith(written(year)):
            found.append((written(year), f"The year {year}"))
        found.append((code, text))
    return found
