"""The door to referrals and appointments: always from who is asking."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from throughline.core.access.actor import Actor
from throughline.line.models import Appointment, Attendance, Referral, ReferralMove
from throughline.line.queries.rar import live_attendances
from throughline.line.states import DRAFT, AppointmentState
from throughline.people.models import PersonAccess
from throughline.people.queries.limits import hidden_from
from throughline.people.queries.people import rights_of
from throughline.vocabulary.permissions import Permission

_SUPERVISES_OR_IS = (PersonAccess.Scope.SUPERVISE, PersonAccess.Scope.SELF)


def referrals_visible_to(actor: Actor, at: datetime) -> QuerySet[Referral]:
    """The referrals the actor may see: as officer or worker; once sent as provider, prime or the person."""
    if actor.user is None:
        return Referral.objects.none()
    as_officer = Exists(
        rights_of(actor, at, (PersonAccess.Scope.SUPERVISE,)).filter(person=OuterRef("person"))
    )
    as_themselves = Exists(rights_of(actor, at, (PersonAccess.Scope.SELF,)).filter(person=OuterRef("person")))
    as_provider = Q(deliverer__in=actor.holds(Permission.SEE_ALL_CASES))
    as_prime = Q(prime__in=actor.holds(Permission.SEE_CHAIN_REFERRALS))
    once_sent = ~Q(state=DRAFT) & (as_provider | as_prime | Q(as_themselves))
    return Referral.objects.filter(Q(worker=actor.user) | Q(as_officer) | once_sent, ~hidden_from(actor))


def referrals_supervised_by(actor: Actor, at: datetime) -> QuerySet[Referral]:
    """Referrals of the people whose responsible officer the actor is, or for whom they cover."""
    rights = rights_of(actor, at, (PersonAccess.Scope.SUPERVISE,)).filter(
        person=OuterRef("person"), user=actor.user
    )
    return Referral.objects.filter(Exists(rights))


def referrals_delivered_by(actor: Actor) -> QuerySet[Referral]:
    """Referrals sent to the organisations whose every case the actor sees."""
    theirs = Referral.objects.filter(deliverer__in=actor.holds(Permission.SEE_ALL_CASES))
    return theirs.filter(~hidden_from(actor)).exclude(state=DRAFT)


def referrals_worked_by(actor: Actor) -> QuerySet[Referral]:
    """Referrals given to the actor as worker."""
    if actor.user is None:
        return Referral.objects.none()
    return Referral.objects.filter(~hidden_from(actor), worker=actor.user)


def for_its_page(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """With what the page of a referral shows, in a fixed number of queries."""
    return referrals.select_related(
        "person",
        "requirement__sentence",
        "objective",
        "service",
        "deliverer",
        "supervisor",
        "prime",
        "buyer",
        "worker",
        "referred_by",
    ).prefetch_related(
        Prefetch("moves", queryset=ReferralMove.objects.select_related("by")),
        "outcomes",
    )


def appointments_visible_to(actor: Actor, at: datetime) -> QuerySet[Appointment]:
    """The appointments the actor may see at `at`: as their worker, as provider, as officer or person."""
    if actor.user is None:
        return Appointment.objects.none()
    theirs = rights_of(actor, at, _SUPERVISES_OR_IS).filter(person=OuterRef("person"))
    held = actor.holds(Permission.SEE_ALL_CASES)
    return Appointment.objects.filter(
        Q(worker=actor.user) | Q(organisation__in=held) | Exists(theirs), ~hidden_from(actor)
    )


def with_what_happened(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Each with `records`, every record of its attendance in order (the last holds), in one more query."""
    records = Attendance.objects.select_related("recorded_by").order_by("recorded_at", "pk")
    return appointments.select_related("person", "referral__service", "worker").prefetch_related(
        Prefetch("attendances", queryset=records, to_attr="records")
    )


def not_yet_recorded(appointments: QuerySet[Appointment], at: datetime) -> QuerySet[Appointment]:
    """Those that have begun by `at` and of which nobody has said what happened."""
    return appointments.filter(
        ~Exists(Attendance.objects.filter(appointment=OuterRef("pk"))),
        starts_at__lte=at,
        state=AppointmentState.BOOKED,
    )


def missed(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Those whose record says that the person did not come and that nobody has decided on yet (D19)."""
    undecided = live_attendances().filter(
        appointment=OuterRef("pk"), happened=Attendance.Happened.MISSED, missed_decision=None
    )
    return appointments.filter(Exists(undecided))
