"""Reading what was shared."""

from __future__ import annotations

from datetime import datetime

from throughline.core.models import User
from throughline.line.models import Referral, RiskReading, RiskSharing


def note_risks_read(referral: Referral, *, by: User, at: datetime) -> None:
    """
    Note that `by`, of the provider, has read what was shared with this referral; the first time stays (S94).

    Adds nothing for risks read before, so it may be called each time the page is shown.
    """
    read = RiskReading.objects.filter(read_by=by).values("sharing")
    new = RiskSharing.objects.filter(referral=referral, shared=True).exclude(pk__in=read)
    RiskReading.objects.bulk_create(
        [RiskReading(sharing=sharing, read_by=by, read_at=at) for sharing in new], ignore_conflicts=True
    )
