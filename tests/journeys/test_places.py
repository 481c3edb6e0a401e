"""Anybody asks on whose ground a place lies, with a map beside the table."""

from __future__ import annotations

from django.utils import timezone

from tests.factories import OutcodeAreaFactory, OutcodeFactory
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from throughline.core.models import Area, Outcode
from throughline.supply.actions.reference import load_reference


class TestAskingWhichAreaThisIs:
    """Somebody has a postcode, and wants to know which police area, division and boards it belongs to."""

    visitor: Visitor

    def test_from_a_postcode_to_the_areas_around_it(
        self, visitor: Visitor, site: Site, check_page: CheckPage
    ) -> None:
        self.visitor = visitor
        self.given_the_areas_and_a_postcode_in_torbay(site)
        self.when_they_ask_for_it()
        self.then_they_read_the_areas_and_boards()
        check_page("which-area")
        self.and_follow_the_police_area_to_what_is_in_it()
        check_page("which-area-within")
        self.and_find_several_of_one_name()
        check_page("which-area-several")
        self.and_go_on_by_the_map_with_the_keyboard()

    def given_the_areas_and_a_postcode_in_torbay(self, site: Site) -> None:
        with site.arranging():
            load_reference(timezone.now())
            if not Outcode.objects.filter(code="TQ1").exists():
                outcode = OutcodeFactory(code="TQ1", latitude=50.47, longitude=-3.52)
                OutcodeAreaFactory(outcode=outcode, area=Area.objects.get(kind="la", name="Torbay"))

    def when_they_ask_for_it(self) -> None:
        self.visitor.go("/services")
        self.visitor.follow("Which area is this?")
        self.visitor.fill("Postcode, office, court or area", "tq1 1aa")
        self.visitor.press("Find")

    def then_they_read_the_areas_and_boards(self) -> None:
        self.visitor.sees("TQ1 1AA", "Torbay", "Devon & Cornwall", "Probation region", "MAPPA")

    def and_follow_the_police_area_to_what_is_in_it(self) -> None:
        self.visitor.follow("Devon & Cornwall")
        self.visitor.sees("Police area", "13 areas in it", "Isles of Scilly")

    def and_find_several_of_one_name(self) -> None:
        self.visitor.fill("Postcode, office, court or area", "Derbyshire")
        self.visitor.press("Find")
        self.visitor.sees("Several places are called “Derbyshire”", "Derbyshire (police area)")

    def and_go_on_by_the_map_with_the_keyboard(self) -> None:
        self.visitor.follow("Derbyshire (police area)")
        first = self.visitor.page.get_by_role("group", name="Derbyshire").get_by_role("link").first
        first.focus()
        with self.visitor.page.expect_navigation():
            self.visitor.page.keyboard.press("Enter")
        self.visitor.sees("Local authority")
