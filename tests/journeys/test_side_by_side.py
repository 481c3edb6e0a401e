"""Anybody ticks a few services among those that were found, and sees them side by side."""

from __future__ import annotations

from datetime import date

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


class TestComparingServices:
    """Somebody does not know which of three ways to help with debts is the one to ask for."""

    visitor: Visitor

    def test_from_the_search_and_back(self, visitor: Visitor, site: Site, check_page: CheckPage) -> None:
        self.visitor = visitor
        self.given_four_services_help_with_debts(site)
        self.when_they_tick_two()
        check_page("services-ticked")
        self.then_they_read_what_differs()
        check_page("services-compared")
        self.and_add_two_more()
        check_page("services-compared-too-many")
        self.and_remove_one()
        check_page("services-compared-three")

    def given_four_services_help_with_debts(self, site: Site) -> None:
        said = {"waiting_days": 9, "waiting_said_on": date(2017, 5, 30), "sessions": 8, "session_minutes": 60}
        with site.arranging():
            for name, more in (
                ("Debts one to one", {"what_happens": "You meet a worker.\n\nYou write to those you owe."}),
                ("Debts in a group", {"for_men": False, "youngest": 18}),
                ("Debts by telephone", {"channels": ["phone"], "languages": ["cy", "en"]}),
                ("Debts at the library", {"places": 12}),
            ):
                service = make.ServiceFactory(name=name, **said, **more)
                make.ServiceHoursFactory(place__service=service, place__name="The library")
                make.ServiceContactFactory(service=service, is_public=True)
                make.ServiceRouteFactory(service=service, route="charitable")

    def when_they_tick_two(self) -> None:
        self.visitor.go("/services?words=debts")
        for name in ("Debts one to one", "Debts in a group"):
            self.visitor.page.get_by_label(f"Compare {name}", exact=True).check()

    def then_they_read_what_differs(self) -> None:
        self.visitor.press("Compare those ticked")
        self.visitor.sees(
            "They differ in", "For Differs", "Usual dose The same", "You write to those you owe."
        )

    def and_add_two_more(self) -> None:
        self.visitor.follow("Choose another to compare")
        for name in ("Debts by telephone", "Debts at the library"):
            self.visitor.page.get_by_label(f"Compare {name}", exact=True).check()
        self.visitor.press("Compare those ticked")
        self.visitor.sees("You can compare up to 3 services at a time.", "is not shown")

    def and_remove_one(self) -> None:
        self.visitor.follow("Remove Debts in a group")
        self.visitor.does_not_see("You can compare up to 3")
        self.visitor.follow("Back to the search")
        assert self.visitor.page.locator(".tl-choose input:checked").count() == 3
        self.visitor.press("Compare those ticked")
        self.visitor.does_not_see("Debts in a group")
