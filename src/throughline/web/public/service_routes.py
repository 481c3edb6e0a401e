"""How a service is paid for, route by route: purchaser, payer, price or cost, terms (D3, S18, S20, S172)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.supply.models import Price
from throughline.supply.queries.content import Content
from throughline.supply.rules.entry_in_words import cost_in_words, period_in_words
from throughline.vocabulary.routes import FundingRoute
from throughline.web.pieces import Link, Shown, as_markup, in_words
from throughline.web.public.labels import CHARGES_AT_USE, organisation_page


@dataclass(frozen=True)
class RouteShown:
    """One funding route of a service on a day."""

    route: str
    buyer: Shown
    payer: Shown
    charged: list[Shown]
    more: list[str]

    @property
    def cells(self) -> list[dict[str, object]]:
        """The route as a row of a table."""
        shown: list[Shown | list[Shown]] = [self.buyer, self.payer, self.charged, [*self.more]]
        cells: list[dict[str, object]] = [{"html": as_markup(one) if one else ""} for one in shown]
        return [{"text": self.route}, *cells]


def routes_on(
    content: Content, on: date, prices: Sequence[Price], *, bought: Mapping[int, Collection[str]]
) -> list[RouteShown]:
    """
    The routes in force on a day. `prices` are those the viewer may see; `bought` says of an item that is not
    for every buyer which buyers, by their reference.
    """
    return [_shown(one, prices, bought) for one in content["routes"] if _holds(one["during"], on)]


def _shown(
    one: Mapping[str, Any], prices: Sequence[Price], bought: Mapping[int, Collection[str]]
) -> RouteShown:
    buyer = one["buyer"]
    return RouteShown(
        route=str(FundingRoute(one["route"]).label),
        buyer=_organisation(buyer) or "Any buyer",
        payer=_organisation(one["payer"]) or (_organisation(buyer) if _charges(one) else "Not recorded"),
        charged=_charged(one, [price for price in prices if _for(price, buyer, bought)]),
        more=_more(one),
    )


def _for(price: Price, buyer: Mapping[str, str] | None, bought: Mapping[int, Collection[str]]) -> bool:
    buyers = bought.get(price.item_id)
    return not buyers or (buyer is not None and buyer["reference"] in buyers)


def _charged(one: Mapping[str, Any], prices: Sequence[Price]) -> list[Shown]:
    if _charges(one):
        listed = [f"{in_words(price.amount)} for {price.item.get_unit_display()}" for price in prices]
        return [*listed] or ["By the rate card"]
    cost = cost_in_words(one)
    return ["Nothing is charged at use", cost or "What it costs its payer is not recorded"]


def _more(one: Mapping[str, Any]) -> list[str]:
    shares = [
        f"{part['organisation']['name']} pays {part['share'] / 100:g}%"
        + (f": {part['terms']}" if part["terms"] else "")
        for part in one["contributions"]
    ]
    ends = [period_in_words(one["during"])] if one["during"]["to"] else []
    return [*([one["terms"]] if one["terms"] else []), *shares, *ends]


def _charges(one: Mapping[str, Any]) -> bool:
    return one["route"] in CHARGES_AT_USE


def _organisation(one: Mapping[str, str] | None) -> Link | None:
    return Link(one["name"], organisation_page(one["reference"])) if one else None


def _holds(during: Mapping[str, str | None], on: date) -> bool:
    begins, ends = during["from"], during["to"]
    return bool(begins and begins <= on.isoformat() and (ends is None or on.isoformat() < ends))
