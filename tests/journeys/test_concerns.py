"""A worker learns of a police callout; the officer reads it at once and the risk changes (S97: Matt)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.world import World, charlenes_world


@pytest.fixture
def world(site: Site) -> World:
    with site.arranging():
        world = charlenes_world()
        make.SchemeRuleFactory(scheme=world.scheme, name="risk_concern_hours", value=24)
    site.set_clock(world.now)
    return world


@pytest.mark.asks("S97", "S107")
def test_from_what_a_worker_learned_to_a_risk_that_changed(
    world: World, site: Site, visitor: Visitor, check_page: CheckPage
) -> None:
    with site.arranging():
        referral = world.allocated()
    visitor.sign_in(world.worker)
    visitor.go(f"/referrals/{referral.reference}")
    visitor.press("Raise a concern about risk")
    visitor.press("Tell the responsible officer")
    visitor.sees("Say what you have learned", "Select whether somebody may be in danger now")
    check_page("concern-mistakes")
    visitor.fill("What have you learned?", "Police were called to her flat on Saturday night")
    visitor.choose("No")
    visitor.press("Tell the responsible officer")
    visitor.sees("The responsible officer is told now, and has to answer", "Waits for the officer")
    check_page("concern-raised")
    site.set_clock(world.now + timedelta(hours=25))
    visitor.sign_in(world.senior)
    visitor.go("/senior")
    visitor.sees("Unanswered concern about risk: Charlene Example")
    check_page("senior-home-escalated")
    visitor.sign_in(world.officer)
    visitor.go("/officer")
    visitor.follow("Decide on a concern about risk: Charlene Example")
    visitor.sees("Police were called to her flat", "Unanswered too long")
    visitor.press("Decide what follows")
    check_page("concern-decide")
    visitor.choose("The risk has changed")
    visitor.fill("What follows?", "We meet on Monday, the three of us")
    visitor.press("Decide")
    visitor.sees("Raise a risk", "Whoever raised it is told")
    visitor.choose("Domestic abuse")
    visitor.fill("What is the risk?", "Police were called to her flat by a former partner")
    visitor.press("Raise risk")
    visitor.sees("Risk raised for Charlene Example", "Police were called to her flat by a former partner")
    visitor.sign_in(world.worker)
    visitor.go("/concerns")
    check_page("concerns")
    visitor.click(visitor.page.locator("th a[href^='/concerns/RC-']"))
    visitor.sees("The risk has changed", "We meet on Monday", "Helen Price")
    check_page("concern-decided")
