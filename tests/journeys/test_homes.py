"""Each kind of user of the demonstration signs in by one click, and every place they go to is fit."""

from __future__ import annotations

import pytest

from tests.access.furnished import CLOCK, furnish
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from throughline.core.models import User

HOMES = {
    "officer": ("Helen Price", "/officer"),
    "court_officer": ("Thomas Reid", "/court"),
    "worker": ("Amy Walsh", "/today"),
    "manager": ("Ruth Adeyemi", "/provider"),
    "prime": ("Owen Clark", "/prime"),
    "commissioner": ("Grace Hughes", "/commissioner"),
    "contract_manager": ("Imran Shah", "/contract"),
    "board": ("Dorothy Lane", "/board"),
    "inspector": ("Margaret Lowe", "/inspector"),
    "person": ("Jamie Rowe", "/my-plan"),
}
"""By viewer: the name they go by, and where they land."""

MOST_PLACES = 6


class TestHomes:
    @pytest.fixture(autouse=True)
    def everybody(self, site: Site, visitor: Visitor, check_page: CheckPage) -> None:
        self.site, self.visitor, self.check_page = site, visitor, check_page

    @pytest.mark.parametrize("viewer", HOMES)
    def test_one_click_leads_home_and_every_place_is_fit_for_everybody(self, viewer: str) -> None:
        name, home = HOMES[viewer]
        self.given_the_demonstration_people()
        self.when_somebody_signs_in_by_one_click(name)
        self.then_they_are_at(home)
        self.and_there_are_at_most_six_places()
        self.and_every_place_is_fit_for_everybody(viewer)

    def test_the_prime_opens_a_service_and_an_agreement(self) -> None:
        self.given_the_demonstration_people()
        self.when_somebody_signs_in_by_one_click(HOMES["prime"][0])
        self.visitor.follow("Services and rate card")
        self.visitor.follow("Change programme")
        self.visitor.sees("You keep £8.50 of each")
        self.check_page("prime-service")
        self.visitor.follow("Set a price for Session")
        self.check_page("prime-price")
        self.visitor.go(f"/agreements/{self.world.parts['lower_agreement']}")
        self.visitor.sees("Northmoor CRC pays Northmoor Women's Centre")
        self.check_page("agreement")
        self.visitor.go(f"/agreements/{self.world.parts['unsigned']}")
        self.visitor.press("Mark as signed")
        self.check_page("agreement-sign")

    def test_the_contract_manager_publishes_a_quarter_again(self) -> None:
        self.given_the_demonstration_people()
        self.when_somebody_signs_in_by_one_click(HOMES["contract_manager"][0])
        self.visitor.go(f"/contract/publish/{self.world.parts['scheme']}/2017-18-q1")
        self.check_page("contract-publish")
        self.visitor.press("Publish")
        self.visitor.sees("Say why it is published again")
        self.visitor.fill("Why is it published again?", "A late record came in")
        self.visitor.press("Publish")
        self.visitor.sees("Return for April to June 2017 published")

    def given_the_demonstration_people(self) -> None:
        with self.site.arranging():
            User.objects.filter(is_demonstration=True).update(is_demonstration=False)
            self.world = furnish("Hartley")
            for viewer, (name, _) in HOMES.items():
                self._is_of_the_demonstration(viewer, name)
        self.site.set_clock(CLOCK)

    def _is_of_the_demonstration(self, viewer: str, name: str) -> None:
        user = self.world.viewers[viewer]
        user.full_name = name
        user.is_demonstration = True
        user.save()

    def when_somebody_signs_in_by_one_click(self, name: str) -> None:
        self.visitor.go("/demonstration/")
        self.visitor.click(self.visitor.page.get_by_role("button", name=name))

    def then_they_are_at(self, home: str) -> None:
        assert self.visitor.page.url == self.site.address + home

    def and_there_are_at_most_six_places(self) -> None:
        assert 1 <= len(self._places()) <= MOST_PLACES

    def and_every_place_is_fit_for_everybody(self, viewer: str) -> None:
        for address in self._places():
            self.visitor.go(address)
            self.check_page(f"place-{viewer}{address.replace('/', '-')}")

    def _places(self) -> list[str]:
        links = self.visitor.page.locator(".govuk-service-navigation__list a").all()
        return [str(link.get_attribute("href")) for link in links]
