"""Who was offered training and guidance on working with providers, and who took it (S119)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from throughline.core.access.actor import Actor
from throughline.core.access.permissions import roles
from throughline.core.models import Membership, User
from throughline.core.shares import percent
from throughline.people.models import Training
from throughline.vocabulary.permissions import Permission

WORKS_WITH_PROVIDERS = (Permission.SUPERVISE, Permission.MANAGE_CASES)
"""Holders of either work with providers, and are meant to be trained in it."""


@dataclass
class TrainedOfficer:
    """One officer in one role of an organisation, with what they were offered there, the latest first."""

    user: User
    role: str
    team: str
    offered: list[Training] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Theirs."""
        return self.user.full_name

    def has(self, kind: str, *, taken: bool) -> bool:
        """Whether they were offered something of a kind, or took it."""
        return any(one.kind == kind and (one.taken_on is not None or not taken) for one in self.offered)


@dataclass(frozen=True)
class Trained:
    """Of the people in one role of a team: how many were offered training and took it, and took guidance."""

    team: str
    role: str
    people: int
    offered: int
    taken: int
    guided: int

    @property
    def share(self) -> int | None:
        """The whole percent of all of them who took training."""
        return percent(self.taken, self.people)


def officers_trained(actor: Actor, on: date) -> list[TrainedOfficer]:
    """Everybody who works with providers in the organisations whose cases the actor manages, by name."""
    codes = [code for code, role in roles().items() if role.permissions & frozenset(WORKS_WITH_PROVIDERS)]
    held = Membership.objects.filter(
        organisation__in=actor.holds(Permission.MANAGE_CASES), role__in=codes, during__contains=on
    ).select_related("user", "organisation")
    found = [
        TrainedOfficer(one.user, roles()[one.role].name, one.organisation.name)
        for one in held.order_by("user__full_name", "organisation__name", "role")
    ]
    offers: dict[tuple[int, str], list[Training]] = {}
    for one in Training.objects.filter(organisation__in=actor.holds(Permission.MANAGE_CASES)).select_related(
        "organisation"
    ):
        offers.setdefault((one.user_id, one.organisation.name), []).append(one)
    for officer in found:
        officer.offered = offers.get((officer.user.pk, officer.team), [])
    return found


def trained_by_role(officers: Sequence[TrainedOfficer]) -> list[Trained]:
    """The same, counted by team and role."""
    groups: dict[tuple[str, str], list[TrainedOfficer]] = {}
    for one in officers:
        groups.setdefault((one.team, one.role), []).append(one)
    kind = Training.Kind
    return [
        Trained(
            team,
            role,
            people=len(group),
            offered=sum(one.has(kind.TRAINING, taken=False) for one in group),
            taken=sum(one.has(kind.TRAINING, taken=True) for one in group),
            guided=sum(one.has(kind.GUIDANCE, taken=True) for one in group),
        )
        for (team, role), group in sorted(groups.items(), key=lambda one: one[0])
    ]


def needs_guidance(actor: Actor) -> bool:
    """Whether the actor took no training in working with providers, and so is shown guidance in place."""
    taken = Training.objects.filter(user=actor.user, kind=Training.Kind.TRAINING, taken_on__isnull=False)
    return actor.user is not None and not taken.exists()


def offered_to(actor: Actor) -> QuerySet[Training]:
    """What the actor was offered, the latest first."""
    return Training.objects.filter(user=actor.user) if actor.user else Training.objects.none()
