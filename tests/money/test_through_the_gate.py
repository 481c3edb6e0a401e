"""Resettlement is priced in one prison and not in another, for the same person and service (S222)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.time import london_day
from throughline.line.models import FromCustody, Referral
from throughline.line.queries.gate import Gate
from throughline.line.queries.referring import cost_ahead
from throughline.line.refusals import NoRouteToService
from throughline.money.models import Commitment, FixedPrice
from throughline.people.models import Custody, PrisonDesignation

pytestmark = [pytest.mark.django_db, pytest.mark.asks("S222")]
RULE = {"fee_for_service": ["resettlement"], "bought_by": ["division"]}


@pytest.fixture
def world() -> World:
    world = charlenes_world()
    world.service.service_type = "resettlement"
    world.service.save()
    make.SchemeRuleFactory(scheme=world.scheme, name="through_the_gate", value=RULE)
    make.AreaRoleFactory(scheme=world.scheme, organisation=world.division, role="division")
    return world


def inside(world: World, kind: str, since: date = date(2015, 5, 1)) -> Custody:
    prison = make.PrisonFactory(name="HMP Ridgeway")
    make.PrisonDesignationFactory(prison=prison, kind=kind, during=Period(since, None))
    custody = make.CustodyFactory(person=world.person, during=Period(date(2017, 5, 20), date(2017, 7, 10)))
    make.HeldInFactory(custody=custody, prison=prison)
    make.ReleaseDateFactory(custody=custody)
    return custody


def promised(world: World) -> Money | None:
    on = london_day(world.now)
    settled = Gate(world.person.pk, world.division.pk, on=on).settles(world.service)
    with acting_as(make.acting(world.officer)):
        ahead = cost_ahead(
            world.service, buyer_id=world.division.pk, living_in=None, sessions=10, on=on, settled=settled
        )
    return ahead.total if ahead else None


def kept(referral: Referral) -> tuple[str, str, set[int]]:
    referral.refresh_from_db()
    terms = FromCustody.objects.get(referral=referral).terms
    tiers = set(FixedPrice.objects.filter(referral=referral).values_list("tier", flat=True))
    return referral.route, terms, tiers


def test_in_a_resettlement_prison_it_is_not_priced(world: World) -> None:
    inside(world, "resettlement")
    assert promised(world) is None
    referral = world.accepted(sessions=10)
    # The buyer pays nothing for use, and the prime pays its provider all the same.
    assert kept(referral) == ("core", "fee_for_service", {2})
    assert referral.buyer == world.ministry
    assert not Commitment.objects.filter(referral=referral).exists()


def test_in_another_prison_it_is_bought(world: World) -> None:
    inside(world, "other")
    assert promised(world) == Money("465.00")
    referral = world.accepted(sessions=10)
    assert kept(referral) == ("rate_card", "fee_for_use", {1, 2})
    assert referral.buyer == world.division
    assert Commitment.objects.filter(referral=referral).exists()


def test_a_core_route_for_everybody_gives_way_to_one_that_charges_where_it_is_bought(world: World) -> None:
    make.ServiceRouteFactory(service=world.service, route="core", buyer=None, payer=world.ministry)
    inside(world, "other")
    assert kept(world.accepted())[0] == "rate_card"


def test_nobody_without_a_route_to_buy_is_sent_where_it_is_bought(world: World) -> None:
    world.service.routes.update(route="core", payer=world.ministry)
    inside(world, "other")
    with pytest.raises(NoRouteToService, match="is bought for people in this prison"):
        world.sent()


@pytest.mark.parametrize("kind", ["resettlement", "other"])
def test_other_work_is_paid_for_as_its_entry_says(world: World, kind: str) -> None:
    world.service.service_type = "wellbeing"
    world.service.save()
    inside(world, kind)
    assert promised(world) == Money("465.00")
    assert kept(world.accepted())[:2] == ("rate_card", "")


def test_outside_it_is_paid_for_as_its_entry_says(world: World) -> None:
    referral = world.accepted()
    referral.refresh_from_db()
    assert referral.route == "rate_card"


def test_what_a_prison_settled_stays_when_it_becomes_another_kind(world: World) -> None:
    inside(world, "other")
    referral = world.accepted()
    tomorrow = london_day(world.now) + timedelta(1)
    designation = PrisonDesignation.objects.get()
    designation.during = designation.during.ended_on(tomorrow)
    designation.save()
    make.PrisonDesignationFactory(
        prison=designation.prison, kind="resettlement", during=Period(tomorrow, None)
    )
    assert kept(referral)[:2] == ("rate_card", "fee_for_use")
    assert Gate(world.person.pk, world.division.pk, on=tomorrow).prison_kind == "resettlement"
