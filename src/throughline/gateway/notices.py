"""
Messages to people when something on the line waits for them: that it does and where, nothing of the person.

Listeners, wired in `throughline/subscriptions.py`; each message is written in the transaction of its cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from throughline.core.access.permissions import roles
from throughline.core.models import User
from throughline.core.outbox import write_message
from throughline.core.time import london_day
from throughline.line.events import ReferralAccepted, ReferralAllocated, ReferralDeclined, ReferralSent
from throughline.line.models import Referral
from throughline.vocabulary.permissions import Permission


def tell_the_provider(event: ReferralSent) -> None:
    """A referral was sent: whoever decides on referrals for the provider is told."""
    referral = Referral.objects.get(pk=event.referral_id)
    deciders = _who_may(Permission.DECIDE_REFERRALS, referral.deliverer_id, event.at)
    _tell(deciders, referral, "A referral waits for your decision", "sent", event.at)


def tell_the_officer(event: ReferralAccepted | ReferralDeclined) -> None:
    """A provider decided: the officer who referred is told."""
    referral = Referral.objects.select_related("referred_by").get(pk=event.referral_id)
    decided = "accepted" if isinstance(event, ReferralAccepted) else "declined"
    _tell([referral.referred_by], referral, f"Your referral was {decided}", decided, event.at)


def tell_the_worker(event: ReferralAllocated) -> None:
    """A referral was given to a worker, who is told unless they took it themselves."""
    if event.worker_id == event.by_id:
        return
    referral = Referral.objects.get(pk=event.referral_id)
    worker = User.objects.get(pk=event.worker_id)
    _tell([worker], referral, "A referral was given to you", f"given to {worker.pk}", event.at)


def _who_may(permission: Permission, organisation_id: int, at: datetime) -> list[User]:
    codes = [role.code for role in roles().values() if permission in role.permissions]
    return list(
        User.objects.filter(
            is_active=True,
            memberships__organisation=organisation_id,
            memberships__role__in=codes,
            memberships__during__contains=london_day(at),
        ).distinct()
    )


def _tell(people: Iterable[User], referral: Referral, subject: str, about: str, at: datetime) -> None:
    text = f"Referral {referral.reference}: {settings.PUBLIC_ADDRESS}/referrals/{referral.reference}"
    for person in people:
        write_message(to=person, subject=subject, text=text, about=f"{referral.reference} {about}", at=at)
