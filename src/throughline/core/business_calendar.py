"""Business days in England and Wales, for clocks such as "no later than 5 business days after"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Final

from govuk_bank_holidays.bank_holidays import BankHolidays

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_FIRST_YEAR: Final = 1978  # the first with a bank holiday on the first Monday in May
_LAST_YEAR: Final = 2199

# What was proclaimed for one year only, before the years of the list published by the government.
_PROCLAIMED: Final = {
    1981: (set(), {date(1981, 7, 29)}),
    1995: ({date(1995, 5, 1)}, {date(1995, 5, 8)}),
    1999: (set(), {date(1999, 12, 31)}),
    2002: ({date(2002, 5, 27)}, {date(2002, 6, 3), date(2002, 6, 4)}),
    2011: (set(), {date(2011, 4, 29)}),
}


class YearOutsideCalendar(ValueError):
    """The bank holidays of this year are not known: it is before 1978 or after 2199."""


class DaysInWrongOrder(ValueError):
    """Days were to be counted from a later day to an earlier one, or in a negative number."""


class BusinessCalendar:
    """
    The days on which business is done in England and Wales: not weekends, not bank holidays.

    For the years of the government's published list that list is used, from the copy installed with
    `govuk-bank-holidays`; nothing is fetched. For the others, from 1978 to 2199, holidays are worked out by
    `bank_holidays_by_rule`, which cannot know a day still to be proclaimed.
    """

    def is_business_day(self, day: date) -> bool:
        """
        Say whether business is done on a day.

        :raises YearOutsideCalendar: the day is before 1978 or after 2199
        """
        if isinstance(day, datetime):
            raise TypeError(f"{day!r} is a moment. Give the day it falls on in London.")
        return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year)

    def add_business_days(self, day: date, number: int) -> date:
        """
        Give the last day that is "no later than `number` business days after" a day.

        The day itself is day 0 and is not counted, whether or not it is a business day. No days after is
        the day itself.

        :raises DaysInWrongOrder: the number is negative
        :raises YearOutsideCalendar: the count runs before 1978 or after 2199
        """
        if number < 0:
            raise DaysInWrongOrder(f"Business days are counted forwards, not {number} days.")
        return next(islice(self._business_days_after(day), number - 1, None)) if number else day

    def business_days_between(self, from_: date, to: date) -> int:
        """
        Count the business days after `from_`, up to and including `to`.

        So it undoes `add_business_days`: a day is no later than 5 business days after when this is 5 or
        fewer. The day itself, and a weekend straight after it, count 0.

        :raises DaysInWrongOrder: `to` is before `from_`
        :raises YearOutsideCalendar: the count runs before 1978 or after 2199
        """
        if to < from_:
            raise DaysInWrongOrder(
                f"Business days are counted from an earlier day, not from {from_} to {to}."
            )
        return sum(self.is_business_day(from_ + n * _DAY) for n in range(1, (to - from_).days + 1))

    def _business_days_after(self, day: date) -> Iterator[date]:
        while True:
            day += _DAY
            if self.is_business_day(day):
                yield day


def bank_holidays_by_rule(year: int) -> frozenset[date]:
    """
    Work out the bank and public holidays of one year in England and Wales by the standing rules.

    New Year's Day, Good Friday, Easter Monday, the first and last Mondays in May, the last in August,
    Christmas Day and Boxing Day; one that falls on a weekend is kept on the next free weekday. Days
    proclaimed for one year are included up to 2011 only: from 2012 the published list has them.

    :raises YearOutsideCalendar: before 1978 or after 2199
    """
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise YearOutsideCalendar(f"Bank holidays are known from 1978 to 2199, not for {year}.")
    easter = _easter_sunday(year)
    holidays = {
        easter - 2 * _DAY,
        easter + _DAY,
        _first_monday_from(date(year, 5, 1)),
        _first_monday_from(date(year, 5, 25)),
        _first_monday_from(date(year, 8, 25)),
    }
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while fixed.weekday() >= _SATURDAY or fixed in holidays:
            fixed += _DAY
        holidays.add(fixed)
    moved_from, added = _PROCLAIMED.get(year, (set(), set()))
    return frozenset(holidays - moved_from | added)


@cache
def _published() -> dict[int, frozenset[date]]:
    known = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    days = [holiday["date"] for holiday in known]
    return {year: frozenset(day for day in days if day.year == year) for year in {day.year for day in days}}


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return _published().get(year) or bank_holidays_by_rule(year)


def _first_monday_from(day: date) -> date:
    return day + (-day.weekday() % 7) * _DAY


def _easter_sunday(year: int) -> date:
    """Give Easter Sunday in the Gregorian calendar, from the full moon of the church's tables."""
    century = year // 100
    # Days from 21 March to the paschal full moon: the 19-year cycle, corrected for dropped leap days
    # and for the drift of the moon.
    epact_shift = (15 + century - century // 4 - (8 * century + 13) // 25) % 30
    golden = year % 19
    to_moon = (19 * golden + epact_shift) % 30
    if to_moon == 29 or (to_moon == 28 and golden > 10):
        to_moon -= 1
    full_moon = date(year, 3, 21) + to_moon * _DAY
    return full_moon + (6 - full_moon.weekday() or 7) * _DAY
