"""A service from outside the area where a person lives: an exception, with a reason (S57)."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.models import Area
from throughline.core.money import Money
from throughline.line.actions.sending import draft_referral, send_referral
from throughline.line.models import Referral
from throughline.line.queries.outside import outside_home
from throughline.line.refusals import OutsideItsAreas
from throughline.money.models import FixedPrice
from throughline.supply.models import Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    made = charlenes_world()
    made.person.home_area = make.AreaFactory(name="Home")
    made.person.save()
    return made


def given_in(service: Service, *areas: Area) -> None:
    service.areas.clear()
    for area in areas:
        make.ServiceAreaFactory(service=service, area=area)


def drafted(world: World, **more: Any) -> Referral:
    with acting_as(make.acting(world.officer)):
        return draft_referral(
            person=world.person,
            requirement=world.requirement,
            objective=world.objective,
            service=world.service,
            supervisor=world.division,
            planned_sessions=10,
            reason="It suits her",
            by=world.officer,
            at=make.NOW,
            **more,
        )


def is_outside(world: World) -> bool:
    return bool(outside_home(world.person, [world.service.pk], on=make.NOW.date()))


def test_what_is_given_where_they_live_or_around_or_perhaps_is_not_outside(world: World) -> None:
    home = world.person.home_area
    assert home is not None
    around, part, elsewhere = (make.AreaFactory(name=one) for one in ("Around", "Part", "Elsewhere"))
    make.AreaParentFactory(area=home, parent=around)
    make.AreaParentFactory(area=part, parent=home)
    for areas, outside in (
        ((home,), False),
        ((around,), False),
        ((part,), False),
        ((elsewhere, home), False),
        ((), False),
        ((elsewhere,), True),
    ):
        given_in(world.service, *areas)
        assert is_outside(world) is outside, [one.name for one in areas]


def test_nothing_is_outside_for_somebody_whose_area_is_not_recorded(world: World) -> None:
    given_in(world.service, make.AreaFactory(name="Elsewhere"))
    world.person.home_area = None
    world.person.save()
    assert not is_outside(world)


@pytest.mark.asks("S57")
@pytest.mark.parametrize("reason", ["", "   "])
def test_a_purchase_outside_the_home_area_needs_a_reason(world: World, reason: str) -> None:
    given_in(world.service, make.AreaFactory(name="Elsewhere"))
    with pytest.raises(OutsideItsAreas, match="Say why"):
        drafted(world, exception_reason=reason)
    assert not Referral.objects.exists()
    draft = drafted(world, exception_reason=" Her mother lives there ")
    assert draft.exception_reason == "Her mother lives there"


@pytest.mark.asks("S57")
def test_it_charges_the_prime_whose_service_it_is(world: World) -> None:
    elsewhere = make.AreaFactory(name="Elsewhere")
    make.AreaRoleFactory(
        scheme=world.scheme, area=world.person.home_area, role="prime",
        organisation=make.OrganisationFactory(name="The prime of her own area"),
    )  # fmt: skip
    given_in(world.service, elsewhere)
    draft = drafted(world, exception_reason="Her mother lives there")
    with acting_as(make.acting(world.officer)):
        send_referral(referral=draft, decisions={}, by=world.officer, at=make.NOW)
    top = FixedPrice.objects.get(referral=draft, tier=1)
    assert (top.payer, top.provider, top.amount) == (world.division, world.prime, Money("46.50"))
    assert draft.prime == world.prime


def test_a_reason_is_kept_only_where_it_is_an_exception(world: World) -> None:
    home = world.person.home_area
    assert home is not None
    given_in(world.service, home)
    assert drafted(world, exception_reason="I thought it was far").exception_reason == ""


def test_a_draft_whose_person_has_moved_away_is_not_sent_without_a_reason(world: World) -> None:
    home = world.person.home_area
    assert home is not None
    given_in(world.service, home)
    draft = drafted(world)
    world.person.home_area = make.AreaFactory(name="Moved to")
    world.person.save()
    with acting_as(make.acting(world.officer)), pytest.raises(OutsideItsAreas, match="Withdraw this draft"):
        send_referral(referral=draft, decisions={}, by=world.officer, at=make.NOW)
    assert Referral.objects.get().state == "draft"
