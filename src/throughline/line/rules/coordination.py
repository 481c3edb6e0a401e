"""What does not fit together between those who work with one person: at one hour, or out of order (S113)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from throughline.people.states import WorkState

BEGUN = frozenset({WorkState.UNDER_WAY, WorkState.DONE})
"""Where work stands that has been begun."""


@dataclass(frozen=True)
class Slot:
    """An hour that is arranged with the person, and whose it is; nothing else of the appointment."""

    starts_at: datetime
    ends_at: datetime
    organisation: str

    def meets(self, other: Slot) -> bool:
        """Whether both take up some of the same time. One that begins as the other ends does not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class Step:
    """One piece of work: where it stands, by when it is done, and the number of what it comes after."""

    number: int
    what: str
    state: str
    due_on: date | None = None
    after: int | None = None


@dataclass(frozen=True)
class OutOfOrder:
    """Work that does not keep the order: it was begun too early, or is due before what it comes after."""

    what: str
    before: str
    is_begun: bool


def clashes(slots: Sequence[Slot]) -> list[tuple[Slot, Slot]]:
    """Every two of `slots` that take up some of the same time, the earlier first."""
    ordered = sorted(slots, key=lambda one: (one.starts_at, one.ends_at, one.organisation))
    found = []
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.starts_at >= one.ends_at:
                break
            if one.meets(other):
                found.append((one, other))
    return found


def out_of_order(steps: Sequence[Step]) -> list[OutOfOrder]:
    """
    Work begun before what it comes after is done, and work not begun that is due before that is due.

    What is done in the right order stays right: only work whose earlier piece is still to be done counts.
    """
    by_number = {one.number: one for one in steps}
    found = []
    for one in steps:
        before = by_number.get(one.after) if one.after is not None else None
        if before is None or before.state == WorkState.DONE:
            continue
        if one.state in BEGUN:
            found.append(OutOfOrder(one.what, before.what, is_begun=True))
        elif one.due_on is not None and before.due_on is not None and one.due_on < before.due_on:
            found.append(OutOfOrder(one.what, before.what, is_begun=False))
    return found
