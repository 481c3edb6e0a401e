"""Fixing the prices of a referral on the day it is sent (D22, S179)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from throughline.line.models import Referral
from throughline.money.models import FixedPrice
from throughline.money.refusals import PriceNotInForce
from throughline.money.rules.charging import charges_the_buyer
from throughline.supply.models import Agreement, Price


def fix_prices(*, referral: Referral, on: date) -> Sequence[FixedPrice]:
    """
    Fix what every link of the referral's chain pays for it, at the price in force on the day `on`.

    The buyer of the referral pays the prime when the route charges by use; the links below are paid by
    their own agreements on every route. A link that never had a price for the service is not paid by
    use (a grant, a block contract) and gets none. Of several items of one service the first that was
    put on the rate card and has a price that day counts. Prices once fixed stay, whatever is sent again.

    :raises PriceNotInForce: the route charges the buyer and no price is in force, or a link below had
        prices and has none that day
    """
    if (fixed := FixedPrice.objects.filter(referral=referral)).exists():
        return list(fixed)
    charged = charges_the_buyer(referral.route)
    links = _links(referral)
    if charged and (not links or referral.buyer is None):
        raise PriceNotInForce(_nothing_to_charge(referral, on))
    prices = Price.objects.filter(item__service=referral.service, agreement__in=links)
    in_force = list(prices.filter(during__contains=on).select_related("item").order_by("item_id"))
    top = [price for price in in_force if not charged or price.agreement_id == links[0].pk]
    if charged and not top:
        raise PriceNotInForce(_nothing_to_charge(referral, on))
    paid_by_use = set(prices.values_list("agreement_id", flat=True))
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


def _links(referral: Referral) -> list[Agreement]:
    if referral.agreement is None:
        return []
    wanted = Agreement.objects.filter(pk__in=referral.agreement.path)
    return list(wanted.select_related("payer", "provider").order_by("tier"))


def _fixed(referral: Referral, link: Agreement, price: Price, on: date) -> FixedPrice:
    return FixedPrice(
        referral=referral,
        tier=link.tier,
        agreement=link,
        payer=referral.buyer if link.tier == 1 and referral.buyer else link.payer,
        provider=link.provider,
        item=price.item,
        price=price,
        unit=price.item.unit,
        amount=price.amount,
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
