"""By when commissioning intentions for a year are due."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.time import FinancialYear
from throughline.supply.rules.intentions import IntentionsDue


@pytest.mark.parametrize(
    ("month", "day", "year", "due"),
    [
        pytest.param(1, 31, "2018/19", date(2018, 1, 31), id="in the winter before"),
        pytest.param(3, 31, "2018/19", date(2018, 3, 31), id="on the last day before"),
        pytest.param(4, 1, "2018/19", date(2017, 4, 1), id="a year before it begins"),
        pytest.param(12, 1, "2018/19", date(2017, 12, 1), id="in the calendar year before"),
    ],
)
def test_the_last_day_in_time_is_the_last_such_day_before_the_year_begins(
    month: int, day: int, year: str, due: date
) -> None:
    assert IntentionsDue(month, day, frozenset()).day_for(FinancialYear.parse(year)) == due


@given(st.dates(date(2001, 1, 1), date(2001, 12, 31)), st.integers(1950, 2150))
def test_it_is_always_within_the_year_before(day: date, start: int) -> None:
    year = FinancialYear(start)
    due = IntentionsDue(day.month, day.day, frozenset()).day_for(year)
    assert due in year.previous.period
    assert (due.month, due.day) == (day.month, day.day)


@pytest.mark.parametrize("value", [{"month": 2, "day": 29}, {"month": 13, "day": 1}])
def test_a_rule_names_a_day_that_every_year_has(value: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"day|month"):
        IntentionsDue.of_rule({**value, "bodies": []})
