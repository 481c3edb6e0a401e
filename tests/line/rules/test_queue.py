"""In which order those who wait for a service are taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.line.rules.queue import InQueue, ahead_of, in_order
from throughline.vocabulary.queues import QueueCriterion, Turn

ON = date(2017, 6, 1)
MAY = datetime(2017, 5, 1, 9, tzinfo=UTC)
HIGH_RISK, ENDS_SOON = QueueCriterion.HIGH_RISK, QueueCriterion.ORDER_ENDS_SOON


def waits(number: int, days: int = 0, **facts: object) -> InQueue:
    return InQueue(number, MAY + timedelta(days=days), **facts)  # type: ignore[arg-type]


def numbers(waiting: list[InQueue], *criteria: QueueCriterion) -> list[int]:
    return [one.referral for one in in_order(waiting, criteria, on=ON)]


@pytest.mark.asks("S75")
@pytest.mark.parametrize(
    ("waiting", "criteria", "order"),
    [
        pytest.param([waits(1, 5), waits(2, 1)], [], [2, 1], id="by date"),
        pytest.param(
            [waits(1, 1), waits(2, 5, high_risk=True)], [HIGH_RISK], [2, 1], id="high risk before date"
        ),
        pytest.param(
            [waits(1, 5, high_risk=True), waits(2, 1, high_risk=True)],
            [HIGH_RISK],
            [2, 1],
            id="equal on the rule: by date",
        ),
        pytest.param(
            [waits(1, 1), waits(2, 5, high_risk=True)], [], [1, 2], id="a rule that does not ask it"
        ),
        pytest.param(
            [waits(1, 1, high_risk=None), waits(2, 5, high_risk=False)],
            [HIGH_RISK],
            [1, 2],
            id="a level that is not recorded is not read as high",
        ),
        pytest.param(
            [waits(1, 1), waits(2, 5, last_day=date(2017, 8, 30))],
            [ENDS_SOON],
            [2, 1],
            id="on the 90th day the end is soon",
        ),
        pytest.param(
            [waits(1, 1), waits(2, 5, last_day=date(2017, 8, 31))],
            [ENDS_SOON],
            [1, 2],
            id="on the 91st it is not",
        ),
        pytest.param(
            [waits(1, 1), waits(2, 5, last_day=date(2017, 5, 31))],
            [ENDS_SOON],
            [1, 2],
            id="nor once it is over",
        ),
        pytest.param(
            [waits(1, 1, last_day=date(2017, 6, 30)), waits(2, 5, high_risk=True)],
            [HIGH_RISK, ENDS_SOON],
            [2, 1],
            id="the first criterion counts most",
        ),
        pytest.param(
            [waits(1, 1, high_risk=True), waits(2, 5, placed=Turn.FIRST), waits(3, 0, placed=Turn.LAST)],
            [HIGH_RISK],
            [2, 1, 3],
            id="put first and put last",
        ),
        pytest.param([waits(2, 1), waits(1, 1)], [], [1, 2], id="at one moment: by number"),
    ],
)
def test_who_goes_before_whom(
    waiting: list[InQueue], criteria: list[QueueCriterion], order: list[int]
) -> None:
    assert numbers(waiting, *criteria) == order


QUEUES = st.lists(
    st.builds(
        InQueue,
        referral=st.integers(1, 10**6),
        sent_at=st.integers(0, 100).map(lambda n: MAY + timedelta(hours=n)),
        high_risk=st.sampled_from([None, True, False]),
        last_day=st.none() | st.dates(date(2017, 5, 1), date(2017, 12, 31)),
        placed=st.sampled_from([None, None, None, Turn.FIRST, Turn.LAST]),
    ),
    unique_by=lambda one: one.referral,
    max_size=12,
)
CRITERIA = st.lists(st.sampled_from(list(QueueCriterion)), unique=True)


@given(QUEUES, CRITERIA, st.randoms())
def test_the_order_is_of_what_is_known_and_not_of_how_it_came(
    waiting: list[InQueue], criteria: list[QueueCriterion], chance: object
) -> None:
    shuffled = list(waiting)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    ordered = in_order(waiting, criteria, on=ON)
    assert ordered == in_order(shuffled, criteria, on=ON)
    assert {one.referral for one in ordered} == {one.referral for one in waiting}


@given(QUEUES, CRITERIA)
def test_equals_are_ordered_by_date(waiting: list[InQueue], criteria: list[QueueCriterion]) -> None:
    ordered = in_order(waiting, criteria, on=ON)
    for before, after in pairwise(ordered):
        if replace(before, referral=0, sent_at=MAY) == replace(after, referral=0, sent_at=MAY):
            assert before.sent_at <= after.sent_at


@given(QUEUES, CRITERIA)
def test_whoever_is_ahead_of_somebody_comes_before_them(
    waiting: list[InQueue], criteria: list[QueueCriterion]
) -> None:
    ordered = in_order(waiting, criteria, on=ON)
    for place, one in enumerate(ordered):
        assert ahead_of(one.referral, waiting, criteria, on=ON) == ordered[:place]
    assert ahead_of(0, waiting, criteria, on=ON) == []


def test_no_criterion_asks_who_buys() -> None:
    assert not {name for name in InQueue.__dataclass_fields__ if "buyer" in name or "supervisor" in name}
