"""What a provider says of a referral it received, and when it has nobody to be telephoned (S98, S103)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.line.models import ReceiptMark, Referral
from throughline.line.queries.contacts import officer_of
from throughline.line.refusals import ContactMissing, NotReceived, WhatWasWrongMissing
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def mark_receipt(
    *, referral: Referral, in_time: bool, right_service: bool, words: str, by: User, at: datetime
) -> ReceiptMark:
    """
    Say for the provider whether a referral came in time and was for the right service (S103).

    Said again, it stands in the place of what was said before, which stays to be read.

    :raises NotAllowed: whoever acts does not decide on referrals for the provider
    :raises NotReceived: the referral was never sent
    :raises WhatWasWrongMissing: it was late or for the wrong service, and nothing says how
    """
    require(
        current_actor(),
        Permission.DECIDE_REFERRALS,
        within=referral.deliverer_id,
        to="say how this referral came",
    )
    locked = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if locked.sent_at is None:
        raise NotReceived("This referral was not sent")
    if not (in_time and right_service) and not words.strip():
        raise WhatWasWrongMissing("Say what was late, or why it is not for this service")
    before = ReceiptMark.objects.filter(referral=referral, superseded_by=None).first()
    return ReceiptMark.objects.create(
        referral=referral,
        referral_reference=referral.reference,
        service_id=referral.service_id,
        deliverer_id=referral.deliverer_id,
        supervisor_id=referral.supervisor_id,
        referred_by_id=referral.referred_by_id,
        sent_at=locked.sent_at,
        in_time=in_time,
        right_service=right_service,
        words=words.strip(),
        marked_by=by,
        marked_at=at,
        supersedes=before,
    )


def refuse_without_contacts(referral: Referral, worker: User, at: datetime) -> None:
    """
    Refuse to give a referral to somebody while one of the two who work on it cannot be telephoned (S98).

    :raises ContactMissing: the worker or the responsible officer has no telephone number
    """
    officer = officer_of(referral, at)
    if not worker.telephone.strip():
        raise ContactMissing(
            f"{worker.full_name} has no telephone number, so the officer could not reach them. Record it "
            "under Team, or choose another worker",
            field="worker",
        )
    if not officer.telephone.strip():
        raise ContactMissing(
            f"{officer.full_name}, the responsible officer, has no telephone number, so nobody could reach "
            "them. It waits on them to record it: ask them, or whoever manages their cases"
        )
