"""What case systems are told of referrals and appointments, and what they hold differently (S90, S123)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery

from throughline.core.access.actor import Actor
from throughline.core.time import london_day
from throughline.line.models import Appointment, Attendance, CaseDifference, Referral, ReferralMove
from throughline.line.queries.referrals import referrals_visible_to
from throughline.line.rules.nsi import NsiFacts, nsi_facts
from throughline.line.states import DRAFT, AppointmentState
from throughline.people.queries.people import people_visible_to


def referrals_exchanged(actor: Actor, at: datetime) -> QuerySet[Referral]:
    """
    The referrals that `actor` may exchange: sent, seen by them, of people whose record they see as well.

    Each with `began_at`, the moment work began, or nothing.
    """
    began = ReferralMove.objects.filter(subject=OuterRef("pk"), name="start").order_by("pk")
    return (
        referrals_visible_to(actor, at)
        .filter(sent_at__isnull=False, person__in=people_visible_to(actor, at))
        .exclude(state=DRAFT)
        .annotate(began_at=Subquery(began.values("happened_at")[:1]))
        .select_related("person", "service", "deliverer", "worker")
        .order_by("pk")
    )


def facts_of(referral: Referral) -> NsiFacts:
    """What a case system should hold of a referral found by `referrals_exchanged`."""
    began = referral.began_at  # type: ignore[attr-defined]
    return nsi_facts(
        state=referral.state,
        code=referral.nsi_code,
        sent_on=london_day(referral.sent_at) if referral.sent_at else None,
        started_on=london_day(began) if began else None,
        ended_on=london_day(referral.ended_at) if referral.ended_at else None,
    )


def appointments_exchanged(actor: Actor, at: datetime) -> QuerySet[Appointment]:
    """
    Booked activities of the referrals that `actor` may exchange, with `records` and `enforced`.

    `records` are those of attendance in order, the last of which holds; `enforced` says whether the officer
    decided on a missed one.
    """
    records = Attendance.objects.select_related("missed_decision").order_by("recorded_at", "pk")
    return (
        Appointment.objects.filter(
            referral__in=referrals_exchanged(actor, at).values("pk"), state=AppointmentState.BOOKED
        )
        .select_related("person", "referral", "worker")
        .prefetch_related(Prefetch("attendances", queryset=records, to_attr="records"))
        .order_by("pk")
    )


def differences_visible_to(actor: Actor, at: datetime) -> QuerySet[CaseDifference]:
    """What case systems hold differently now of the referrals that `actor` may see, the latest first."""
    seen = referrals_visible_to(actor, at).filter(pk=OuterRef("referral"))
    return (
        CaseDifference.objects.filter(Exists(seen), gone_at=None)
        .select_related("referral__service", "referral__deliverer")
        .annotate(reference=F("referral__reference"))
    )
