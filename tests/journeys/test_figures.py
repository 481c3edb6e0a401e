"""A contract manager asks for the scheme in figures, and opens one."""

from __future__ import annotations

from tests.factories import member
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.supply.inspected import tables_2_and_3


class TestTheSchemeInFigures:
    """Somebody who oversees a scheme wants the counts that the inspectors had to ask every company for."""

    visitor: Visitor

    def test_from_the_landscape_to_what_a_number_counts(
        self, visitor: Visitor, site: Site, check_page: CheckPage
    ) -> None:
        self.visitor = visitor
        with site.arranging():
            made = tables_2_and_3()
            manager = member("contract_manager", made.scheme.steward)
        self.visitor.sign_in(manager)
        self.visitor.go("/contract/landscape?as_at=2017-12-01")
        self.visitor.follow("in figures")
        self.visitor.sees("Supply chain in figures: Inspected", "Tier 1, delivering themselves", "4")
        check_page("figures")
        self.when_they_choose_areas()
        check_page("figures-of-areas")
        self.visitor.page.get_by_role("link", name="1 Tier 3 or lower").click()
        self.visitor.sees("Tier 3 or lower", "1 provider")
        check_page("figure")

    def when_they_choose_areas(self) -> None:
        self.visitor.page.get_by_text("Choose areas").click()
        self.visitor.page.get_by_label("Area 00", exact=True).check()
        self.visitor.page.get_by_label("Area 01", exact=True).check()
        self.visitor.press("Show these")
        self.visitor.sees("All areas", "1 Tier 3 or lower")
