"""A contract manager divides £750,000, and both sides see what will be left of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.world import charlenes_world


@pytest.mark.asks("S77")
def test_a_pot_from_its_shares_to_what_is_left(visitor: Visitor, site: Site, check_page: CheckPage) -> None:
    site.set_clock(make.NOW)
    with site.arranging():
        world = charlenes_world()
        other = make.OrganisationFactory(name="NPS Elsewhere")
        for body in (world.division, other):
            make.AreaRoleFactory(scheme=world.scheme, role="division", organisation=body)
    visitor.sign_in(world.contract_manager)
    visitor.go("/contract")
    visitor.follow("Ring-fenced pots")
    visitor.sees("A pot appears here when your organisation is given a share of one")
    visitor.press(f"Set up a pot in {world.scheme.name}")
    visitor.fill("Name", "Additional provision 2017/18")
    visitor.fill("Principles of spending it", "What nobody else pays for")
    visitor.choose("Rate card")
    for name, day in (("from_on", ("1", "6", "2017")), ("deadline", ("31", "3", "2018"))):
        for box, text in zip(("day", "month", "year"), day, strict=True):
            visitor.page.locator(f"#id_{name}_{box}").fill(text)
    visitor.fill("How much is in the pot?", "750,000")
    visitor.fill("Share of NPS Ridgeway (optional)", "250,000")
    visitor.fill("Share of NPS Elsewhere (optional)", "499,999.99")
    visitor.press("Set up this pot")
    visitor.sees("give out £0.01 more")
    check_page("pot-new")
    visitor.fill("Share of NPS Elsewhere (optional)", "500,000")
    visitor.press("Set up this pot")
    visitor.sees("Each share is a budget of its buyer")
    with site.arranging():
        world.attended(world.allocated(), make.NOW + timedelta(days=1))
    site.set_clock(make.NOW + timedelta(days=9))
    visitor.go("/contract")
    visitor.follow("Look at Additional provision 2017/18: £748,586.40 will be left")
    visitor.sees("At this pace £748,586.40 will be left on 31 March 2018, with 294 days to go")
    check_page("pot")
    visitor.go("/pots")
    check_page("pots")
    visitor.sign_in(world.commissioner)
    visitor.go("/commissioner")
    visitor.follow("Look at Additional provision 2017/18: £248,586.40 will be left")
    visitor.sees("Your share")
    visitor.does_not_see("NPS Elsewhere")
    check_page("pot-of-a-buyer")
