"""What an officer may refer a person to, and what it would cost."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughline.core.money import Money
from throughline.line.queries.circumstances import circumstances_of
from throughline.line.queries.gate import CHARGED, route_to
from throughline.line.rules.gate import Settled
from throughline.people.models import Person
from throughline.supply.models import Price, Service, ServiceRoute
from throughline.supply.queries.direct_buying import closed_to_direct_buying
from throughline.supply.queries.prices import items_for
from throughline.supply.queries.ranking import Sought, rank
from throughline.supply.rules.costs import expected_cost
from throughline.supply.rules.eligibility import Answer
from throughline.supply.states import ServiceState
from throughline.vocabulary.delivery import Intake
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
    Published services for this person that answer one of `needs` and that `buyer_id` has a route to.

    One that is closed to new referrals is not among them, nor one that a rule of its own keeps the person
    out of; what is not recorded keeps nobody out, and neither does where they live: both are told (D5, S57).
    """
    closed = closed_to_direct_buying(buyer_id, on=on)
    routes = ServiceRoute.objects.filter(
        Q(buyer=buyer_id) | Q(buyer=None), service=OuterRef("pk"), during__contains=on
    ).exclude(route=FundingRoute.SPOT, service__scheme__in=closed)
    found = Service.objects.filter(
        Exists(routes), state=ServiceState.PUBLISHED, during__contains=on, needs__need__in=needs
    ).exclude(intake=Intake.CLOSED)
    sought = Sought(person=circumstances_of(person, on=on), least=Answer.UNKNOWN, outside_too=True)
    for_them = [one.id for one in rank(found.distinct(), sought, on=on).results]
    return Service.objects.filter(pk__in=for_them).select_related("deliverer").order_by("name", "pk")


def cost_ahead(
    service: Service,
    *,
    buyer_id: int,
    living_in: int | None,
    sessions: int,
    on: date,
    settled: Settled | None = None,
) -> CostAhead | None:
    """
    What a referral sent on the day `on` would promise of the buyer's money (D22), for somebody of that area.

    Nothing where the buyer is not charged by use, or where whoever asks may not see prices. `settled` is what
    the prison in which the person is settles about it (S222).
    """
    route = route_to(service, buyer_id=buyer_id, on=on, settled=settled)
    if route is None or route.route not in CHARGED or (settled is not None and not settled.is_priced):
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


def _chain(service: Service) -> list[int]:
    return list(service.agreement.path) if service.agreement else []
