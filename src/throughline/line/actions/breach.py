"""Telling every provider who works with a person that breach action began, and noting who read it (S107)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from throughline.core.models import User
from throughline.line.actions.sharing_log import log_breach
from throughline.line.models import BreachNotice, BreachReading, MissedDecision, Referral
from throughline.line.queries.breach import to_tell_of_breach, unread_by


@transaction.atomic
def tell_of_breach(decision: MissedDecision) -> list[BreachNotice]:
    """Tell the provider of each open referral of the person, as whoever decided it and at that moment."""
    told = list(to_tell_of_breach(decision.person_id))
    by, at = decision.decided_by, decision.decided_at
    log_breach(told, by=by, at=at)
    return BreachNotice.objects.bulk_create(
        BreachNotice(decision=decision, referral=one, person_id=decision.person_id, made_by=by, made_at=at)
        for one in told
    )


@transaction.atomic
def note_breach_read(*, referral: Referral, by: User, at: datetime) -> None:
    """Note when somebody first read the notices under a referral; later readings change nothing."""
    BreachReading.objects.bulk_create(
        [
            BreachReading(notice=one, read_by=by, read_at=at)
            for one in unread_by(by).filter(referral=referral)
        ],
        ignore_conflicts=True,
    )
