"""The rate card as those in a chain may see it: what each link pays for each item, on any day (D2, D24)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from throughline.core.access import Actor
from throughline.core.fields import MoneyField
from throughline.core.money import Money
from throughline.supply.models import Agreement, Price, RateCardItem, Service
from throughline.supply.queries.tenures import links_from
from throughline.supply.states import ServiceState
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class PricedLink:
    """What one agreement pays for an item: all its prices, the latest first, and that of the day."""

    agreement: Agreement
    prices: Sequence[Price]
    in_force: Price | None


@dataclass(frozen=True)
class PricedItem:
    """One item of a service with its links from the top of the chain down, as far as they may be seen."""

    item: RateCardItem
    links: Sequence[PricedLink]

    def kept_by(self, organisations: frozenset[int]) -> Money | None:
        """What an organisation of these keeps: paid to it less paid by it; nothing unless both are seen."""
        received = next(
            (_amount(one) for one in self.links if one.agreement.provider_id in organisations), None
        )
        paid = next((_amount(one) for one in self.links if one.agreement.payer_id in organisations), None)
        return None if received is None or paid is None else received - paid


def prices_visible_to(actor: Actor) -> QuerySet[Price]:
    """
    The prices `actor` may see: the rate card itself with `SEE_PRICES`, and those between us and a party.

    Whoever oversees a scheme, or sits on its Change Board, sees all of its prices. Nobody else learns what is
    paid further down (D24).
    """
    if actor.is_system:
        return Price.objects.all()
    ours = actor.holds(Permission.SEE_TERMS) | actor.holds(Permission.SEE_MONEY)
    seen = (
        Q(agreement__payer__in=ours)
        | Q(agreement__provider__in=ours)
        | Q(agreement__scheme__steward__in=actor.holds(Permission.OVERSEE_SCHEME))
        | Q(agreement__scheme__steward__in=actor.holds(Permission.DECIDE_CHANGES))
    )
    return Price.objects.filter(seen | Q(agreement__tier=1) if actor.may(Permission.SEE_PRICES) else seen)


def may_set_price(agreement: Agreement, actor: Actor, *, approval_asked: bool) -> bool:
    """
    Whether `actor` sets what is paid under it: whoever pays, below the top; at any tier who oversees.

    Nobody does at the top where `approval_asked`: there it takes a Change Notification (D6).
    """
    if agreement.tier == 1 and approval_asked:
        return False
    if actor.may(Permission.DECIDE_PRICES, within=agreement.scheme.steward_id):
        return True
    return agreement.tier > 1 and actor.may(Permission.PROPOSE_PRICES, within=agreement.payer_id)


def our_rate_card(actor: Actor, *, on: date) -> QuerySet[RateCardItem]:
    """
    The items of the services in whose chain our organisation stands, each with two prices on the day `on`.

    `received` is what is paid to us for it and `paid` what we pay down the chain; None where there is none.
    Withdrawn services are left out.
    """
    ours = sorted(actor.holds(Permission.SEE_TERMS))
    prices = Price.objects.filter(item=OuterRef("pk"), during__contains=on).values("amount")
    return (
        RateCardItem.objects.filter(service__agreement__parties__overlap=ours)
        .exclude(service__state=ServiceState.WITHDRAWN)
        .select_related("service__deliverer")
        .annotate(
            received=Subquery(prices.filter(agreement__provider__in=ours)[:1], output_field=MoneyField()),
            paid=Subquery(prices.filter(agreement__payer__in=ours)[:1], output_field=MoneyField()),
        )
    )


def services_priced_by(actor: Actor) -> QuerySet[Service]:
    """The services in whose chain our organisation stands, with their deliverer and agreement."""
    ours = sorted(actor.holds(Permission.SEE_TERMS))
    return Service.objects.filter(agreement__parties__overlap=ours).select_related("deliverer", "agreement")


def rate_card_of(service: Service, actor: Actor, *, on: date) -> list[PricedItem]:
    """
    Every item of a service with the prices `actor` may see, by link from the top, in five queries.

    With the links of a subcontractor who takes over on a day that lies ahead.
    """
    path = links_from(service, on)
    agreements = list(
        Agreement.objects.filter(pk__in=path).select_related("payer", "provider", "scheme").order_by("tier")
    )
    prices = list(
        prices_visible_to(actor)
        .filter(item__service=service, agreement__in=path)
        .order_by("-during__startswith")
    )
    return [
        PricedItem(item, [_link(one, item, prices, on) for one in agreements])
        for item in service.items.order_by("name", "pk")
    ]


def _link(agreement: Agreement, item: RateCardItem, prices: Sequence[Price], on: date) -> PricedLink:
    of_link = [one for one in prices if (one.agreement_id, one.item_id) == (agreement.pk, item.pk)]
    return PricedLink(agreement, of_link, next((one for one in of_link if on in one.during), None))


def _amount(link: PricedLink) -> Money | None:
    return link.in_force.amount if link.in_force else None
