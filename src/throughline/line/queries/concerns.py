"""Concerns about risk: whose they are to read, which wait, and which have waited too long (S97, S107)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from throughline.core.access.actor import Actor
from throughline.core.time import london_day
from throughline.line.models import ConcernCopy, ConcernReading, Referral, RiskConcern
from throughline.line.states import HOLDS_A_PLACE
from throughline.people.models import PersonAccess
from throughline.people.queries.limits import hidden_from
from throughline.people.queries.people import rights_of
from throughline.supply.queries.rules import rule_in_force
from throughline.vocabulary.permissions import Permission

RULE = "risk_concern_hours"


def concerns_visible_to(actor: Actor, at: datetime) -> QuerySet[RiskConcern]:
    """Those of people the actor supervises or manages, raised by their own provider, or told to it."""
    if actor.user is None:
        return RiskConcern.objects.none()
    cases = actor.holds(Permission.SEE_ALL_CASES)
    theirs = Referral.objects.filter(Q(worker=actor.user) | Q(deliverer__in=cases)).values("pk")
    copied = ConcernCopy.objects.filter(concern=OuterRef("pk"), referral__in=theirs)
    supervises = rights_of(actor, at, (PersonAccess.Scope.SUPERVISE,)).filter(person=OuterRef("person"))
    found = RiskConcern.objects.filter(
        Q(referral__in=theirs) | Exists(copied) | Exists(supervises), ~hidden_from(actor)
    )
    return found.select_related("person", "deliverer", "raised_by", "decision__decided_by")


def with_what_became_of_it(concerns: QuerySet[RiskConcern]) -> QuerySet[RiskConcern]:
    """Each with its readings and copies, in order, in two more queries."""
    readings = ConcernReading.objects.select_related("read_by").order_by("read_at", "pk")
    copies = ConcernCopy.objects.select_related("referral__deliverer").order_by("pk")
    return concerns.prefetch_related(
        Prefetch("readings", queryset=readings), Prefetch("copies", queryset=copies)
    )


def concerns_to_decide(actor: Actor, at: datetime) -> QuerySet[RiskConcern]:
    """Undecided concerns about people whose officer the actor is now, or for whom they cover."""
    rights = rights_of(actor, at, (PersonAccess.Scope.SUPERVISE,)).filter(
        user=actor.user, person=OuterRef("person")
    )
    return _undecided(RiskConcern.objects.filter(Exists(rights)))


def escalated_to(actor: Actor, at: datetime) -> QuerySet[RiskConcern]:
    """Concerns about people whose cases the actor manages that were not decided on within the set hours."""
    rights = rights_of(actor, at, (PersonAccess.Scope.SUPERVISE,)).filter(
        organisation__in=actor.holds(Permission.MANAGE_CASES), person=OuterRef("person")
    )
    return _undecided(RiskConcern.objects.filter(Exists(rights), due_at__lte=at))


def due_for(referral: Referral, raised_at: datetime) -> datetime | None:
    """
    The moment by which the officer decides, by the rule of the service's scheme; nothing where it has none.

    Hours run by day and night: a risk does not wait for office hours.
    """
    hours = rule_in_force(referral.service.scheme_id, RULE, on=london_day(raised_at))
    return None if hours is None else raised_at + timedelta(hours=hours)


def others_to_tell(concern: RiskConcern) -> QuerySet[Referral]:
    """The person's other referrals that are open with a provider, who may have to know as well."""
    found = Referral.objects.filter(person=concern.person_id, state__in=HOLDS_A_PLACE)
    return found.exclude(pk=concern.referral_id).select_related("service", "deliverer").order_by("pk")


def concerns_of(referral: Referral) -> QuerySet[RiskConcern]:
    """The concerns raised under a referral, the latest first, with what was decided."""
    return RiskConcern.objects.filter(referral=referral).select_related("raised_by", "decision")


def _undecided(concerns: QuerySet[RiskConcern]) -> QuerySet[RiskConcern]:
    named = concerns.filter(decision=None).select_related("person", "deliverer", "raised_by")
    return named.order_by("raised_at", "pk")
