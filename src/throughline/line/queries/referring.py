"""What an officer may refer a person to, and what it would cost."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughline.core.money import Money
from throughline.people.models import Person
from throughline.supply.models import Price, Service, ServiceRoute
from throughline.supply.queries.direct_buying import closed_to_direct_buying
from throughline.supply.queries.prices import items_for
from throughline.supply.rules.costs import expected_cost
from throughline.supply.states import ServiceState
from throughline.vocabulary.delivery import Intake
from throughline.vocabulary.needs import Sex
from throughline.vocabulary.routes import FundingRoute

AT_MOST = 200
"""How many services a menu holds; the directory finds the others."""


@dataclass(frozen=True)
class CostAhead:
    """What a buyer promises with a referral: a price, its unit, and the whole for the planned sessions."""

    price: Money
    unit: str
    sessions: int
    total: Money


def services_open_to(person: Person, *, buyer_id: int, needs: Collection[str], on: date) -> QuerySet[Service]:
    """
    Published services that answer one of `needs` for somebody like this, and that `buyer_id` has a route to.

    One that is closed to new referrals is not among them. A person of unrecorded sex or age is kept out of
    none: the directory says what is not known (D5).
    """
    closed = closed_to_direct_buying(buyer_id, on=on)
    routes = ServiceRoute.objects.filter(
        Q(buyer=buyer_id) | Q(buyer=None), service=OuterRef("pk"), during__contains=on
    ).exclude(route=FundingRoute.SPOT, service__scheme__in=closed)
    found = Service.objects.filter(
        Exists(routes), state=ServiceState.PUBLISHED, during__contains=on, needs__need__in=needs
    ).exclude(intake=Intake.CLOSED)
    if person.sex == Sex.FEMALE:
        found = found.filter(for_women=True)
    elif person.sex == Sex.MALE:
        found = found.filter(for_men=True)
    if person.born_on is not None:
        age = age_on(person.born_on, on)
        found = found.filter(Q(youngest=None) | Q(youngest__lte=age), Q(oldest=None) | Q(oldest__gte=age))
    return found.select_related("deliverer").distinct().order_by("name", "pk")


def cost_ahead(
    service: Service, *, buyer_id: int, living_in: int | None, sessions: int, on: date
) -> CostAhead | None:
    """
    What a referral sent on the day `on` would promise of the buyer's money (D22), for somebody of that area.

    Nothing where the buyer is not charged by use, or where whoever asks may not see prices.
    """
    routes = service.routes.filter(Q(buyer=buyer_id) | Q(buyer=None), during__contains=on)
    route = next(iter(sorted(routes, key=lambda one: one.buyer_id is None)), None)
    if route is None or route.route not in (FundingRoute.RATE_CARD, FundingRoute.SPOT):
        return None
    prices = Price.objects.filter(
        item__in=items_for(service.pk, buyer_id=buyer_id, living_in=living_in, on=on),
        agreement__tier=1,
        agreement__in=_chain(service),
        during__contains=on,
    )
    price = prices.select_related("item").order_by("item_id").first()
    if price is None:
        return None
    item = price.item
    total = expected_cost(price.amount, item.unit, sessions=sessions, usual_minutes=item.usual_minutes)
    return CostAhead(price.amount, item.unit, sessions, total)


def age_on(born_on: date, on: date) -> int:
    """Age in whole years on a day; whoever was born on 29 February is a year older on 1 March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _chain(service: Service) -> list[int]:
    return list(service.agreement.path) if service.agreement else []
