"""Agreements as cards: with whom, in which form, over which dates, where in the chain, for which prices."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from throughline.core.access.actor import Actor
from throughline.supply.models import Agreement, Price
from throughline.supply.queries.agreements import chains_of, our_agreements
from throughline.supply.queries.rate_card import prices_visible_to
from throughline.supply.states import AgreementState
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.routes import PriceUnit
from throughline.web.navigation import address_of
from throughline.web.pieces import Fact, Tag
from throughline.web.words import day, money

COLOURS = {"negotiating": "yellow", "signed": "green", "ended": "grey", "abandoned": "red"}


@dataclass(frozen=True)
class AgreementCard:
    """One agreement."""

    title: str
    href: str
    tag: Tag
    facts: list[Fact]


def agreement_cards(actor: Actor, *, on: date) -> list[AgreementCard]:
    """The agreements of the actor's organisations, those in force on the day `on` first (four queries)."""
    ours = actor.holds(Permission.SEE_TERMS)
    found = sorted(our_agreements(actor), key=lambda one: (on not in one.during, one.tier, one.title, one.pk))
    chains = chains_of(found)
    prices: dict[int, list[Price]] = defaultdict(list)
    in_force = prices_visible_to(actor).filter(agreement__in=found, during__contains=on)
    for price in in_force.select_related("item__service").order_by("item__service__name", "item__name"):
        prices[price.agreement_id].append(price)
    return [_card(one, chains[one.pk], prices[one.pk], paid_to_us=one.provider_id in ours) for one in found]


def _card(one: Agreement, chain: list[Agreement], prices: list[Price], *, paid_to_us: bool) -> AgreementCard:
    names = [chain[0].payer.name, *(link.provider.name for link in chain)]
    last = one.during.last_day
    return AgreementCard(
        title=one.title,
        href=address_of("agreement", reference=one.reference) or "",
        tag=Tag(str(AgreementState(one.state).label), COLOURS.get(one.state, "")),
        facts=[
            Fact("Reference", one.reference),
            Fact("Between", f"{one.payer.name}, who pays, and {one.provider.name}, who provides"),
            Fact("Tier", one.tier),
            Fact("Form", one.get_form_display()),
            Fact("Signed on", day(one.signed_on) if one.signed_on else "No date recorded"),
            Fact(
                "Dates", f"From {day(one.during.from_)}" + (f" to {day(last)}" if last else ", no end date")
            ),
            Fact("Chain", " → ".join(names)),
            Fact(
                "Paid to you" if paid_to_us else "You pay",
                [_price(price) for price in prices] or "No price by use",
            ),
        ],
    )


def _price(price: Price) -> str:
    item = price.item
    return f"{money(price.amount)} for {PriceUnit(item.unit).label}: {item.service.name}, {item.name}"
