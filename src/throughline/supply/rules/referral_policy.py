"""When a local note contradicts the referral policy, or another note (S70)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True)
class Subject:
    """What is spoken of: one kind of service, one funding route, or every service (both empty)."""

    kind: int | None = None
    route: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether it is every service."""
        return self.kind is None and not self.route


@dataclass(frozen=True)
class Saying:
    """
    A stance on a subject: of the policy, or of the note with the number `note`.

    `team` is the team it is said to; nothing when it is said to the whole organisation.
    """

    subject: Subject
    stance: str
    note: int | None = None
    team: int | None = None


@dataclass(frozen=True)
class Contradiction:
    """Two sayings that reach the same people and differ; `against` is of the policy, or a later note."""

    saying: Saying
    against: Saying


def contradictions(policy: Sequence[Saying], notes: Sequence[Saying]) -> list[Contradiction]:
    """
    Every note against what the policy says of its subject, then every pair of notes, in the order given.

    Two notes contradict each other when they speak of the same subject to the same team, or one of them to
    the whole organisation, and their stances differ. What the policy says of a subject is its own stance on
    it; where it has none, its stance on every service; and a note on every service is held against all that
    the policy says. Two stances of the policy never contradict: the narrower is an exception to the wider.
    """
    found = [
        Contradiction(note, said)
        for note in notes
        for said in _of_the_policy(policy, note.subject)
        if said.stance != note.stance
    ]
    found += [
        Contradiction(one, other)
        for one, other in combinations(notes, 2)
        if one.subject == other.subject and _reach_the_same(one, other) and one.stance != other.stance
    ]
    return found


def stance_on(policy: Sequence[Saying], *subjects: Subject) -> Saying | None:
    """What the policy says of a service that is of these subjects: the first of them it speaks of, if any."""
    for subject in subjects:
        for said in policy:
            if said.subject == subject:
                return said
    return next((said for said in policy if said.subject.is_everything), None)


def _of_the_policy(policy: Sequence[Saying], subject: Subject) -> list[Saying]:
    if subject.is_everything:
        return list(policy)
    own = [said for said in policy if said.subject == subject]
    return own or [said for said in policy if said.subject.is_everything]


def _reach_the_same(one: Saying, other: Saying) -> bool:
    return one.team == other.team or one.team is None or other.team is None
