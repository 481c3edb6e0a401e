"""What was fixed as the price of one referral, for those who pay it or are paid."""

from __future__ import annotations

from throughline.core.access import Actor
from throughline.line.models import Referral
from throughline.money.models import FixedPrice
from throughline.vocabulary.permissions import Permission


def price_we_are_paid(referral: Referral, actor: Actor) -> FixedPrice | None:
    """The price the deliverer is paid for the referral; nothing where none is paid by use, or not to us."""
    if referral.deliverer_id not in actor.holds(Permission.SEE_MONEY):
        return None
    return (
        FixedPrice.objects.filter(referral=referral, provider=referral.deliverer_id)
        .select_related("payer")
        .order_by("-fixed_on", "-pk")
        .first()
    )
