"""An officer records what somebody agrees to, and an inspector makes an export without names (S219)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.open_data.test_pseudonymised import people_referred
from tests.world import World, charlenes_world


@pytest.fixture
def world(site: Site) -> World:
    with site.arranging():
        world = charlenes_world()
        people_referred(world, 7)
    site.set_clock(world.now)
    return world


@pytest.mark.asks("S219")
def test_consent_and_an_export(world: World, site: Site, visitor: Visitor, check_page: CheckPage) -> None:
    with site.arranging():
        inspector = make.member("inspector", world.ministry, full_name="Rosa Lane")
    visitor.sign_in(world.officer)
    visitor.go(f"/people/{world.person.reference}")
    visitor.press("What they agreed to")
    visitor.press("Record an answer")
    check_page("consent-new")
    visitor.choose("Research, without their name")
    visitor.choose("Yes")
    for part, number in (("Day", 1), ("Month", 6), ("Year", 2017)):
        visitor.fill(part, str(number))
    visitor.choose("Face to face")
    visitor.press("Record")
    visitor.sees("The answer is recorded", "Agreed, 1 June 2017")
    check_page("consents")

    site.set_clock(world.now + timedelta(days=40))
    visitor.sign_in(inspector)
    visitor.go("/inspector")
    visitor.follow("Exports without names")
    visitor.press("Make an export")
    visitor.choose("Inspection")
    visitor.fill("What will be found out with it?", "Whether help comes in time")
    for name, day, month in (("from_on", 1, 1), ("until_on", 30, 6)):
        for part, number in (("day", day), ("month", month), ("year", 2017)):
            visitor.page.locator(f"[name={name}_{part}]").fill(str(number))
    check_page("export-new")
    visitor.press("See what it would hold")
    visitor.sees("What the export would hold", "People in it")
    check_page("export-checked")
    with visitor.page.expect_download() as download:
        visitor.press("Download the export")
    assert download.value.suggested_filename == "people-without-names.zip"
