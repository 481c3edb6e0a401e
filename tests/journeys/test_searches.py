"""An officer saves a search, finds what is new in it, and shares it with a colleague."""

from __future__ import annotations

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


class TestSavingASearch:
    """Helen asks the directory for the same thing every week, and Janet would like to as well."""

    visitor: Visitor

    def test_from_saving_to_a_copy(self, visitor: Visitor, site: Site, check_page: CheckPage) -> None:
        self.visitor = visitor
        with site.arranging():
            division = make.OrganisationFactory(name="NPS Searching")
            helen = make.member("responsible_officer", division, full_name="Helen Price")
            janet = make.member("responsible_officer", division, full_name="Janet Moss")
            make.ServiceFactory(name="Beekeeping for women", for_men=False)
        visitor.sign_in(helen)
        self.when_she_saves_what_she_asked(check_page)
        with site.arranging():
            make.ServiceFactory(name="Beekeeping in the evening")
        self.then_she_finds_what_is_new(check_page)
        where = self.and_shares_it(check_page)
        visitor.sign_in(janet)
        self.so_that_her_colleague_keeps_a_copy(where, check_page)

    def when_she_saves_what_she_asked(self, check_page: CheckPage) -> None:
        self.visitor.go("/services?words=beekeeping&sex=female")
        check_page("services-to-save")
        self.visitor.follow("Save this search")
        self.visitor.sees("Words: beekeeping", "For: A woman")
        self.visitor.fill("Name", "Bees")
        check_page("search-new")
        self.visitor.press("Save")
        self.visitor.sees("Bees saved")
        check_page("searches")

    def then_she_finds_what_is_new(self, check_page: CheckPage) -> None:
        self.visitor.go("/searches")
        self.visitor.follow("Bees")
        self.visitor.sees("1 new service", "Beekeeping in the evening")
        check_page("search-with-new")
        self.visitor.press("I have seen these")
        self.visitor.sees("Nothing is new since you last looked.")

    def and_shares_it(self, check_page: CheckPage) -> str:
        self.visitor.follow("Share this search")
        check_page("search-share")
        self.visitor.choose("Everybody who signs in for NPS Searching")
        self.visitor.press("Share")
        self.visitor.sees("The link to send")
        check_page("search-shared-by-me")
        return self.visitor.page.url.removeprefix(self.visitor.site.address)

    def so_that_her_colleague_keeps_a_copy(self, where: str, check_page: CheckPage) -> None:
        self.visitor.go(where)
        self.visitor.sees("Helen Price", "Words: beekeeping")
        check_page("search-shared-with-me")
        self.visitor.follow("Keep a copy")
        check_page("search-copy")
        self.visitor.press("Keep a copy")
        self.visitor.sees("Bees saved")
