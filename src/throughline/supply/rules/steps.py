"""How long each step of a Change Notification took, and how long the whole (S60)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from throughline.core.time import london_day
from throughline.supply.states import WITH_OTHERS, ChangeState

DECIDED = frozenset({ChangeState.DECIDED, ChangeState.UNSUITABLE})
"""States in which a notification was decided, either way; one taken back was not."""


@dataclass(frozen=True)
class Step:
    """One stay of a notification in a state: from a moment until the next, or until now while it is there."""

    state: str
    since: datetime
    until: datetime | None

    def days(self, on: date) -> int:
        """Days from the London day it came to the one it left, or to `on` while it is there."""
        return ((london_day(self.until) if self.until else on) - london_day(self.since)).days


def steps(moves: Iterable[tuple[str, datetime]]) -> list[Step]:
    """The stays after each move, given in order as the state it led to and its moment."""
    led = list(moves)
    ends = [*(at for _, at in led[1:]), None]
    return [Step(state, at, until) for (state, at), until in zip(led, ends, strict=False)]


def days_to_decision(moves: Sequence[tuple[str, datetime]]) -> int | None:
    """Days from the first submission to the decision; nothing for one that is not decided."""
    submitted = next((at for state, at in moves if state in WITH_OTHERS), None)
    decided = next((at for state, at in moves if state in DECIDED), None)
    if submitted is None or decided is None:
        return None
    return (london_day(decided) - london_day(submitted)).days


def median_days(days: Sequence[int]) -> float | None:
    """The middle of several, or halfway between the two in the middle; nothing for none."""
    return float(median(days)) if days else None
