"""An officer looks for a service for one person: one that fits, one from elsewhere, and nothing at all."""

from __future__ import annotations

import pytest

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.world import World, charlenes_world
from throughline.core.models import Area
from throughline.supply.models import Service


def offered(world: World, name: str, area: Area, **more: object) -> Service:
    service: Service = make.ServiceFactory(name=name, scheme=world.scheme, **more)
    make.ServiceNeedFactory(service=service, need="wellbeing")
    make.ServiceRouteFactory(service=service, buyer=None, route="core")
    make.ServiceAreaFactory(service=service, area=area)
    return service


@pytest.fixture
def world(site: Site) -> World:
    with site.arranging():
        world = charlenes_world()
        home = make.AreaFactory(name="Northmoor")
        world.person.home_area = home
        world.person.save()
        make.AreaRoleFactory(scheme=world.scheme, role="division", organisation=world.division)
        offered(world, "Walking group", home, places=12, waiting_days=9, waiting_said_on=world.now.date())
        offered(world, "Men’s shed", home, for_women=False)
        offered(world, "Choir of the coast", make.AreaFactory(name="The Coast"))
    site.set_clock(world.now)
    return world


@pytest.mark.asks("S57", "S65")
def test_from_the_person_to_what_fits_and_to_an_exception(
    world: World, visitor: Visitor, check_page: CheckPage
) -> None:
    visitor.sign_in(world.officer)
    visitor.go(f"/people/{world.person.reference}")
    visitor.press("Find a service for Charlene")
    visitor.sees("In Northmoor, where they live", "Walking group", "12 of 12 places free", "Waits 9 days")
    visitor.sees("1 more service that fits what you asked is not for this person")
    check_page("officer-services")
    visitor.follow("Show them too, with the reasons")
    visitor.sees("Not eligible because it is for men: the person is female")
    check_page("officer-services-all")
    visitor.fill("Words", "choir of the coast")
    visitor.page.get_by_label("Services of other areas").select_option("shown")
    visitor.press("Find services")
    visitor.sees("Only as an exception, from outside the areas it is given in")
    visitor.follow("Refer to Choir of the coast")
    visitor.sees("Is it for them?", "Why a service from outside the area?")
    check_page("officer-refer-exception")
    visitor.fill("How many sessions are planned?", "6")
    visitor.fill("Why this service for this person?", "She sings")
    visitor.press("Save and decide on risks")
    visitor.sees("Say why, because Choir of the coast is not given where Charlene Example lives")
    visitor.fill("Why a service from outside the area? (optional)", "Her mother lives there")
    visitor.press("Save and decide on risks")
    visitor.sees("Why from outside the area", "Her mother lives there")


@pytest.mark.asks("S72")
def test_from_nothing_that_fits_to_those_who_buy(
    world: World, visitor: Visitor, check_page: CheckPage
) -> None:
    visitor.sign_in(world.officer)
    visitor.go(f"/people/{world.person.reference}/services?need=gangs")
    visitor.sees("No service fits what you chose")
    check_page("officer-services-none")
    visitor.follow("Say what is needed and missing")
    visitor.press("Record this")
    visitor.sees("Say what is needed", "Select why nothing fits")
    check_page("officer-nothing-fits-mistakes")
    visitor.fill("What is needed?", "Somebody who was in a gang herself and left")
    visitor.choose("Nothing of this kind is given where they live")
    visitor.press("Record this")
    visitor.sees("Recorded that nothing fits: Gang membership", "Northmoor")
    check_page("officer-nothing-fits")
    visitor.sign_in(world.commissioner)
    visitor.go("/unmet-needs")
    visitor.sees("1 time in all", "Gang membership", "Northmoor")
    check_page("unmet-needs")
    visitor.sign_in(world.officer)
    visitor.go(f"/people/{world.person.reference}/nothing-fits")
    visitor.follow("Take it back")
    check_page("officer-nothing-fits-take-back")
    visitor.press("Take it back")
    visitor.sees("Taken back: Gang membership", "Nothing yet")
