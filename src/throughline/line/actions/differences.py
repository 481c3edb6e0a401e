"""Keeping where a case system holds something else of a referral (S90, S123)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import as_system, current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.line.models import CaseDifference, Referral
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def note_differences(
    *,
    referral: Referral,
    system: str,
    found: Mapping[str, tuple[str, str]],
    looked_at: Collection[str],
    by: User,
    at: datetime,
) -> bool:
    """
    Keep what `system` holds differently of a referral: our words and theirs, by aspect. Nothing else changes.

    Of the aspects in `looked_at`, those that are not among `found` agree now, and a difference noted before
    is gone. Says whether anything is new or gone. Which referrals somebody may find is for the caller.

    :raises NotAllowed: whoever acts does not exchange files
    """
    require(current_actor(), Permission.EXCHANGE_FILES, within=None, to="compare case systems")
    with as_system():  # the table is read by those who see the referral, and written by nobody else
        before = {
            one.aspect: one
            for one in CaseDifference.objects.filter(
                referral=referral, system=system, aspect__in=looked_at, gone_at=None
            )
        }
        gone = [one.pk for one in before.values() if found.get(one.aspect) != (one.ours, one.theirs)]
        new = {
            aspect: words
            for aspect, words in found.items()
            if aspect not in before or before[aspect].pk in gone
        }
        CaseDifference.objects.filter(pk__in=gone).update(gone_at=at)
        CaseDifference.objects.bulk_create(
            CaseDifference(
                referral=referral, system=system, aspect=aspect, ours=ours, theirs=theirs,
                noticed_at=at, noticed_by=by,
            )
            for aspect, (ours, theirs) in new.items()
        )  # fmt: skip
    return bool(gone or new)
