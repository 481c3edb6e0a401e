"""One referral with everything its page shows, as far as whoever asks may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db.models import Prefetch, QuerySet

from throughline.core.access.actor import Actor
from throughline.core.time import london_day
from throughline.line.models import (
    Appointment,
    Attendance,
    LaterDecision,
    Outcome,
    Referral,
    ReferralMove,
    RiskReading,
    RiskRecheck,
    RiskSharing,
)
from throughline.line.queries.late_conflicts import LateConflict, late_conflicts
from throughline.line.queries.referrals import appointments_visible_to, referrals_visible_to
from throughline.line.queries.risks import new_risks
from throughline.line.states import HOLDS_A_PLACE
from throughline.people.models import Objective, Person, PersonAccess, Requirement, RiskFlag, Supervision
from throughline.people.queries.people import people_visible_to, rights_of
from throughline.vocabulary.permissions import Permission


class Relation(StrEnum):
    """What somebody is to a referral."""

    OFFICER = "officer"
    PERSON = "person"
    WORKER = "worker"
    PROVIDER = "provider"
    PRIME = "prime"


@dataclass(frozen=True)
class RiskShown:
    """One decision on a risk flag, the flag itself, and who at the provider first read it when."""

    sharing: RiskSharing
    flag: RiskFlag
    readings: Sequence[RiskReading]


@dataclass(frozen=True)
class ReferralRecord:
    """
    A referral as one viewer sees it. `relations` is what they are to it.

    `person`, and with it the requirement, the objective and the officer, is nothing for a viewer who
    may not know whom it is about: a prime, or a provider whose work has ended.
    """

    referral: Referral
    relations: frozenset[Relation]
    person: Person | None
    requirement: Requirement | None
    objective: Objective | None
    supervision: Supervision | None
    moves: Sequence[ReferralMove]
    risks: Sequence[RiskShown]
    appointments: Sequence[Appointment]
    outcomes: Sequence[Outcome] = field(default=())
    new_risks: Sequence[RiskFlag] = field(default=())
    """Raised since it was sent, and not yet decided on: for the officer."""
    late_conflicts: Sequence[LateConflict] = field(default=())
    """What its service began to involve that a risk forbids: for the officer."""
    recheck: RiskRecheck | None = None
    """That its service takes nobody of this risk: what waits on the officer, or what they decided."""

    @property
    def delivers(self) -> bool:
        """Whether the viewer is of the provider."""
        return bool(self.relations & {Relation.WORKER, Relation.PROVIDER})


def referral_record(actor: Actor, reference: str, *, at: datetime) -> ReferralRecord | None:
    """
    The referral called `reference` as `actor` may see it at `at`; nothing when they may not.

    Makes a fixed number of queries, however much happened under the referral.
    """
    found = referrals_visible_to(actor, at).select_related(
        "service__kind", "deliverer", "supervisor", "prime", "buyer", "worker", "referred_by", "agreement"
    )
    referral = found.filter(reference=reference).first()
    if referral is None:
        return None
    relations = _relations(actor, referral, at)
    person = people_visible_to(actor, at).filter(pk=referral.person_id).first()
    known = person is not None
    return ReferralRecord(
        referral=referral,
        relations=relations,
        person=person,
        requirement=_requirement(referral) if known else None,
        objective=Objective.objects.filter(pk=referral.objective_id).first() if known else None,
        supervision=_supervision(referral, at) if known else None,
        moves=list(ReferralMove.objects.filter(subject=referral).select_related("by")),
        risks=_risks(referral, relations),
        appointments=list(
            with_its_records(appointments_visible_to(actor, at).filter(referral=referral)).order_by(
                "starts_at"
            )
        ),
        outcomes=list(Outcome.objects.filter(referral=referral).select_related("recorded_by")),
        new_risks=_new_risks(referral, relations, at),
        late_conflicts=_late_conflicts(referral, relations, at),
        recheck=_recheck(referral, relations),
    )


def with_its_records(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """
    Each with `records` of its attendance and later `decisions`, in order, in two more queries.

    Joins nothing of the person, so that an appointment stays in sight when the person no longer is.
    """
    records = Attendance.objects.select_related("recorded_by").order_by("recorded_at", "pk")
    decisions = LaterDecision.objects.select_related("decided_by").order_by("decided_at", "pk")
    return appointments.select_related("worker", "organisation", "referral__service").prefetch_related(
        Prefetch("attendances", queryset=records, to_attr="records"),
        Prefetch("later_decisions", queryset=decisions, to_attr="decisions"),
    )


def _relations(actor: Actor, referral: Referral, at: datetime) -> frozenset[Relation]:
    scopes = set(
        rights_of(actor, at).filter(person=referral.person_id).values_list("scope", flat=True).distinct()
    )
    held = {
        Relation.OFFICER: PersonAccess.Scope.SUPERVISE in scopes,
        Relation.PERSON: PersonAccess.Scope.SELF in scopes,
        Relation.WORKER: actor.user is not None and referral.worker_id == actor.user.pk,
        Relation.PROVIDER: referral.deliverer_id in actor.holds(Permission.SEE_ALL_CASES),
        Relation.PRIME: referral.prime_id in actor.holds(Permission.SEE_CHAIN_REFERRALS),
    }
    return frozenset(relation for relation, is_so in held.items() if is_so)


def _requirement(referral: Referral) -> Requirement | None:
    return Requirement.objects.select_related("sentence").filter(pk=referral.requirement_id).first()


def _supervision(referral: Referral, at: datetime) -> Supervision | None:
    return (
        Supervision.objects.select_related("officer", "organisation")
        .filter(person=referral.person_id, during__contains=london_day(at))
        .first()
    )


def _new_risks(referral: Referral, relations: frozenset[Relation], at: datetime) -> list[RiskFlag]:
    is_theirs = Relation.OFFICER in relations and referral.state in HOLDS_A_PLACE
    return new_risks(referral, on=london_day(at)) if is_theirs else []


def _late_conflicts(referral: Referral, relations: frozenset[Relation], at: datetime) -> list[LateConflict]:
    if Relation.OFFICER not in relations:
        return []
    return late_conflicts(Referral.objects.filter(pk=referral.pk), on=london_day(at))


def _recheck(referral: Referral, relations: frozenset[Relation]) -> RiskRecheck | None:
    if not relations & {Relation.OFFICER, Relation.WORKER, Relation.PROVIDER}:
        return None
    found = RiskRecheck.objects.filter(referral=referral).select_related("decision__decided_by")
    return found.order_by("-found_at", "-pk").first()


def _risks(referral: Referral, relations: frozenset[Relation]) -> list[RiskShown]:
    """The officer sees every decision; whoever delivers sees what was shared, while they may see the flag."""
    decided = RiskSharing.objects.filter(referral=referral).select_related("decided_by")
    if Relation.OFFICER not in relations:
        if not relations & {Relation.WORKER, Relation.PROVIDER}:
            return []
        decided = decided.filter(shared=True)
    readings = RiskReading.objects.select_related("read_by").order_by("read_at")
    sharings = list(
        decided.prefetch_related(Prefetch("readings", queryset=readings), "going_on").order_by("pk")
    )
    flags = RiskFlag.objects.filter(pk__in=[one.flag_id for one in sharings]).prefetch_related("restrictions")
    by_id = {flag.pk: flag for flag in flags}
    return [
        RiskShown(one, by_id[one.flag_id], list(one.readings.all()))
        for one in sharings
        if one.flag_id in by_id
    ]
