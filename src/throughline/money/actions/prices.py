"""Fixing the prices of a referral on the day it is sent (D22, S179)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from throughline.line.models import Handover, Referral
from throughline.money.models import FixedPrice
from throughline.money.refusals import NotForSaleHere, PriceNotInForce
from throughline.money.rules.charging import charges_the_buyer
from throughline.supply.models import Agreement, ChangeLine, Price
from throughline.supply.queries.prices import items_bought_by, items_for
from throughline.supply.rules.costs import expected_cost


def fix_prices(*, referral: Referral, on: date) -> Sequence[FixedPrice]:
    """
    Fix what every link of the referral's chain pays for it, at the price in force on the day `on`.

    The buyer of the referral pays the prime when the route charges by use; the links below are paid by
    their own agreements on every route. A link that never had a price for the service is not paid by
    use (a grant, a block contract) and gets none. Of several items of one service the first that was
    put on the rate card, has a price that day and is for this buyer and for people of the person's area
    counts. Prices once fixed stay, whatever is sent again.

    :raises PriceNotInForce: the route charges the buyer and no price is in force, or a link below had
        prices and has none that day
    :raises NotForSaleHere: what has a price that day is for other buyers, or for people of other areas
    """
    if (fixed := FixedPrice.objects.filter(referral=referral)).exists():
        return list(fixed)
    charged = charges_the_buyer(referral.route)
    links = _links(referral)
    if charged and (not links or referral.buyer is None):
        raise PriceNotInForce(_nothing_to_charge(referral, on))
    prices = Price.objects.filter(item__service=referral.service, agreement__in=links)
    in_force = list(prices.filter(during__contains=on).select_related("item").order_by("item_id"))
    top = _bought(referral, in_force, links[0], on) if charged else in_force
    paid_by_use = set(prices.values_list("agreement_id", flat=True)) | _in_the_place_of_paid(referral, links)
    of_item = (
        {price.agreement_id: price for price in in_force if price.item_id == top[0].item_id} if top else {}
    )
    made = []
    for link in links if charged else links[1:]:
        if link.pk in of_item:
            made.append(_fixed(referral, link, of_item[link.pk], on))
        elif link.pk in paid_by_use:
            raise PriceNotInForce(
                f"You cannot send this referral, because {link.payer} has no price with {link.provider} for "
                f"{referral.service} on {_day(on)}. Ask {link.payer} to set one"
            )
    return FixedPrice.objects.bulk_create(made)


def fix_prices_after_handover(*, handover: Handover) -> Sequence[FixedPrice]:
    """
    Fix what the links that changed pay for a referral that was handed over (S232).

    It is the price of the day, of the same item; where the new agreement has none, what was fixed for the one
    before. The buyer pays what was fixed when the referral was sent (D22). A link that paid nothing by use
    goes on so, unless it has a price that day.
    """
    referral, on = handover.referral, handover.on_day
    before = {one.tier: one for one in FixedPrice.objects.filter(referral=referral).standing()}
    items = {one.item_id for one in before.values()}
    made = []
    for link in _links(referral):
        former = before.get(link.tier)
        if link.pk == handover.from_agreement_id or (former and former.agreement_id == link.pk):
            continue
        prices = Price.objects.filter(agreement=link, item__service=referral.service_id, during__contains=on)
        ours = prices.filter(item__in=items) if items else prices
        price = ours.select_related("item").order_by("item_id").first() or (former and former.price)
        if price:
            fixed = _fixed(referral, link, price, on)
            fixed.handover = handover
            made.append(fixed)
    return FixedPrice.objects.bulk_create(made)


def _bought(referral: Referral, in_force: Collection[Price], top: Agreement, on: date) -> list[Price]:
    """The rate card prices at which this buyer can buy for this person; there is at least one."""
    found = [price for price in in_force if price.agreement_id == top.pk]
    if not found:
        raise PriceNotInForce(_nothing_to_charge(referral, on))
    home = referral.person.home_area_id
    items = items_for(referral.service_id, buyer_id=referral.buyer_id, living_in=home, on=on)
    offered = set(items.values_list("pk", flat=True))
    if allowed := [price for price in found if price.item_id in offered]:
        return allowed
    theirs = items_bought_by(referral.service_id, buyer_id=referral.buyer_id)
    if not any(price.item_id in set(theirs.values_list("pk", flat=True)) for price in found):
        why = f"what is on its rate card is not for {referral.buyer} to buy. Choose another service"
    elif home is None:
        why = (
            "it is for people of certain areas, and where this person lives is not recorded. Record it first"
        )
    else:
        why = "it is not for people of the area where this person lives. Choose another service"
    raise NotForSaleHere(f"You cannot send this referral to {referral.service}, because {why}")


def _in_the_place_of_paid(referral: Referral, links: Collection[Agreement]) -> set[int]:
    """The links that took the place of one that paid for this service by use: they do so as well (S232)."""
    lines = ChangeLine.objects.filter(made__in=links, replaces__prices__item__service=referral.service_id)
    return set(lines.values_list("made", flat=True))


def _links(referral: Referral) -> list[Agreement]:
    if referral.agreement is None:
        return []
    wanted = Agreement.objects.filter(pk__in=referral.agreement.path)
    return list(wanted.select_related("payer", "provider").order_by("tier"))


def _fixed(referral: Referral, link: Agreement, price: Price, on: date) -> FixedPrice:
    item = price.item
    return FixedPrice(
        referral=referral,
        tier=link.tier,
        agreement=link,
        payer=referral.buyer if link.tier == 1 and referral.buyer else link.payer,
        provider=link.provider,
        item=item,
        price=price,
        unit=item.unit,
        amount=price.amount,
        expected=expected_cost(
            price.amount,
            item.unit,
            sessions=referral.planned_sessions,
            usual_minutes=item.usual_minutes,
        ),
        fixed_on=on,
    )


def _nothing_to_charge(referral: Referral, on: date) -> str:
    whose = referral.prime or referral.deliverer
    return (
        f"You cannot send this referral, because no price for {referral.service} is in force on {_day(on)}. "
        f"Ask {whose} to put one on the rate card"
    )


def _day(on: date) -> str:
    return f"{on:%-d %B %Y}"
