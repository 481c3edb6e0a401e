"""Messages: what came, marked as read, and how each kind reaches its reader."""

from __future__ import annotations

from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.world import charlenes_world


def test_what_came_is_read_and_the_rest_comes_once_a_day(
    site: Site, visitor: Visitor, check_page: CheckPage
) -> None:
    with site.arranging():
        world = charlenes_world()
        world.sent()
    site.set_clock(world.now)
    visitor.sign_in(world.manager)
    visitor.go("/provider")
    visitor.follow("Messages")
    visitor.sees("A referral waits for your decision", "New")
    check_page("messages")
    visitor.press("Mark all as read")
    visitor.sees("1 message marked as read", "Read")
    visitor.follow("Choose what comes by email, and when")
    visitor.sees("Always at once")
    check_page("message-choices")
    visitor.choose("Once a day, all together", of="Referrals: sent, decided on, given to you, changed, ended")
    visitor.press("Keep this")
    visitor.sees("Your choice is kept")
    visitor.follow("A referral waits for your decision")
    visitor.sees("Charlene Example to Change programme")
