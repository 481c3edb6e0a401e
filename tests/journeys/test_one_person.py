"""One person who is a whole charity confirms their service from a phone, whose browser counts each touch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests import factories as make
from tests.journeys.site import Site
from tests.journeys.visitor import PHONE, Visitor, violations
from tests.world import charlenes_world
from throughline.core.models import Organisation, User
from throughline.supply.models import Service

FEWER_THAN = 5
"""How many touches confirming may take, from a message or a bookmark that opens the site (Show 3)."""

COUNTS = """
addEventListener("touchstart", () => {
  sessionStorage.setItem("touches", Number(sessionStorage.getItem("touches")) + 1)
}, {capture: true})
"""
"""In every page that opens: this window's touches are counted, from one page to the next."""


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Visitor]:
    """A phone: narrow, and touched; nobody is signed in."""
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]},
        has_touch=True,
        is_mobile=True,
        locale="en-GB",
        timezone_id="Europe/London",
    )
    context.set_default_timeout(10_000)
    context.add_init_script(COUNTS)
    yield Visitor(context.new_page(), site)
    context.close()


class TestOnePersonConfirmsFromAPhone:
    person: User
    service: Service

    @pytest.fixture(autouse=True)
    def somebody_at_a_phone(self, site: Site, phone: Visitor) -> None:
        self.site, self.phone = site, phone

    @pytest.mark.asks("S63")
    def test_in_fewer_than_five_touches(self) -> None:
        self.given_a_charity_of_one_person_with_one_service()
        self.when_they_open_the_site()
        self.and_they_touch("link", "Go to your work as Provider manager")
        self.then_the_service_waits()
        self.and_they_touch("button", "It is true of Painting on Tuesdays")
        self.then_it_is_confirmed()
        self.and_it_took_fewer_than_five_touches()
        self.and_everybody_in_the_scheme_reads_it()

    def given_a_charity_of_one_person_with_one_service(self) -> None:
        self.site.set_clock(make.NOW)
        with self.site.arranging():
            world = charlenes_world()
            charity: Organisation = make.OrganisationFactory(name="Larkfield Art Room", kind="charity")
            self.person = make.member("provider_manager", charity, full_name="Mair Bevan")
            make.MembershipFactory(role="support_worker", organisation=charity, user=self.person)
            self.officer = world.officer
            self.service = make.complete(
                make.ServiceFactory(
                    name="Painting on Tuesdays", scheme=world.scheme, deliverer=charity, owner=self.person
                )
            )
            long_ago = make.NOW.date() - timedelta(days=400)
            Service.objects.filter(pk=self.service.pk).update(confirmed_on=long_ago)
            self.service.refresh_from_db()

    def when_they_open_the_site(self) -> None:
        self.phone.sign_in(self.person)
        self.phone.go("/")
        self.phone.page.evaluate("sessionStorage.clear()")

    def and_they_touch(self, role: Literal["button", "link"], name: str) -> None:
        # A touch, unlike a click, does not wait until the page it leads to has begun to arrive.
        with self.phone.page.expect_navigation():
            self.phone.page.get_by_role(role, name=name, exact=True).tap()

    def then_the_service_waits(self) -> None:
        self.phone.sees("Services to confirm", "Painting on Tuesdays", "Waiting 400 days")
        assert violations(self.phone.page) == []

    def then_it_is_confirmed(self) -> None:
        self.phone.sees("Painting on Tuesdays confirmed", "Confirmed today")
        self.phone.does_not_see("Services to confirm")
        assert violations(self.phone.page) == []
        width = self.phone.page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE[0]

    def and_it_took_fewer_than_five_touches(self) -> None:
        assert 0 < self.touches < FEWER_THAN

    def and_everybody_in_the_scheme_reads_it(self) -> None:
        self.phone.sign_in(self.officer)
        self.phone.go(f"/services/{self.service.reference}")
        self.phone.sees("1 June 2017")

    @property
    def touches(self) -> int:
        counted: int = self.phone.page.evaluate("Number(sessionStorage.getItem('touches'))")
        return counted
