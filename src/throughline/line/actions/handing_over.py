"""Handing open referrals over to the provider who takes their service over (S232)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from throughline.core.access.actor import as_system
from throughline.core.events import announce
from throughline.core.models import User
from throughline.core.states import move
from throughline.line.actions.appointments import cancel_what_was_to_come
from throughline.line.actions.referrals import BECAUSE
from throughline.line.actions.sharing_log import log_handover
from throughline.line.events import ReferralHandedOver
from throughline.line.models import Handover, PlannedReferral, Referral
from throughline.line.queries.handing_over import open_under
from throughline.line.rules.handing_over import Becomes, becomes
from throughline.line.states import OVER
from throughline.people.actions.access import end_access, give_access
from throughline.people.actions.plans import keep_version
from throughline.people.models import PersonAccess, Plan
from throughline.people.queries.limits import shut_out
from throughline.supply.models import ChangeLine

_NAMES = {Becomes.DECIDED_ANEW: "hand over", Becomes.STAYS_ACCEPTED: "hand over accepted"}


def hand_over_referrals(*, line: ChangeLine, by: User, at: datetime) -> list[Handover]:
    """
    Hand over every open referral that the rule gives to the new provider, by a line that was carried out.

    The referral keeps its number, its place and what the buyer pays; what was booked with the former provider
    and lies ahead is cancelled, and its people see the person no longer. The risks that were shared are
    shared with the new one: the officer decided on them for this service (D14). Acts as the system.
    """
    if line.replaces is None or line.made is None:
        return []
    with as_system():
        found = concerned(line).select_for_update(of=("self",)).select_related("person", "service")
        return [
            _handed_over(referral, line, into, by=by, at=at)
            for referral in found.order_by("pk")
            if (into := becomes_of(referral, line, at)).moves
        ]


def concerned(line: ChangeLine) -> QuerySet[Referral]:
    """The referrals that are open with the provider whom a line replaces, to the services that go over."""
    assert line.replaces is not None
    return open_under(line.replaces, line.tenures.values_list("service", flat=True))


def becomes_of(referral: Referral, line: ChangeLine, at: datetime) -> Becomes:
    """What becomes of one of those that are `concerned`."""
    assert line.organisation is not None
    return becomes(
        referral.state,
        has_attendance=referral.has_attendance,  # type: ignore[attr-defined]
        kept_from_them=shut_out(referral.person_id, line.organisation, at),
    )


def _handed_over(referral: Referral, line: ChangeLine, into: Becomes, *, by: User, at: datetime) -> Handover:
    assert line.made is not None and line.in_force_on is not None  # noqa: PT018
    is_draft = into == Becomes.DRAFT_FOLLOWS
    made = Handover.objects.create(
        referral=referral,
        line=line,
        state=referral.state,
        from_provider_id=referral.deliverer_id,
        to_provider_id=line.made.provider_id,
        from_agreement_id=referral.agreement_id,
        to_agreement=None if is_draft else line.made,
        on_day=line.in_force_on,
        at=at,
        by=by,
    )
    now = {"deliverer_id": made.to_provider_id, "handed_over_at": at}
    if is_draft:
        Referral.objects.filter(pk=referral.pk).update(**now)
        return made
    cancel_what_was_to_come(referral, by=by, at=at, why=f"{line.organisation} delivers the service now")
    also = {**now, "agreement_id": line.made.pk, "worker_id": None}
    move(referral, _NAMES[into], by=by, at=at, why=_why(line), also=also)
    _give_access(referral, line, at)
    log_handover(referral, by=by, at=at)
    _follow_in_the_plan(referral, by=by, at=at, why=_why(line))
    announce(
        ReferralHandedOver(
            handover_id=made.pk, referral_id=referral.pk, on=line.in_force_on, by_id=by.pk, at=at
        )
    )
    return made


def _why(line: ChangeLine) -> str:
    assert line.replaces is not None
    return (
        f"{line.organisation} delivers the service in the place of {line.replaces.provider} "
        f"(Change Notification {line.notification.reference}, line {line.number})"
    )


def _give_access(referral: Referral, line: ChangeLine, at: datetime) -> None:
    assert line.organisation is not None
    end_access(because=BECAUSE, because_id=referral.pk, at=at)
    give_access(
        referral.person,
        to=line.organisation,
        scope=PersonAccess.Scope.DELIVER,
        because=BECAUSE,
        because_id=referral.pk,
        at=at,
        shared_flags=list(referral.risk_decisions.filter(shared=True).values_list("flag_id", flat=True)),
    )


def _follow_in_the_plan(referral: Referral, *, by: User, at: datetime, why: str) -> None:
    """Let the plan name the new provider, unless another referral does the same work with the former."""
    found = PlannedReferral.objects.filter(referral=referral).select_related("work").first()
    if found is None:
        return
    work = found.work
    others = PlannedReferral.objects.filter(work=work).exclude(referral=referral)
    if others.exclude(referral__state__in=OVER).exclude(referral__deliverer=referral.deliverer_id).exists():
        return
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=work.plan_id)
    work.organisation_id = referral.deliverer_id
    work.save(update_fields=["organisation"])
    keep_version(plan, by=by, at=at, why=why)
