"""Recording that a rate card was reviewed (S60)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import Organisation, User
from throughline.core.time import london_day
from throughline.supply.models import RateCardReview, Scheme
from throughline.supply.refusals import ReviewedAlready, ReviewStillToCome
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def record_review(
    *, scheme: Scheme, prime: Organisation, held_on: date, found: str, by: User, at: datetime
) -> RateCardReview:
    """
    Record that a prime's rate card was reviewed on a day, and what came of it; the next is counted from it.

    :raises NotAllowed: the current actor does not review changes in the scheme
    :raises ReviewStillToCome: the day has not come yet
    :raises ReviewedAlready: a review on that day is recorded
    """
    require(current_actor(), Permission.REVIEW_CHANGES, within=scheme.steward_id, to="review this rate card")
    if held_on > london_day(at):
        raise ReviewStillToCome("The day of the review must be today or in the past")
    if RateCardReview.objects.filter(scheme=scheme, prime=prime, held_on=held_on).exists():
        raise ReviewedAlready(f"A review on {held_on:%-d %B %Y} is recorded. Choose another day")
    return RateCardReview.objects.create(
        scheme=scheme, prime=prime, held_on=held_on, found=found.strip(), by=by, recorded_at=at
    )
