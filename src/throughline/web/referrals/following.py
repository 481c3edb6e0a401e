"""That one referral followed another, as both their histories tell it."""

from __future__ import annotations

from django.db.models import Q

from throughline.line.models import Again, Referral
from throughline.web.pieces import Happened


def follows_in_history(referral: Referral) -> list[Happened]:
    """The lines of a referral's history that say which it follows, and which follows it."""
    found = Again.objects.filter(Q(referral=referral) | Q(former=referral)).select_related(
        "referral", "former", "linked_by"
    )
    return [
        Happened(
            f"Drafted again, after {one.former.reference}"
            if one.referral_id == referral.pk
            else f"Referred again as {one.referral.reference}",
            one.linked_at,
            one.linked_by.full_name,
        )
        for one in found
    ]
