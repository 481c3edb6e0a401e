"""What becomes of an open referral when another provider takes its service over (S232)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from throughline.line.states import ACCEPTED, ALLOCATED, DRAFT, OVER, QUERIED, SENT, STARTED


class Becomes(StrEnum):
    """What a change of provider does to one referral."""

    OVER = "over", "It is over, and stays as it was"
    STAYS_BEGUN = "begun", "Work has started: it stays with the provider who started it until it ends"
    STAYS_LIMITED = "limited", "Nobody at the new provider may see the case: it stays until the officer acts"
    DRAFT_FOLLOWS = "draft", "Not sent yet: it is for the new provider"
    DECIDED_ANEW = "decided anew", "Not decided on: the new provider decides"
    STAYS_ACCEPTED = "accepted", "Accepted: the new provider takes it on and gives it to a worker"

    sentence: str

    def __new__(cls, code: str, sentence: str) -> Becomes:
        """A member that is its code and carries its sentence."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.sentence = sentence
        return member

    @property
    def moves(self) -> bool:
        """Whether the referral goes to the new provider."""
        return self in (Becomes.DRAFT_FOLLOWS, Becomes.DECIDED_ANEW, Becomes.STAYS_ACCEPTED)


_BY_STATE: Mapping[str, Becomes] = {
    DRAFT: Becomes.DRAFT_FOLLOWS,
    SENT: Becomes.DECIDED_ANEW,
    QUERIED: Becomes.DECIDED_ANEW,
    ACCEPTED: Becomes.STAYS_ACCEPTED,
    ALLOCATED: Becomes.STAYS_ACCEPTED,
    STARTED: Becomes.STAYS_BEGUN,
}


def becomes(state: str, *, has_attendance: bool, kept_from_them: bool) -> Becomes:
    """
    What becomes of a referral in this state.

    `has_attendance` says that something was recorded under it, also that the person did not come: what was
    done is owed to who did it, so such a referral counts as begun. `kept_from_them` says that a limit hides
    the case from everybody at the new provider.
    """
    if state in OVER:
        return Becomes.OVER
    if has_attendance:
        return Becomes.STAYS_BEGUN
    found = _BY_STATE[state]
    return Becomes.STAYS_LIMITED if found.moves and kept_from_them else found
