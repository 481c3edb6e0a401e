"""Clearing a service for people managed under MAPPA, and ending that (S246)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.core.periods import Period
from throughline.supply.models import HighRiskClearance, Service
from throughline.supply.refusals import ClearanceNotClear
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def give_clearance(
    *,
    service: Service,
    from_on: date,
    last_day: date | None,
    checks: str,
    by: User,
    at: datetime,
) -> HighRiskClearance:
    """
    Say that a service was checked and may work with people managed under MAPPA, over a period.

    `checks` are what was looked at: who was vetted, which agreement on information is signed.

    :raises ClearanceNotClear: no check is recorded, it ends before it begins, or one holds on these days
    :raises NotAllowed: the current actor does not oversee the scheme
    """
    _require_steward(service, to="clear this service for people managed under MAPPA")
    if not checks.strip():
        raise ClearanceNotClear("Say what was checked: who was vetted, what was signed", "checks")
    if last_day is not None and last_day < from_on:
        raise ClearanceNotClear("The last day must be on or after the first", "last_day")
    Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    during = Period(from_on, date.fromordinal(last_day.toordinal() + 1) if last_day else None)
    if (other := service.clearances.filter(during__overlap=during).first()) is not None:
        raise ClearanceNotClear(
            f"It is cleared already from {other.during.from_:%-d %B %Y}. End that clearance first", "from_on"
        )
    return HighRiskClearance.objects.create(
        service=service, during=during, given_by=by, given_at=at, checks=checks.strip()
    )


@transaction.atomic
def end_clearance(
    *, clearance: HighRiskClearance, last_day: date, why: str, by: User, at: datetime
) -> HighRiskClearance:
    """
    Say that a clearance stops with `last_day`, and why. Referrals under way go on.

    :raises ClearanceNotClear: no reason is given, or the day is before its first or after its last
    :raises NotAllowed: the current actor does not oversee the scheme
    """
    _require_steward(clearance.service, to="end this clearance")
    if not why.strip():
        raise ClearanceNotClear("Say why the clearance ends: the provider reads it", "why")
    begins, ends = clearance.during.from_, clearance.during.last_day
    if last_day < begins or (ends is not None and last_day > ends):
        raise ClearanceNotClear("The last day must be one on which it holds", "last_day")
    clearance.during = clearance.during.ended_on(date.fromordinal(last_day.toordinal() + 1))
    clearance.ended_by, clearance.ended_at, clearance.why_ended = by, at, why.strip()
    clearance.save(update_fields=["during", "ended_by", "ended_at", "why_ended"])
    return clearance


def _require_steward(service: Service, *, to: str) -> None:
    require(current_actor(), Permission.OVERSEE_SCHEME, within=service.scheme.steward_id, to=to)
