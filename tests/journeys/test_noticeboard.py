"""An officer says what is needed, a charity offers it, and the commissioner takes it up."""

from __future__ import annotations

import pytest

from tests import factories as make
from tests.boarding import boarding
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


@pytest.mark.asks("S76")
def test_needed_offered_taken_up(visitor: Visitor, site: Site, check_page: CheckPage) -> None:
    site.set_clock(make.NOW)
    with site.arranging():
        board = boarding()
        board.needed(title="Debt advice")
    world = board.world
    visitor.sign_in(world.officer)
    visitor.go("/officer")
    visitor.follow("Needs and offers")
    check_page("noticeboard")
    visitor.press("State a need")
    visitor.fill("What do you need?", "Somewhere to live for women leaving prison")
    visitor.page.get_by_label("Which need is it?").select_option(label="Accommodation")
    visitor.page.get_by_label("For whom?").select_option(label="Women")
    visitor.page.get_by_label("Where?").select_option(label="Northmoor (contract package area)")
    visitor.fill("How many people a year?", "40")
    for box, text in zip(("day", "month", "year"), ("1", "10", "2017"), strict=True):
        visitor.page.locator(f"#id_wanted_by_{box}").fill(text)
    check_page("noticeboard-need-new")
    visitor.press("State this need")
    visitor.sees("stands on the noticeboard", "Nobody has answered it yet")

    visitor.sign_in(world.manager)
    visitor.go("/noticeboard")
    visitor.follow("Somewhere to live for women leaving prison")
    visitor.press("Make an offer")
    visitor.fill("What would you do? (optional)", "A house with a worker in it by day")
    visitor.fill("For how many people a year?", "6")
    for box, text in zip(("day", "month", "year"), ("1", "9", "2017"), strict=True):
        visitor.page.locator(f"#id_available_from_{box}").fill(text)
    visitor.fill("Price", "4321.09")
    visitor.choose("each person who starts")
    check_page("noticeboard-offer-new")
    visitor.press("Make this offer")
    visitor.sees("NPS Ridgeway is told", "£4,321.09 for each person who starts")

    visitor.sign_in(world.commissioner)
    visitor.go("/commissioner")
    visitor.follow("Answer the offer of Northmoor Women's Centre: Somewhere to live for women leaving prison")
    check_page("noticeboard-offer")
    visitor.press("Take it up")
    visitor.press("Take it up")
    visitor.sees("taken up")

    visitor.sign_in(world.supply_chain_manager)
    visitor.go("/noticeboard/offers")
    visitor.does_not_see("4,321.09")
    visitor.sees("Between the two")
    check_page("noticeboard-offers")
    visitor.follow("Somewhere to live for women leaving prison")
    visitor.go("/noticeboard")
    visitor.follow("Somewhere to live for women leaving prison")
    visitor.sees("Met")
    check_page("noticeboard-need")
