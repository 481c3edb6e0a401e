"""The rate card price of a service on a day: what the buyer is charged, for those who may see it (D24)."""

from __future__ import annotations

from datetime import date

from throughline.core.access import Actor
from throughline.supply.models import Price, Service
from throughline.vocabulary.permissions import Permission


def rate_card_prices(service: Service, actor: Actor, *, on: date) -> list[Price]:
    """
    The prices of the top of the chain in force on a day, one for each item (one query).

    Empty for whoever may not see the rate card, and for a service that charges nothing at use.
    """
    if service.agreement is None or not (actor.is_system or actor.may(Permission.SEE_PRICES)):
        return []
    return list(
        Price.objects.filter(
            item__service=service, agreement_id=service.agreement.path[0], during__contains=on
        )
        .select_related("item")
        .order_by("item__name", "pk")
    )
