"""A choice beyond what officers choose alone: asked, allowed, sent (S240)."""

from __future__ import annotations

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
        make.SchemeRuleFactory(scheme=world.scheme, name="choice_approval_days", value=3)
    site.set_clock(world.now)
    return world


@pytest.mark.asks("S240")
def test_from_a_limit_to_a_referral_that_was_allowed(
    world: World, site: Site, visitor: Visitor, check_page: CheckPage
) -> None:
    visitor.sign_in(world.commissioner)
    visitor.go("/choices/limits")
    visitor.sees("Officers choose every service alone")
    visitor.follow(f"Set what officers of {world.division.name} choose alone")
    visitor.fill("Up to what cost do officers choose alone? (optional)", "500")
    visitor.choose("No")
    visitor.press("Set this")
    visitor.sees("More than £500.00 for one referral", "It holds from 1 June 2017")
    check_page("choice-limits")
    with site.arranging():
        draft = world.draft(sessions=15)
    visitor.sign_in(world.officer)
    visitor.go(f"/referrals/{draft.reference}/send")
    visitor.sees("It costs more than officers may choose alone")
    check_page("referral-needs-approval")
    visitor.press("Ask for approval")
    visitor.press("Ask the budget holder")
    visitor.sees("Say why this service is the right choice")
    check_page("choice-ask-mistakes")
    visitor.fill("Why is this service the right choice?", "Nothing else keeps her safe")
    visitor.press("Ask the budget holder")
    visitor.sees("The budget holder is asked", "Answer by 6 June 2017")
    visitor.sign_in(world.commissioner)
    visitor.go("/commissioner")
    visitor.follow("Allow or refuse a choice: Change programme")
    visitor.sees("£697.50", "Nothing else keeps her safe", draft.reference)
    assert world.person.last_name not in visitor.text
    check_page("choice")
    visitor.choose("Yes, allow it")
    visitor.press("Decide")
    visitor.sees("allowed. The officer can send the referral")
    check_page("choices")
    visitor.sign_in(world.officer)
    visitor.go(f"/referrals/{draft.reference}/send")
    visitor.press("Send")
    visitor.sees("Referral sent to")
