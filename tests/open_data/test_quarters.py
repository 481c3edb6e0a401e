"""The quarter that is published as at a day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.time import NotAQuarter, Quarter
from throughline.open_data.rules.quarters import from_address, in_address, quarter_as_at


@pytest.mark.parametrize(
    ("as_at", "quarter"),
    [
        pytest.param(date(2017, 6, 29), "2016-17 Q4", id="the day before a quarter's last"),
        pytest.param(date(2017, 6, 30), "2017-18 Q1", id="a quarter's last day"),
        pytest.param(date(2017, 7, 1), "2017-18 Q1", id="the day after"),
        pytest.param(date(2017, 9, 29), "2017-18 Q1", id="until the next is over"),
        pytest.param(date(2018, 3, 31), "2017-18 Q4", id="the last day of the year"),
    ],
)
def test_the_latest_quarter_that_was_over(as_at: date, quarter: str) -> None:
    assert str(quarter_as_at(as_at)) == quarter


@given(st.dates(date(2014, 1, 1), date(2030, 1, 1)))
def test_a_quarter_is_never_published_before_it_is_over(as_at: date) -> None:
    last_day = quarter_as_at(as_at).period.last_day
    assert last_day is not None
    assert last_day <= as_at


def test_a_quarter_comes_back_from_its_address() -> None:
    quarter = Quarter.parse("2017-18 Q1")
    assert in_address(quarter) == "2017-18-q1"
    assert from_address("2017-18-q1") == quarter


@pytest.mark.parametrize(
    "written", ["2017-18", "2017-19-q1", "2017-18-q5", "2017/18-q1", "2017-18-Q1", "q1", ""]
)
def test_what_is_no_quarter_is_refused(written: str) -> None:
    with pytest.raises(NotAQuarter):
        from_address(written)
