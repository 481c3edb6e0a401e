"""Buying straight from a provider, where the scheme permits it (S75)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.periods import Period
from throughline.line.queries.referring import services_open_to
from throughline.line.refusals import NoRouteToService
from throughline.supply.actions.service_routes import Way, add_route
from throughline.supply.models import Service
from throughline.supply.queries.direct_buying import may_buy_directly
from throughline.supply.refusals import RouteNotClear

pytestmark = pytest.mark.django_db
TODAY = make.NOW.date()


@pytest.fixture
def world() -> World:
    world = charlenes_world()
    make.AreaRoleFactory(scheme=world.scheme, role="division", organisation=world.division)
    return world


def ruled(world: World, roles: list[str], **more: Any) -> None:
    make.SchemeRuleFactory(scheme=world.scheme, name="direct_commissioning", value={"roles": roles}, **more)


def bought_directly(world: World) -> Service:
    """A service of the centre's under an agreement with the division itself."""
    agreement = make.AgreementFactory(scheme=world.scheme, payer=world.division, provider=world.centre)
    agreement.refresh_from_db()
    service: Service = make.ServiceFactory(
        name="Risk programme", scheme=world.scheme, deliverer=world.centre, agreement=agreement
    )
    make.ServiceNeedFactory(service=service, need="wellbeing")
    make.ServiceRouteFactory(service=service, route="spot", buyer=world.division)
    make.PriceFactory(item=make.RateCardItemFactory(service=service), agreement=agreement)
    return service


@pytest.mark.asks("S75")
def test_where_the_scheme_permits_it_a_division_buys_directly(world: World) -> None:
    ruled(world, ["division"])
    service = bought_directly(world)
    referral = world.accepted(service=service)
    assert (referral.route, referral.buyer, referral.prime) == ("spot", world.division, world.centre)
    assert referral.fixed_prices.get().payer == world.division


@pytest.mark.asks("S75")
def test_where_it_does_not_nothing_is_sent_or_offered(world: World) -> None:
    ruled(world, [])
    service = bought_directly(world)
    found = services_open_to(world.person, buyer_id=world.division.pk, needs=["wellbeing"], on=TODAY)
    assert list(found) == [world.service]
    with pytest.raises(NoRouteToService, match="does not permit your organisation to buy so"):
        world.sent(service=service)


def test_nor_is_a_route_added_to_an_entry(world: World) -> None:
    ruled(world, [])
    way: dict[str, Any] = {"route": "spot", "buyer": world.division, "payer": None}
    way |= {"during": Period(TODAY, None)}
    service = make.ServiceFactory(scheme=world.scheme, deliverer=world.centre, agreement=world.chain[-1])
    with acting_as(make.acting(world.manager)), pytest.raises(RouteNotClear, match="does not permit"):
        add_route(service=service, way=Way(**way), by=world.manager, at=make.NOW)


@pytest.mark.parametrize(
    ("roles", "may"), [(["division"], True), (["prime"], False), ([], False), (["prime", "division"], True)]
)
def test_it_is_permitted_by_what_a_buyer_is(world: World, roles: list[str], may: bool) -> None:
    ruled(world, roles)
    assert may_buy_directly(world.scheme.pk, world.division.pk, on=TODAY) is may


def test_an_area_may_differ(world: World) -> None:
    wales = make.AreaFactory(name="Wales")
    make.AreaRoleFactory(scheme=world.scheme, area=wales, role="division", organisation=world.centre)
    ruled(world, [])
    ruled(world, ["division"], area=wales)
    assert may_buy_directly(world.scheme.pk, world.centre.pk, on=TODAY)
    assert not may_buy_directly(world.scheme.pk, world.division.pk, on=TODAY)


def test_a_rule_holds_on_its_days_and_a_scheme_without_one_permits_it(world: World) -> None:
    ruled(world, [], during=Period(date(2017, 7, 1), None))
    assert may_buy_directly(world.scheme.pk, world.division.pk, on=date(2017, 6, 30))
    assert not may_buy_directly(world.scheme.pk, world.division.pk, on=date(2017, 7, 1))
