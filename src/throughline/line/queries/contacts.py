"""Whom to telephone about a referral, on both sides, and who stands in for them (S98)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from throughline.core.access.actor import as_system
from throughline.core.models import User
from throughline.core.queries.team import holders_of
from throughline.core.time import london_day
from throughline.line.models import Absence, Referral
from throughline.line.queries.absences import absence_on, cover_on
from throughline.people.models import Supervision
from throughline.people.queries.limits import kept_out
from throughline.people.queries.people import officers_of
from throughline.vocabulary.permissions import Permission

FEW = 2
"""How many of an organisation's managers are named where nobody in particular stands in."""


@dataclass(frozen=True)
class Contacts:
    """
    The people of both sides. `cover` are those who see the case in the officer's place now.

    `managers` decide for the provider, and `seniors` manage the officer's cases: whom to ask when neither the
    worker nor the officer is there. `absence` is the worker's today, and `worker_cover` who covers in it.
    """

    officer: User
    cover: Sequence[User]
    seniors: Sequence[User]
    worker: User | None
    managers: Sequence[User]
    absence: Absence | None = None
    worker_cover: User | None = None


def officer_of(referral: Referral, at: datetime) -> User:
    """The person's responsible officer on the London day of `at`; whoever referred, where there is none."""
    with as_system():
        held = Supervision.objects.filter(person=referral.person_id, during__contains=london_day(at))
        found = held.select_related("officer").first()
        return found.officer if found is not None else referral.referred_by


def contacts_of(referral: Referral, at: datetime) -> Contacts:
    """
    Whom to telephone about a referral that the viewer may see.

    Worked out by the system: who covers is known to those who supervise alone, and their number is for both.
    """
    on = london_day(at)
    officer = officer_of(referral, at)
    absence = absence_on(referral.worker, referral.deliverer_id, on) if referral.worker is not None else None
    covers = cover_on(absence, on) if absence is not None else None
    with as_system():
        covering = User.objects.filter(pk__in=officers_of(referral.person_id, at), is_active=True)
        found = list(covering.exclude(pk=officer.pk).order_by("full_name", "pk"))
        out = kept_out(referral.person_id, found, at)
        return Contacts(
            officer=officer,
            cover=[one for one in found if one.pk not in out],
            seniors=list(holders_of(Permission.MANAGE_CASES, referral.supervisor_id, on)[:FEW]),
            worker=referral.worker,
            managers=list(holders_of(Permission.DECIDE_REFERRALS, referral.deliverer_id, on)[:FEW]),
            absence=absence,
            worker_cover=covers.by if covers is not None else None,
        )
