"""Service levels run in business days of England and Wales, day 0 excluded."""

from datetime import UTC, date, datetime, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.business_calendar import (
    BusinessCalendar,
    DaysInWrongOrder,
    YearOutsideCalendar,
    bank_holidays_by_rule,
)

CALENDAR = BusinessCalendar()
days = st.dates(date(1978, 1, 1), date(2190, 12, 31))
PUBLISHED = [
    holiday["date"]
    for holiday in BankHolidays(use_cached_holidays=True).get_holidays(BankHolidays.ENGLAND_AND_WALES)
]
# One-year changes in the published list: the days not kept, the days kept in their place or besides.
PROCLAIMED = {
    2012: ({date(2012, 5, 28)}, {date(2012, 6, 4), date(2012, 6, 5)}),
    2020: ({date(2020, 5, 4)}, {date(2020, 5, 8)}),
    2022: ({date(2022, 5, 30)}, {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)}),
    2023: (set(), {date(2023, 5, 8)}),
}


class TestBusinessDays:
    @pytest.mark.parametrize(
        ("case", "day", "is_business"),
        [
            ("an ordinary Tuesday", date(2017, 5, 2), True),
            ("a Saturday", date(2017, 5, 6), False),
            ("a Sunday", date(2017, 5, 7), False),
            ("early May bank holiday", date(2017, 5, 1), False),
            ("Good Friday", date(2019, 4, 19), False),
            ("Easter Monday", date(2019, 4, 22), False),
            ("Boxing Day kept on the Monday", date(2015, 12, 28), False),
            ("VE day in place of early May", date(2020, 5, 8), False),
            ("the Monday it replaced", date(2020, 5, 4), True),
            ("Scotland's second of January", date(2018, 1, 2), True),
            ("a proclaimed day before the list", date(2011, 4, 29), False),
            ("Golden Jubilee moved spring", date(2002, 5, 27), True),
            ("Golden Jubilee", date(2002, 6, 3), False),
            ("VE day in 1995", date(1995, 5, 8), False),
            ("Christmas Day long after the list", date(2115, 12, 25), False),
        ],
    )
    def test_when_business_is_done(self, case: str, day: date, is_business: bool) -> None:
        assert CALENDAR.is_business_day(day) is is_business, case

    @pytest.mark.parametrize("day", [date(1977, 12, 30), date(2200, 1, 6)])
    def test_years_without_known_holidays_are_refused(self, day: date) -> None:
        with pytest.raises(YearOutsideCalendar, match="1978 to 2199"):
            CALENDAR.is_business_day(day)

    def test_a_moment_is_not_taken_for_a_day(self) -> None:
        with pytest.raises(TypeError, match="Give the day"):
            CALENDAR.is_business_day(datetime(2017, 5, 2, tzinfo=UTC))


class TestCounting:
    @pytest.mark.parametrize(
        ("case", "day", "number", "last"),
        [
            ("allocated on a Monday, seen within 5", date(2018, 6, 4), 5, date(2018, 6, 11)),
            ("released on the Thursday before Easter", date(2019, 4, 18), 1, date(2019, 4, 23)),
            ("released on a Friday", date(2018, 6, 8), 1, date(2018, 6, 11)),
            ("allocated on a Saturday", date(2018, 6, 9), 1, date(2018, 6, 11)),
            ("breach over Christmas, within 8", date(2018, 12, 21), 8, date(2019, 1, 7)),
            ("plan within 15", date(2018, 4, 30), 15, date(2018, 5, 22)),
            ("the same day, a Sunday", date(2018, 6, 10), 0, date(2018, 6, 10)),
        ],
    )
    def test_no_later_than(self, case: str, day: date, number: int, last: date) -> None:
        assert CALENDAR.add_business_days(day, number) == last, case
        assert CALENDAR.business_days_between(day, last) == number, case
        assert CALENDAR.business_days_between(day, last + timedelta(days=1)) >= number, case

    def test_counting_backwards_is_refused(self) -> None:
        with pytest.raises(DaysInWrongOrder):
            CALENDAR.add_business_days(date(2018, 6, 4), -1)
        with pytest.raises(DaysInWrongOrder):
            CALENDAR.business_days_between(date(2018, 6, 4), date(2018, 6, 3))

    @given(days, st.integers(1, 60))
    def test_the_last_day_is_a_business_day_and_undone_by_counting(self, day: date, number: int) -> None:
        last = CALENDAR.add_business_days(day, number)
        assert CALENDAR.is_business_day(last)
        assert CALENDAR.business_days_between(day, last) == number
        assert CALENDAR.business_days_between(day, last - timedelta(days=1)) == number - 1

    @given(days, st.integers(0, 40), st.integers(0, 40))
    def test_more_days_never_end_sooner_and_steps_add_up(self, day: date, some: int, more: int) -> None:
        once = CALENDAR.add_business_days(day, some + more)
        assert once >= CALENDAR.add_business_days(day, some)
        assert once == CALENDAR.add_business_days(CALENDAR.add_business_days(day, some), more)

    @given(days, st.integers(0, 30), st.integers(0, 20))
    def test_a_later_day_never_gives_an_earlier_one(self, day: date, later: int, number: int) -> None:
        assert CALENDAR.add_business_days(day, number) <= CALENDAR.add_business_days(
            day + timedelta(days=later), number
        )


class TestRules:
    @pytest.mark.parametrize("year", sorted({day.year for day in PUBLISHED}))
    def test_the_rules_give_the_published_days(self, year: int) -> None:
        not_kept, kept = PROCLAIMED.get(year, (set(), set()))
        published = {day for day in PUBLISHED if day.year == year}
        assert bank_holidays_by_rule(year) - not_kept | kept == published

    @given(st.integers(1978, 2199))
    def test_every_year_has_its_eight_holidays_on_weekdays(self, year: int) -> None:
        holidays = bank_holidays_by_rule(year)
        extra = {1981: 1, 1999: 1, 2002: 1, 2011: 1}.get(year, 0)
        assert len(holidays) == 8 + extra
        assert all(day.weekday() < 5 for day in holidays)

    @pytest.mark.parametrize(
        "monday",
        # Easter Mondays at the edges of what the tables allow.
        [date(2008, 3, 24), date(2038, 4, 26), date(1981, 4, 20), date(2049, 4, 19), date(2076, 4, 20)],
    )
    def test_easter_in_awkward_years(self, monday: date) -> None:
        assert monday in bank_holidays_by_rule(monday.year)
        assert monday - timedelta(days=3) in bank_holidays_by_rule(monday.year)
