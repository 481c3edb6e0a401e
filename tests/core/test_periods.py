"""Everything has a from and a to, and the last day belongs to what comes next (D2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.types.range import Range

from throughline.core.periods import NotAPeriod, Period, PeriodEndsTooSoon

APRIL = Period(date(2017, 4, 1), date(2017, 5, 1))
MAY = Period(date(2017, 5, 1), date(2017, 6, 1))
SPRING = Period(date(2017, 3, 1), date(2017, 6, 1))
SINCE_MAY = Period(date(2017, 5, 1))
days = st.dates(date(2016, 12, 1), date(2017, 3, 1))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    from_ = draw(days)
    length = draw(st.none() | st.integers(1, 60))
    return Period(from_, None if length is None else from_ + timedelta(days=length))


class TestDays:
    @pytest.mark.parametrize(
        ("period", "day", "inside"),
        [
            (APRIL, date(2017, 3, 31), False),
            (APRIL, date(2017, 4, 1), True),
            (APRIL, date(2017, 4, 30), True),
            (APRIL, date(2017, 5, 1), False),
            (SINCE_MAY, date(2017, 4, 30), False),
            (SINCE_MAY, date(9999, 12, 31), True),
        ],
    )
    def test_the_first_day_counts_and_the_end_does_not(self, period: Period, day: date, inside: bool) -> None:
        assert period.contains(day) is inside
        assert (day in period) is inside

    def test_how_many_days_and_which_is_the_last(self) -> None:
        assert (APRIL.days, APRIL.last_day, APRIL.is_open) == (30, date(2017, 4, 30), False)
        assert (SINCE_MAY.days, SINCE_MAY.last_day, SINCE_MAY.is_open) == (None, None, True)

    @pytest.mark.parametrize(
        ("period", "day", "over"),
        [
            (APRIL, date(2017, 4, 30), False),
            (APRIL, date(2017, 5, 1), True),
            (APRIL, date(2017, 5, 2), True),
            (SINCE_MAY, date(9999, 12, 31), False),
        ],
    )
    def test_a_period_is_over_on_the_day_it_ends(self, period: Period, day: date, over: bool) -> None:
        assert period.ends_by(day) is over

    def test_an_open_period_can_be_ended(self) -> None:
        assert SINCE_MAY.ended_on(date(2017, 6, 1)) == MAY


class TestRefused:
    @pytest.mark.parametrize("to", [date(2017, 4, 1), date(2017, 3, 31)])
    def test_a_period_without_a_day(self, to: date) -> None:
        with pytest.raises(PeriodEndsTooSoon, match="must end after that day"):
            Period(date(2017, 4, 1), to)

    @pytest.mark.parametrize("end", [datetime(2017, 5, 1, tzinfo=UTC), "2017-05-01"])
    def test_an_end_that_is_not_a_day(self, end: date) -> None:
        with pytest.raises(NotAPeriod, match="made of days"):
            Period(date(2017, 4, 1), end)
        with pytest.raises(NotAPeriod, match="made of days"):
            Period(end)
        with pytest.raises(NotAPeriod, match="made of days"):
            APRIL.contains(end)

    def test_a_period_without_a_first_day(self) -> None:
        with pytest.raises(NotAPeriod, match="made of days"):
            Period(None)  # type: ignore[arg-type]


class TestTwoPeriods:
    @pytest.mark.parametrize(
        ("one", "other", "both", "adjacent"),
        [
            (APRIL, MAY, None, True),
            (APRIL, SPRING, APRIL, False),
            (APRIL, SINCE_MAY, None, True),
            (SPRING, SINCE_MAY, MAY, False),
            (SINCE_MAY, Period(date(2018, 1, 1)), Period(date(2018, 1, 1)), False),
            (APRIL, Period(date(2017, 5, 2)), None, False),
        ],
    )
    def test_what_they_share(self, one: Period, other: Period, both: Period | None, adjacent: bool) -> None:
        for first, second in ((one, other), (other, one)):
            assert first.intersection(second) == both
            assert first.overlaps(second) is (both is not None)
            assert first.is_adjacent_to(second) is adjacent

    def test_one_covers_the_other(self) -> None:
        assert SPRING.covers(APRIL)
        assert SPRING.covers(SPRING)
        assert SINCE_MAY.covers(MAY)
        assert not APRIL.covers(SPRING)
        assert not MAY.covers(SINCE_MAY)
        assert not APRIL.covers(MAY)

    @given(periods(), periods(), days)
    def test_a_day_is_in_the_intersection_when_it_is_in_both(
        self, one: Period, other: Period, day: date
    ) -> None:
        both = one.intersection(other)
        assert (both is not None and day in both) == (day in one and day in other)

    @given(periods(), periods(), periods())
    def test_intersection_does_not_mind_the_order(self, one: Period, two: Period, three: Period) -> None:
        def meet(first: Period | None, second: Period | None) -> Period | None:
            return None if first is None or second is None else first.intersection(second)

        assert one.intersection(one) == one
        assert one.intersection(two) == two.intersection(one)
        assert meet(meet(one, two), three) == meet(one, meet(two, three))

    @given(periods(), periods())
    def test_adjacent_periods_share_no_day(self, one: Period, other: Period) -> None:
        assert not (one.is_adjacent_to(other) and one.overlaps(other))

    @given(periods())
    def test_days_are_those_contained(self, period: Period) -> None:
        if period.days is None:
            assert period.from_ + timedelta(days=5000) in period
        else:
            inside = [n for n in range(-5, 70) if period.from_ + timedelta(days=n) in period]
            assert inside == list(range(period.days))


class TestText:
    def test_written_with_its_bounds(self) -> None:
        assert str(APRIL) == "[2017-04-01,2017-05-01)"
        assert str(SINCE_MAY) == "[2017-05-01,)"

    @given(periods())
    def test_what_is_written_can_be_read(self, period: Period) -> None:
        assert Period.from_text(str(period)) == period

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "2017",
            "[2017-04-01,2017-05-01]",
            "(2017-04-01,2017-05-01)",
            "[,2017-05-01)",
            "empty",
            "[2017-02-30,)",
            "[2017-04-01,2017-05-01)\x00",
            "[2017-4-1,)",
            "[2017-04-01,infinity)",
            "[٢٠١٧-04-01,)",
        ],
    )
    def test_another_way_of_writing_is_refused(self, text: str) -> None:
        with pytest.raises(NotAPeriod, match="Write a period like"):
            Period.from_text(text)

    def test_an_inverted_period_says_so(self) -> None:
        with pytest.raises(PeriodEndsTooSoon):
            Period.from_text("[2017-05-01,2017-04-01)")


class TestRanges:
    @given(periods())
    def test_ranges_carry_the_same_days(self, period: Period) -> None:
        assert Period.of_range(period.to_range()) == period
        assert period.to_range().bounds == "[)"

    @pytest.mark.parametrize(
        "written",
        [
            Range(date(2017, 4, 1), date(2017, 4, 30), "[]"),
            Range(date(2017, 3, 31), date(2017, 4, 30), "(]"),
            Range(date(2017, 3, 31), date(2017, 5, 1), "()"),
        ],
    )
    def test_other_bounds_become_half_open(self, written: Range[date]) -> None:
        assert Period.of_range(written) == APRIL

    def test_a_range_without_a_day_or_a_beginning_is_refused(self) -> None:
        with pytest.raises(PeriodEndsTooSoon):
            Period.of_range(Range(empty=True))
        with pytest.raises(NotAPeriod, match="first day"):
            Period.of_range(Range(None, date(2017, 4, 1)))
