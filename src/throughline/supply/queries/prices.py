"""The rate card price of a service on a day: what the buyer is charged, for those who may see it (D24)."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from throughline.core.access import Actor
from throughline.supply.models import Agreement, ItemArea, ItemBuyer, Price, RateCardItem, Service
from throughline.supply.queries.directory import areas_holding
from throughline.supply.queries.price_visibility import sees_rate_card


def rate_card_prices(service: Service, actor: Actor, *, on: date, today: date) -> list[Price]:
    """
    The prices of the top of the chain in force on a day, one for each item.

    Empty for whoever may not see the rate card today, and for a service that charges nothing at use.
    """
    if service.agreement is None or not sees_rate_card(service, actor, today=today):
        return []
    return list(
        Price.objects.filter(
            item__service=service, agreement_id=service.agreement.path[0], during__contains=on
        )
        .select_related("item")
        .order_by("item__name", "pk")
    )


def items_bought_by(service_id: int, *, buyer_id: int | None) -> QuerySet[RateCardItem]:
    """The items of a service that this buyer may buy: those that name no buyer, and those that name it."""
    buyers = ItemBuyer.objects.filter(item=OuterRef("pk"))
    return RateCardItem.objects.filter(
        ~Exists(buyers) | Exists(buyers.filter(buyer=buyer_id)), service=service_id
    )


def items_for(
    service_id: int, *, buyer_id: int | None, living_in: int | None, on: date
) -> QuerySet[RateCardItem]:
    """
    The items of a service that this buyer may buy for somebody who lives in that area.

    An item that names areas is for people who live in one of them or in a part of one on the day `on`, and
    for nobody whose area is not recorded.
    """
    places = areas_holding(living_in, on=on) if living_in is not None else set()
    areas = ItemArea.objects.filter(item=OuterRef("pk"))
    return items_bought_by(service_id, buyer_id=buyer_id).filter(
        ~Exists(areas) | Exists(areas.filter(area__in=places))
    )


def price_of(item: RateCardItem, agreement: Agreement, *, on: date) -> Price | None:
    """What a link pays for an item on a day, for a caller who has asked whether that may be known."""
    return Price.objects.filter(item=item, agreement=agreement, during__contains=on).first()


def buyers_of_items(service_id: int) -> dict[int, set[str]]:
    """The references of those who alone may buy an item, by its id; items for every buyer are not in it."""
    found: dict[int, set[str]] = {}
    for item_id, reference in ItemBuyer.objects.filter(item__service=service_id).values_list(
        "item", "buyer__reference"
    ):
        found.setdefault(item_id, set()).add(reference)
    return found
