"""
Days in London, financial years and quarters; every rule about dates asks here.

The clock is never read: today is a fact that callers pass in. Business days are in `business_calendar`
and can be had from here too.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from throughline.core.business_calendar import BusinessCalendar, DaysInWrongOrder, YearOutsideCalendar
from throughline.core.periods import Period

__all__ = [
    "LONDON",
    "BusinessCalendar",
    "DaysInWrongOrder",
    "FinancialYear",
    "MomentWithoutTimeZone",
    "NotAFinancialYear",
    "NotAQuarter",
    "Quarter",
    "YearOutsideCalendar",
    "london_day",
    "start_of_london_day",
]

LONDON: Final = ZoneInfo("Europe/London")

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199
_YEAR_WRITTEN: Final = re.compile(r"([0-9]{4})[/-]([0-9]{2})")
_QUARTER_WRITTEN: Final = re.compile(r"([0-9]{4}[/-][0-9]{2}) Q([1-4])")
_MONTHS: Final = {
    1: "April to June",
    2: "July to September",
    3: "October to December",
    4: "January to March",
}


class MomentWithoutTimeZone(ValueError):
    """A moment came without a time zone, so the day it falls on cannot be known."""


class NotAFinancialYear(ValueError):
    """What was given is not a financial year from 1900/01 to 2199/00."""


class NotAQuarter(ValueError):
    """What was given is not a quarter of a financial year."""


def london_day(moment: datetime) -> date:
    """
    Give the calendar day in London on which a moment falls: the day courts count by (D17).

    :raises MomentWithoutTimeZone: the moment is naive
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise MomentWithoutTimeZone(f"{moment} has no time zone. Give a moment with one.")
    return moment.astimezone(LONDON).date()


def start_of_london_day(day: date) -> datetime:
    """
    Give the moment a day begins in London, in UTC so that lengths of days subtract truly.

    The day the clocks go forward is 23 hours long, the day they go back 25.
    """
    return datetime.combine(_day(day), time.min, LONDON).astimezone(UTC)


def months_after(day: date, months: int) -> date:
    """
    Give the same day of the month so many months later; where that month is shorter, its last day.

    Three months after 30 November 2017 are on 28 February 2018.
    """
    _day(day)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, order=True, slots=True)
class FinancialYear:
    """
    The year from 1 April of `start_year` to 31 March of the next, both included. "2017/18" starts in 2017.

    :raises NotAFinancialYear: it would start before 1900 or after 2199
    """

    start_year: int

    def __post_init__(self) -> None:
        if not _FIRST_YEAR <= self.start_year <= _LAST_YEAR:
            raise NotAFinancialYear(f"A financial year starts from 1900 to 2199, not in {self.start_year}.")

    @classmethod
    def containing(cls, day: date) -> FinancialYear:
        """Give the financial year in which a day falls: 31 March 2018 is in 2017/18, 1 April in 2018/19."""
        return cls(_day(day).year - (day.month < 4))

    @classmethod
    def parse(cls, text: str) -> FinancialYear:
        """
        Read "2017/18" or "2017-18".

        :raises NotAFinancialYear: written otherwise, or the second year does not follow the first
        """
        found = _YEAR_WRITTEN.fullmatch(text.strip())
        if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
            raise NotAFinancialYear(f"Write a financial year like 2017/18, not {text[:20]!r}.")
        return cls(int(found[1]))

    @property
    def period(self) -> Period:
        """The days of the year."""
        return Period(date(self.start_year, 4, 1), date(self.start_year + 1, 4, 1))

    @property
    def quarters(self) -> tuple[Quarter, Quarter, Quarter, Quarter]:
        """The four quarters, the first from April."""
        return (Quarter(self, 1), Quarter(self, 2), Quarter(self, 3), Quarter(self, 4))

    @property
    def next(self) -> FinancialYear:
        """The year after."""
        return FinancialYear(self.start_year + 1)

    @property
    def previous(self) -> FinancialYear:
        """The year before."""
        return FinancialYear(self.start_year - 1)

    def __str__(self) -> str:
        return f"{self.start_year}/{(self.start_year + 1) % 100:02d}"


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """
    A quarter of a financial year: 1 is April to June, 4 is January to March. "2017-18 Q2".

    :raises NotAQuarter: the number is not 1 to 4
    """

    year: FinancialYear
    number: int

    def __post_init__(self) -> None:
        if self.number not in _MONTHS:
            raise NotAQuarter(f"A financial year has quarters 1 to 4, not {self.number}.")

    @classmethod
    def containing(cls, day: date) -> Quarter:
        """Give the quarter in which a day falls."""
        return cls(FinancialYear.containing(day), (day.month - 4) % 12 // 3 + 1)

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """
        Read "2017-18 Q2" or "2017/18 Q2".

        :raises NotAQuarter: written otherwise, or the years do not follow one another
        """
        found = _QUARTER_WRITTEN.fullmatch(text.strip())
        try:
            if found is not None:
                return cls(FinancialYear.parse(found[1]), int(found[2]))
        except NotAFinancialYear:
            pass  # the sentence below shows a right one
        raise NotAQuarter(f"Write a quarter like 2017-18 Q2, not {text[:20]!r}.")

    @property
    def period(self) -> Period:
        """The days of the quarter."""
        year = self.year.start_year
        starts = [date(year, 4, 1), date(year, 7, 1), date(year, 10, 1), date(year + 1, 1, 1)]
        starts.append(date(year + 1, 4, 1))
        return Period(starts[self.number - 1], starts[self.number])

    @property
    def label(self) -> str:
        """The quarter as people say it: "July to September 2017"."""
        return f"{_MONTHS[self.number]} {self.period.from_.year}"

    @property
    def next(self) -> Quarter:
        """The quarter after."""
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year.next, 1)

    @property
    def previous(self) -> Quarter:
        """The quarter before."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year.previous, 4)

    def __str__(self) -> str:
        return f"{str(self.year).replace('/', '-')} Q{self.number}"


def _day(day: date) -> date:
    # A datetime passes for a date, and its own day need not be the one in London.
    if isinstance(day, datetime):
        raise TypeError(f"{day!r} is a moment. Give the day, by london_day where it came from a moment.")
    return day
