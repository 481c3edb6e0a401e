"""A price that was rejected, or is only proposed, is bought by no route; what is in force is paid."""

from __future__ import annotations

import pytest

from tests import factories as make
from tests.factories import NOW
from tests.supply.cards import AUGUST
from tests.world import World, charlenes_world
from throughline.core.access import acting_as
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.line.models import Referral
from throughline.line.queries.referring import cost_ahead
from throughline.money.models import Commitment, FixedPrice
from throughline.money.refusals import PriceNotInForce
from throughline.money.rules.charging import charges_the_buyer
from throughline.supply.models import ChangeLine, ChangeNotification, Price, Service
from throughline.supply.states import ChangeState
from throughline.vocabulary.routes import FundingRoute

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
PROPOSED = Money("77.77")

WAYS = {
    "draft": [],
    "submitted": ["submitted"],
    "returned": ["submitted", "returned"],
    "board": ["submitted", "board"],
    "unsuitable": ["submitted", "unsuitable"],
    "withdrawn": ["submitted", "withdrawn"],
    "decided": ["submitted", "board"],
}
"""How a notification comes to each state; decided, each of its lines is rejected."""


def test_every_state_is_looked_at() -> None:
    assert set(WAYS) == {str(state) for state in ChangeState}


@pytest.fixture
def world() -> World:
    world = charlenes_world()
    make.SchemeRuleFactory(
        scheme=world.scheme, name="price_approvals", value=["suitability_review", "change_board"]
    )
    return world


def proposed(world: World, service: Service, state: str) -> ChangeLine:
    """A price for the service from today, in a notification that stands there."""
    item = service.items.first() or make.RateCardItemFactory(service=service)
    notification = make.ChangeNotificationFactory(scheme=world.scheme, prime=world.prime)
    line: ChangeLine = make.ChangeLineFactory(
        notification=notification, item=item, agreement=world.chain[0], amount=PROPOSED, from_on=TODAY
    )
    here = ChangeNotification.objects.filter(pk=notification.pk)
    for step in WAYS[state]:
        here.update(state=step, submitted_at=NOW)
    if state == ChangeState.DECIDED:
        ChangeLine.objects.filter(pk=line.pk).update(state="rejected", reason="Too dear", decided_at=NOW)
        here.update(state=state)
    return line


def told_ahead(world: World, service: Service) -> Money | None:
    """What the officer is told that each unit costs, before the referral is sent."""
    with acting_as(make.acting(world.officer)):
        cost = cost_ahead(service, buyer_id=world.division.pk, living_in=None, sessions=15, on=TODAY)
    return cost.price if cost else None


@pytest.mark.asks("S59", "S60")
@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("route", [str(route) for route in FundingRoute])
def test_it_is_bought_by_no_route(world: World, route: str, state: str) -> None:
    service: Service = make.ServiceFactory(
        scheme=world.scheme, deliverer=world.centre, agreement=world.chain[-1], name="Residential stay"
    )
    make.ServiceNeedFactory(service=service, need="wellbeing")
    make.ServiceRouteFactory(service=service, route=route, buyer=world.division)
    proposed(world, service, state)
    assert told_ahead(world, service) is None
    if charges_the_buyer(route):
        with pytest.raises(PriceNotInForce):
            world.sent(service=service)
        assert not Referral.objects.exclude(state="draft").exists()
    else:
        assert world.sent(service=service).state == "sent"
    assert not FixedPrice.objects.exists()
    assert not Commitment.objects.exists()
    assert not Price.objects.filter(item__service=service).exists()


@pytest.mark.asks("S59", "S60")
@pytest.mark.parametrize("state", WAYS)
def test_what_is_in_force_is_paid_meanwhile(world: World, state: str) -> None:
    proposed(world, world.service, state)
    assert told_ahead(world, world.service) == Money("46.50")
    referral = world.sent()
    assert [one.amount for one in referral.fixed_prices.all()] == [Money("46.50"), Money("38.00")]


@pytest.mark.asks("S59", "S60")
def test_what_is_approved_for_later_is_not_bought_before(world: World) -> None:
    line = proposed(world, world.service, "board")
    approved = {"state": "approved", "decided_at": NOW, "in_force_on": AUGUST}
    ChangeLine.objects.filter(pk=line.pk).update(**approved)
    former = Price.objects.get(item=world.item, agreement=world.chain[0])
    former.during = former.during.ended_on(AUGUST)
    former.save()
    line.refresh_from_db()
    make.PriceFactory(
        item=world.item, agreement=world.chain[0], amount=PROPOSED, line=line, during=Period(AUGUST)
    )
    assert told_ahead(world, world.service) == Money("46.50")
    assert world.sent().fixed_prices.get(tier=1).amount == Money("46.50")
