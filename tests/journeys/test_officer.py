"""The rest of what an officer comes to do: a day nobody planned, a question, a referral taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.line.actions.referrals import ask_about_referral

DAY = timedelta(days=1)


@pytest.fixture
def world(site: Site) -> World:
    with site.arranging():
        world = charlenes_world()
    site.set_clock(world.now)
    return world


@pytest.mark.asks("S126")
def test_a_day_nobody_planned_is_decided_on(
    world: World, site: Site, visitor: Visitor, check_page: CheckPage
) -> None:
    with site.arranging():
        world.attended(world.allocated(), world.now - DAY, rar=False)
    visitor.sign_in(world.officer)
    visitor.go("/officer")
    check_page("officer-home-waiting")
    visitor.follow(f"Decide whether the day counts towards the RAR: {world.person.name}")
    check_page("officer-decide")
    visitor.press("Decide")
    visitor.sees("Select whether it counts towards the RAR days", "Say why this activity counts")
    visitor.choose("Yes")
    visitor.fill("Why?", "She asked for it that morning and we agreed by telephone")
    visitor.press("Decide")
    visitor.sees("1 of 15 RAR days, of which 1 retrospective", "counted afterwards (retrospective)")
    check_page("officer-days-retrospective")
    visitor.go("/days")
    check_page("officer-everybodys-days")


def test_a_question_is_answered_and_another_referral_is_taken_back(
    world: World, site: Site, visitor: Visitor, check_page: CheckPage
) -> None:
    with site.arranging():
        referral = world.sent()
        with acting_as(make.acting(world.manager)):
            ask_about_referral(referral=referral, question="Can she travel?", by=world.manager, at=world.now)
    visitor.sign_in(world.officer)
    visitor.go("/officer")
    visitor.follow(f"Answer the provider's question: {world.person.name}")
    visitor.sees("Ruth Adeyemi asks", "Can she travel?")
    check_page("officer-answer")
    visitor.fill("Your answer", "By bus, with the fare paid")
    visitor.press("Send answer")
    visitor.sees("Answer sent to Northmoor Women's Centre")
    visitor.press("Withdraw")
    check_page("officer-withdraw")
    visitor.choose("They moved away")
    visitor.click(visitor.page.locator("form.tl-form button"))
    visitor.sees("Referral withdrawn", "They moved away", "Before work began")
    check_page("referral-withdrawn")
    visitor.go("/referrals")
    visitor.sees("No referrals")
    visitor.go("/referrals?state=every")
    visitor.sees("1 referral", "Withdrawn")
    check_page("referrals")


def test_from_a_service_to_somebody_it_fits(
    world: World, site: Site, visitor: Visitor, check_page: CheckPage
) -> None:
    visitor.sign_in(world.officer)
    visitor.go(f"/services/{world.service.reference}")
    visitor.click(visitor.page.locator("a[href^='/refer?']"))
    check_page("officer-choose-person")
    visitor.page.get_by_label("Who do you want to refer?").select_option(label=world.person.name)
    visitor.press("Continue")
    visitor.sees("Refer to a service", world.person.name)
    assert visitor.page.get_by_label("Which service?").input_value() == world.service.reference
    with site.arranging():
        world.objective.delete()
    visitor.go(f"/people/{world.person.reference}/refer")
    visitor.sees("Add one first")
    check_page("officer-cannot-refer")
    visitor.follow("Add an objective")
    check_page("officer-objective")
