"""Days are London's, and the financial year and its quarters leave no day out (D17, D25)."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.periods import Period
from throughline.core.time import (
    LONDON,
    FinancialYear,
    MomentWithoutTimeZone,
    NotAFinancialYear,
    NotAQuarter,
    Quarter,
    london_day,
    months_after,
    start_of_london_day,
)

days = st.dates(date(1900, 4, 1), date(2200, 3, 31))
years = st.integers(1901, 2198).map(FinancialYear)
quarters = st.builds(Quarter, years, st.integers(1, 4))


class TestLondonDays:
    @pytest.mark.parametrize(
        ("case", "moment", "day"),
        [
            (
                "late evening in summer is the next day",
                datetime(2017, 6, 30, 23, tzinfo=UTC),
                date(2017, 7, 1),
            ),
            (
                "late evening in winter is the same day",
                datetime(2017, 1, 31, 23, tzinfo=UTC),
                date(2017, 1, 31),
            ),
            ("before the clocks go forward", datetime(2019, 3, 31, 0, 59, tzinfo=UTC), date(2019, 3, 31)),
            ("last minute of the day they go", datetime(2019, 3, 31, 22, 59, tzinfo=UTC), date(2019, 3, 31)),
            ("midnight after they have gone", datetime(2019, 3, 31, 23, tzinfo=UTC), date(2019, 4, 1)),
            ("midnight before they go back", datetime(2019, 10, 26, 23, tzinfo=UTC), date(2019, 10, 27)),
            ("after they have gone back", datetime(2019, 10, 27, 23, 59, tzinfo=UTC), date(2019, 10, 27)),
            (
                "said in another zone",
                datetime(2017, 4, 1, 8, tzinfo=timezone(timedelta(hours=9))),
                date(2017, 4, 1),
            ),
        ],
    )
    def test_a_moment_falls_on_a_day_in_london(self, case: str, moment: datetime, day: date) -> None:
        assert london_day(moment) == day, case

    def test_a_moment_without_a_time_zone_is_refused(self) -> None:
        with pytest.raises(MomentWithoutTimeZone, match="has no time zone"):
            london_day(datetime(2017, 4, 1, 12, tzinfo=UTC).replace(tzinfo=None))

    @pytest.mark.parametrize(
        ("day", "hours"), [(date(2019, 3, 31), 23), (date(2019, 10, 27), 25), (date(2019, 7, 1), 24)]
    )
    def test_the_days_the_clocks_change_have_their_own_length(self, day: date, hours: int) -> None:
        tomorrow = day + timedelta(days=1)
        assert start_of_london_day(tomorrow) - start_of_london_day(day) == timedelta(hours=hours)

    def test_a_day_begins_at_midnight_in_london(self) -> None:
        assert start_of_london_day(date(2017, 7, 1)) == datetime(2017, 6, 30, 23, tzinfo=UTC)
        assert start_of_london_day(date(2017, 7, 1)).astimezone(LONDON).hour == 0

    @given(days)
    def test_a_day_begins_on_itself_and_not_a_moment_sooner(self, day: date) -> None:
        start = start_of_london_day(day)
        assert london_day(start) == day
        assert london_day(start - timedelta(microseconds=1)) == day - timedelta(days=1)

    def test_a_moment_is_not_taken_for_a_day(self) -> None:
        moment = datetime(2017, 3, 31, 23, 30, tzinfo=UTC)
        for asks_for_a_day in (start_of_london_day, FinancialYear.containing, Quarter.containing):
            with pytest.raises(TypeError, match="Give the day"):
                asks_for_a_day(moment)


class TestFinancialYears:
    @pytest.mark.parametrize(
        ("day", "year"),
        [
            (date(2017, 3, 31), "2016/17"),
            (date(2017, 4, 1), "2017/18"),
            (date(2018, 1, 1), "2017/18"),
            (date(2018, 3, 31), "2017/18"),
            (date(1999, 12, 31), "1999/00"),
            (date(2009, 4, 1), "2009/10"),
        ],
    )
    def test_the_year_turns_on_1_april(self, day: date, year: str) -> None:
        assert str(FinancialYear.containing(day)) == year
        assert FinancialYear.parse(year) == FinancialYear.containing(day)

    def test_its_days_and_neighbours(self) -> None:
        year = FinancialYear(2017)
        assert year.period == Period(date(2017, 4, 1), date(2018, 4, 1))
        assert (str(year.previous), str(year.next)) == ("2016/17", "2018/19")
        assert year.previous < year < year.next

    def test_dashes_are_read_too(self) -> None:
        assert FinancialYear.parse(" 2017-18 ") == FinancialYear(2017)

    @pytest.mark.parametrize(
        "text", ["", "2017", "2017/2018", "17/18", "2017/19", "2017/17", "2017/18\x00", "٢٠١٧/18"]
    )
    def test_anything_else_is_not_a_financial_year(self, text: str) -> None:
        with pytest.raises(NotAFinancialYear, match="Write a financial year like 2017/18"):
            FinancialYear.parse(text)

    @pytest.mark.parametrize("start_year", [1899, 2200, 18])
    def test_years_far_off_are_refused(self, start_year: int) -> None:
        with pytest.raises(NotAFinancialYear, match="1900 to 2199"):
            FinancialYear(start_year)

    @given(days)
    def test_every_day_is_in_its_own_year(self, day: date) -> None:
        assert day in FinancialYear.containing(day).period


class TestQuarters:
    @pytest.mark.parametrize(
        ("day", "quarter", "label"),
        [
            (date(2017, 4, 1), "2017-18 Q1", "April to June 2017"),
            (date(2017, 6, 30), "2017-18 Q1", "April to June 2017"),
            (date(2017, 7, 1), "2017-18 Q2", "July to September 2017"),
            (date(2017, 12, 31), "2017-18 Q3", "October to December 2017"),
            (date(2018, 1, 1), "2017-18 Q4", "January to March 2018"),
            (date(2018, 3, 31), "2017-18 Q4", "January to March 2018"),
        ],
    )
    def test_quarters_run_from_april(self, day: date, quarter: str, label: str) -> None:
        assert str(Quarter.containing(day)) == quarter
        assert Quarter.containing(day).label == label

    @given(years)
    def test_quarters_tile_the_year(self, year: FinancialYear) -> None:
        periods = [quarter.period for quarter in year.quarters]
        assert periods[0].from_ == year.period.from_
        assert periods[-1].to == year.period.to
        assert all(one.to == after.from_ for one, after in pairwise(periods))

    @given(days)
    def test_every_day_is_in_its_own_quarter(self, day: date) -> None:
        assert day in Quarter.containing(day).period

    @given(quarters)
    def test_quarters_follow_one_another(self, quarter: Quarter) -> None:
        assert quarter.next.previous == quarter.previous.next == quarter
        assert quarter.next.period.from_ == quarter.period.to
        assert quarter.previous < quarter < quarter.next

    @given(quarters)
    def test_what_is_written_can_be_read(self, quarter: Quarter) -> None:
        assert Quarter.parse(str(quarter)) == quarter

    @pytest.mark.parametrize(
        "text", ["", "2017-18", "2017-18 Q0", "2017-18 Q5", "2017-19 Q1", "Q1 2017-18", "2200-01 Q1"]
    )
    def test_anything_else_is_not_a_quarter(self, text: str) -> None:
        with pytest.raises(NotAQuarter, match="Write a quarter like 2017-18 Q2"):
            Quarter.parse(text)

    @pytest.mark.parametrize("number", [0, 5])
    def test_a_year_has_four_quarters(self, number: int) -> None:
        with pytest.raises(NotAQuarter, match="quarters 1 to 4"):
            Quarter(FinancialYear(2017), number)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2017, 4, 1), 3, date(2017, 7, 1)),
        (date(2017, 11, 30), 3, date(2018, 2, 28)),
        (date(2019, 11, 30), 3, date(2020, 2, 29)),
        (date(2017, 12, 15), 1, date(2018, 1, 15)),
        (date(2017, 5, 31), 12, date(2018, 5, 31)),
        (date(2017, 3, 31), -1, date(2017, 2, 28)),
    ],
)
def test_months_after_a_day_stop_at_the_end_of_the_month(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later
