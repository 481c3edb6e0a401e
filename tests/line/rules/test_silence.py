"""When silence begins, when it ends, and what it costs, in days that anybody can count (D16, S100)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.periods import Period
from throughline.line.rules.silence import days_lost, silences, standstill, uncovered


def june(day: int) -> date:
    """A day of June 2017."""
    return date(2017, 6, 1) + timedelta(days=day - 1)


def time(from_: int, to: int | None = None) -> Period:
    """The days of June from one up to another, or open."""
    return Period(june(from_), june(to) if to is not None else None)


@pytest.mark.asks("S100")
@pytest.mark.parametrize(
    ("words", "over", "today", "wanted"),
    [
        pytest.param([1], None, 14, [], id="thirteen days after a word"),
        pytest.param([1], None, 15, [time(15)], id="on the set day"),
        pytest.param([1, 15], None, 15, [], id="a word on the set day"),
        pytest.param([1, 16], None, 16, [time(15, 16)], id="a word the day after it"),
        pytest.param([1, 20], None, 34, [time(15, 20), time(34)], id="twice"),
        pytest.param([1], 18, 30, [time(15, 18)], id="until the referral was over"),
        pytest.param([1], 10, 30, [], id="over before the set day"),
        pytest.param([], None, 30, [], id="nothing began"),
    ],
)
def test_silence_begins_on_the_set_day(
    words: list[int], over: int | None, today: int, wanted: list[Period]
) -> None:
    over_on = june(over) if over is not None else None
    found = silences([june(one) for one in words], lambda _: 14, over_on=over_on, on=june(today))
    assert found == wanted


def test_where_no_rule_says_so_there_is_none() -> None:
    assert silences([june(1)], lambda _: None, over_on=None, on=june(30)) == []


@pytest.mark.asks("S100")
@pytest.mark.parametrize(
    ("due", "went_on", "today", "wanted"),
    [
        pytest.param(8, None, 8, None, id="the last day in time"),
        pytest.param(8, None, 9, time(9), id="the day after it"),
        pytest.param(8, 8, 20, None, id="went on in time"),
        pytest.param(8, 9, 20, None, id="went on the day after: no whole day"),
        pytest.param(8, 12, 20, time(9, 12), id="went on late"),
        pytest.param(None, None, 20, None, id="no rule"),
    ],
)
def test_a_standstill_begins_the_day_after_the_last_in_time(
    due: int | None, went_on: int | None, today: int, wanted: Period | None
) -> None:
    last = june(due) if due is not None else None
    assert standstill(last, june(went_on) if went_on is not None else None, on=june(today)) == wanted


@pytest.mark.asks("S100")
@pytest.mark.parametrize(
    ("away", "covers", "held", "today", "wanted"),
    [
        pytest.param(time(5), [], time(1), 4, [], id="not away yet"),
        pytest.param(time(5), [], time(1), 5, [time(5)], id="nobody covers"),
        pytest.param(time(5, 9), [], time(1), 20, [time(5, 9)], id="back again"),
        pytest.param(time(5, 9), [], time(1), 8, [time(5)], id="lasts until it is known to be over"),
        pytest.param(time(5), [time(5)], time(1), 20, [], id="covered as long as it lasts"),
        pytest.param(time(5), [time(5, 9)], time(1), 8, [], id="covered today"),
        pytest.param(time(5), [time(5, 9)], time(1), 9, [time(9)], id="the day the cover lapses"),
        pytest.param(time(5), [time(5, 9), time(12)], time(1), 20, [time(9, 12)], id="between two covers"),
        pytest.param(time(5), [], time(10), 20, [time(10)], id="given the referral while away"),
        pytest.param(time(5), [], time(1, 7), 20, [time(5, 7)], id="until the referral was over"),
        pytest.param(time(5, 9), [], time(12), 20, [], id="given it after they were back"),
    ],
)
def test_days_without_cover(
    away: Period, covers: list[Period], held: Period, today: int, wanted: list[Period]
) -> None:
    assert uncovered(away, covers, held, on=june(today)) == wanted


@pytest.mark.asks("S100")
@pytest.mark.parametrize(
    ("times", "today", "wanted"),
    [
        pytest.param([], 20, 0, id="none"),
        pytest.param([time(5)], 5, 0, id="begun today"),
        pytest.param([time(5)], 8, 3, id="lasts"),
        pytest.param([time(5, 7)], 20, 2, id="over"),
        pytest.param([time(5, 9), time(7, 11)], 20, 6, id="two at once are one day each"),
        pytest.param([time(28)], 40, 3, id="within the month alone"),
    ],
)
def test_days_lost(times: list[Period], today: int, wanted: int) -> None:
    assert days_lost(times, Period(june(1), june(31)), on=june(today)) == wanted


DAYS = st.integers(min_value=1, max_value=60)


@given(said=st.lists(DAYS, min_size=1, max_size=8, unique=True), later=DAYS)
def test_what_is_over_is_the_same_whenever_one_looks(said: list[int], later: int) -> None:
    """So that a day on which nobody looked leaves nothing unseen."""
    words = sorted(june(one) for one in said)
    last = words[-1]
    now = silences(words, lambda _: 14, over_on=None, on=last)
    then = silences(words, lambda _: 14, over_on=None, on=last + timedelta(days=later))
    assert then[: len(now)] == now
    assert len(then) - len(now) == (1 if later >= 14 else 0)
