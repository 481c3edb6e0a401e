"""How many pages and how much typing it takes to refer somebody of whom everything is known (S92)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Response

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.world import World, charlenes_world
from throughline.line.models import Referral

MOST_PAGES = 8
MOST_TYPED = 6


@pytest.fixture
def world(site: Site) -> World:
    with site.arranging():
        world = charlenes_world()
        make.PracticalNeedsFactory(person=world.person, said_by=world.officer, not_free="School hours")
        world.service.name = "Stepping stones"
        world.service.save()
        world.item.usual_sessions = 15
        world.item.save()
    site.set_clock(world.now)
    return world


class Counted:
    """What somebody had to open and to type."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.pages: list[str] = []
        self.typed: list[str] = []
        visitor.page.on("response", self._opened)

    def _opened(self, answer: Response) -> None:
        if answer.request.resource_type == "document" and answer.status == 200:
            self.pages.append(answer.url.removeprefix(self.visitor.site.address))

    def type(self, label: str, text: str) -> None:
        """Type into one field."""
        self.typed.append(label)
        self.visitor.fill(label, text)


@pytest.mark.asks("S92", "S29", "S104")
def test_a_referral_of_somebody_who_is_known_takes_few_pages_and_little_typing(
    world: World, site: Site, visitor: Visitor, check_page: CheckPage
) -> None:
    visitor.sign_in(world.officer)
    counted = Counted(visitor)
    visitor.go(f"/people/{world.person.reference}")
    visitor.press(f"Find a service for {world.person.first_names}")
    counted.type("Words", "stepping stones")
    visitor.press("Find services")
    visitor.follow("Refer to Stepping stones")
    assert visitor.page.get_by_label("How many sessions are planned?").input_value() == "15"
    counted.type("Why this service for this person?", "Anxious and isolated")
    visitor.press("Save and decide on risks")
    visitor.sees("Not free School hours")
    visitor.follow("Say what you want of it")
    check_page("referral-wanted")
    visitor.page.get_by_label("Has ways to cope that work for them").check()
    visitor.choose("Medium")
    counted.type("How many RAR days at most? (optional)", "10")
    counted.type("Day", "1")
    counted.typed += ["Month", "Year"]
    visitor.fill("Month", "9")
    visitor.fill("Year", str(world.now.year))
    visitor.press("Save")
    visitor.sees("Complete: 6 of 6 parts")
    check_page("referral-ready-to-send")
    visitor.press("Send")
    visitor.sees("Referral sent to Northmoor Women's Centre")
    check_page("referral-sent")

    with site.arranging():
        assert Referral.objects.get(person=world.person).state == "sent"
    assert not [page for page in counted.pages if re.search(r"nsi", page)]
    print(f"{len(counted.pages)} pages, {len(counted.typed)} typed fields")
    assert len(counted.pages) <= MOST_PAGES, counted.pages
    assert len(counted.typed) <= MOST_TYPED, counted.typed
