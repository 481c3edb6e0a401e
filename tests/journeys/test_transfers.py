"""A senior officer hands a whole caseload to a team, and takes it back (S223)."""

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
        world.allocated()
    site.set_clock(world.now)
    return world


@pytest.mark.asks("S223")
def test_a_caseload_goes_to_a_team_and_comes_back(
    world: World, site: Site, visitor: Visitor, check_page: CheckPage
) -> None:
    with site.arranging():
        tom = make.member("responsible_officer", world.division, full_name="Tom Hale")
        nia = make.member("responsible_officer", world.division, full_name="Nia Bevan")
        held = make.SupervisionFactory(officer=world.officer, organisation=world.division)
        for user, body in ((world.officer, None), (None, world.division)):
            make.PersonAccessFactory(
                person=held.person, user=user, organisation=body, scope="supervise", because_id=held.pk
            )
        make.CaseLimitFactory(person=held.person, users=[tom.pk, nia.pk], set_by=world.senior)
    visitor.sign_in(world.senior)
    visitor.go("/senior")
    visitor.follow("Transfers of several cases")
    check_page("transfers-empty")
    visitor.press("Transfer several cases")
    check_page("transfer-way")
    visitor.choose("An officer’s whole caseload")
    visitor.press("Continue")
    visitor.fill("Whose caseload goes?", world.officer.email)
    visitor.fill("Who is responsible from then on?", f"{tom.email}\n{nia.email}")
    for part, number in (("Day", 1), ("Month", 6), ("Year", 2017)):
        visitor.fill(part, str(number))
    visitor.fill("Why?", "Helen Price leaves on Friday")
    check_page("transfer-new")
    visitor.press("See what would happen")
    visitor.sees("1 person will go to the officers below today", "left out, with why")
    check_page("transfer-preview")
    visitor.follow("1 left out, with why")
    visitor.sees("None of the officers named may see this case")
    check_page("transfer-left-out")
    visitor.page.go_back()
    visitor.press("Confirm this transfer")
    visitor.sees("The transfer is carried out")
    check_page("transfer-done")

    visitor.sign_in(tom)
    visitor.go("/officer")
    visitor.follow("1 case came to you by a transfer")
    check_page("cases-received")
    visitor.press("I have taken all of them over")
    visitor.sees("You have acknowledged 1 case")

    visitor.sign_in(world.senior)
    visitor.go("/senior/transfers")
    visitor.click(visitor.page.get_by_role("link", name="TR-").first)
    visitor.press("Reverse this transfer")
    visitor.fill("Why?", "She stays after all")
    check_page("transfer-reverse")
    visitor.press("Reverse")
    visitor.sees("The transfer is reversed", "She stays after all")
    check_page("transfer-reversed")
