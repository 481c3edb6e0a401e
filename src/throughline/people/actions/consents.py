"""Recording what a person agrees to beyond their supervision (S219)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.core.time import london_day
from throughline.people.models import Consent, Person
from throughline.people.refusals import AnsweredInTheFuture
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def record_consent(
    *, person: Person, use: str, given: bool, on_day: date, asked: str, by: User, at: datetime
) -> Consent:
    """
    Record that a person agreed to one use, or did not, or does no longer. What they said before stays.

    :raises NotAllowed: the current actor does not supervise people
    :raises AnsweredInTheFuture: the day is to come
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="record what a person agrees to")
    if on_day > london_day(at):
        raise AnsweredInTheFuture("The day they answered must be today or in the past")
    return Consent.objects.create(
        person=person, use=use, given=given, on_day=on_day, asked=asked, recorded_by=by, recorded_at=at
    )
