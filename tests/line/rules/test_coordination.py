"""Two appointments at one hour, and work that does not keep the order (S113)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from throughline.line.rules.coordination import OutOfOrder, Slot, Step, clashes, out_of_order


def slot(begins: str, ends: str, organisation: str = "A") -> Slot:
    begun, ended = (datetime.fromisoformat(f"2017-06-05T{one}").replace(tzinfo=UTC) for one in (begins, ends))
    return Slot(begun, ended, organisation)


@pytest.mark.asks("S113")
@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        pytest.param(("09:00", "10:00"), ("09:00", "10:00"), True, id="the same hour"),
        pytest.param(("09:00", "10:00"), ("10:00", "11:00"), False, id="one begins as the other ends"),
        pytest.param(("09:00", "10:00"), ("09:59", "11:00"), True, id="a minute of it"),
        pytest.param(("09:00", "12:00"), ("10:00", "10:30"), True, id="one within the other"),
        pytest.param(("09:00", "10:00"), ("14:00", "15:00"), False, id="morning and afternoon"),
    ],
)
def test_which_hours_meet(one: tuple[str, str], other: tuple[str, str], meet: bool) -> None:
    first, second = slot(*one), slot(*other, "B")
    assert first.meets(second) is second.meets(first) is meet
    assert clashes([second, first]) == ([(first, second)] if meet else [])


def test_every_two_that_meet_are_named_and_no_others() -> None:
    long, early, late = slot("09:00", "13:00", "A"), slot("09:30", "10:00", "B"), slot("12:00", "14:00", "C")
    assert clashes([late, early, long]) == [(long, early), (long, late)]


@pytest.mark.asks("S113")
@pytest.mark.parametrize(
    ("before", "due_before", "state", "due", "says"),
    [
        pytest.param("planned", None, "under_way", None, True, id="begun before the other was begun"),
        pytest.param("under_way", None, "under_way", None, True, id="begun before the other was done"),
        pytest.param("planned", None, "done", None, True, id="done before the other was begun"),
        pytest.param("done", None, "under_way", None, None, id="begun once the other was done"),
        pytest.param("planned", None, "planned", None, None, id="neither begun, no dates"),
        pytest.param("planned", 10, "planned", 9, False, id="due the day before the other is due"),
        pytest.param("planned", 10, "planned", 10, None, id="due on the same day"),
        pytest.param("done", 10, "planned", 9, None, id="due before, and the other is done"),
    ],
)
def test_work_out_of_order(
    before: str, due_before: int | None, state: str, due: int | None, says: bool | None
) -> None:
    steps = [
        Step(1, "A home", before, date(2017, 9, due_before) if due_before else None),
        Step(2, "A group", state, date(2017, 9, due) if due else None, after=1),
    ]
    wanted = [] if says is None else [OutOfOrder("A group", "A home", is_begun=says)]
    assert out_of_order(steps) == wanted


def test_work_that_comes_after_what_was_dropped_waits_for_nothing() -> None:
    assert out_of_order([Step(2, "A group", "under_way", None, after=1)]) == []
