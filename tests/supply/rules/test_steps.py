"""How long a Change Notification took, as a whole and step by step."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from throughline.supply.rules.steps import days_to_decision, median_days, steps

MAY, JUNE = 5, 6


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2017, month, day, hour, tzinfo=UTC)


WITH_QUESTIONS = [
    ("submitted", at(MAY, 1)),
    ("returned", at(MAY, 8)),
    ("submitted", at(MAY, 22)),
    ("board", at(MAY, 24)),
    ("decided", at(JUNE, 14)),
]


def test_each_stay_has_its_days() -> None:
    found = [(one.state, one.days(date(2017, 7, 1))) for one in steps(WITH_QUESTIONS[:-1])]
    assert found == [("submitted", 7), ("returned", 14), ("submitted", 2), ("board", 38)]


def test_a_draft_has_taken_no_step() -> None:
    assert steps([]) == []


@pytest.mark.asks("S60")
@pytest.mark.parametrize(
    ("moves", "days"),
    [
        pytest.param(WITH_QUESTIONS, 44, id="from the first submission, questions and all"),
        pytest.param([("submitted", at(MAY, 1)), ("unsuitable", at(MAY, 4))], 3, id="found not suitable"),
        pytest.param([("board", at(MAY, 1)), ("decided", at(MAY, 1, 16))], 0, id="decided the same day"),
        pytest.param(
            [("submitted", at(MAY, 1, 22)), ("unsuitable", at(MAY, 1, 23))],
            1,
            id="midnight in London between",
        ),
        pytest.param(WITH_QUESTIONS[:-1], None, id="not decided yet"),
        pytest.param([("submitted", at(MAY, 1)), ("withdrawn", at(MAY, 9))], None, id="taken back"),
        pytest.param([], None, id="a draft"),
    ],
)
def test_days_from_submission_to_decision(moves: list[tuple[str, datetime]], days: int | None) -> None:
    assert days_to_decision(moves) == days


@pytest.mark.parametrize(
    ("days", "middle"), [([], None), ([5], 5), ([9, 1], 5), ([1, 2], 1.5), ([90, 3, 4], 4)]
)
def test_the_middle_of_several(days: list[int], middle: float | None) -> None:
    assert median_days(days) == middle
