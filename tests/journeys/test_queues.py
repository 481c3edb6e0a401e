"""A provider takes the next one whoever buys, or says why not, and the buyers read it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.queueing import queueing

DAY = timedelta(days=1)


@pytest.mark.asks("S75")
def test_in_turn_and_out_of_it(visitor: Visitor, site: Site, check_page: CheckPage) -> None:
    site.set_clock(make.NOW)
    with site.arranging():
        who = queueing()
        who.waits(who.nps, "Nina", make.NOW - 3 * DAY)
        carl = who.waits(who.crc, "Carl", make.NOW - 2 * DAY)
        who.waits(who.crc, "Cora", make.NOW - DAY, risk="high")
    world = who.world
    visitor.sign_in(world.manager)
    visitor.go("/provider")
    visitor.follow("Queues, in the order of the scheme’s rule")
    check_page("queues")
    visitor.follow("Change programme")
    visitor.sees("First people at high or very high risk of serious harm")
    check_page("queue")
    visitor.go(f"/referrals/{carl.reference}/allocate")
    visitor.sees("Before this person in the queue")
    visitor.choose("Amy Walsh")
    visitor.fill("Why does this person go before others?", "The group in his language starts today")
    check_page("allocate-out-of-turn")
    visitor.press("Give to worker")
    visitor.sees("Amy Walsh now works with Carl")
    visitor.go(f"/queue/{world.service.reference}")
    visitor.click(visitor.page.get_by_role("link", name="Change the turn").last)
    visitor.choose("Put first")
    visitor.fill("Why?", "She has nowhere to live")
    check_page("turn")
    visitor.press("Change the turn")
    visitor.sees("put first")
    visitor.sign_in(world.commissioner)
    visitor.go("/commissioner")
    visitor.follow("In which order providers take referrals, by buyer")
    visitor.sees("Other buyers")
    check_page("queues-by-buyer")
    visitor.follow("Departures from the order, with their reasons")
    visitor.sees("She has nowhere to live", "The group in his language starts today")
    visitor.does_not_see("Carl", "Cora")
    check_page("queue-departures")
