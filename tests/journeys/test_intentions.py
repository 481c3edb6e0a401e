"""A commissioner says what the division means to buy, and a provider who has no account reads it."""

from __future__ import annotations

import pytest

from tests.intending import IN_TIME, intending
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


@pytest.mark.asks("S198")
def test_stated_published_and_read(visitor: Visitor, site: Site, check_page: CheckPage) -> None:
    site.set_clock(IN_TIME)
    with site.arranging():
        who = intending(code="ridgeway")
    visitor.sign_in(who.commissioner)
    visitor.go("/commissioner")
    visitor.sees("Publish what NPS Ridgeway means to buy in 2018/19", "Due in 16 days")
    visitor.follow("Intentions")
    visitor.sees("What you mean to buy appears here once you state it")
    visitor.press("State what you mean to buy")
    check_page("intention-new")
    visitor.press("State this")
    visitor.sees("There is a problem", "Enter what you mean to buy", "Select at least one need")
    visitor.fill("What do you mean to buy?", "Mentoring for women leaving prison")
    visitor.choose("Mentoring and peer support")
    visitor.page.get_by_label("Where?").select_option(label="Northmoor (contract package area)")
    visitor.choose("Grant")
    for label, day in (("starts", ("1", "9", "2018")), ("ends", ("31", "8", "2020"))):
        for box, text in zip(("day", "month", "year"), day, strict=True):
            visitor.page.locator(f"#id_{label}_on_{box}").fill(text)
    visitor.fill("Smallest value (optional)", "50,000")
    visitor.fill("Largest value (optional)", "80,000")
    visitor.fill("Whom can providers ask about it?", "commissioning@example.org")
    visitor.press("State this")
    visitor.sees("Nobody else reads this until you publish", "£50,000.00 to £80,000.00")
    check_page("intention")
    visitor.press("We talk with providers")
    visitor.press("We talk with providers")
    visitor.sees("stands as: talking with providers")
    visitor.go("/intentions")
    check_page("intentions")
    visitor.go(f"/intentions/publish/ridgeway/2018-19/{who.division.reference}")
    visitor.sees("Everybody can read it at once")
    check_page("intentions-publish")
    visitor.press("Publish")
    visitor.sees("Intentions for 2018/19 published, as edition 1")

    visitor.sign_out()
    visitor.go("/open/")
    visitor.follow("Commissioning intentions")
    visitor.sees("1 of 2 bodies")
    check_page("open-intentions")
    visitor.go("/open/intentions/ridgeway/2018-19")
    visitor.sees("Mentoring for women leaving prison", "Not published yet")
    check_page("open-intentions-year")
    visitor.follow("Read those of NPS Ridgeway")
    visitor.sees("Talking with providers", "Edition 1 published")
    check_page("open-intentions-body")
