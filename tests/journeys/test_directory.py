"""Anybody looks for a service, and follows it to whose it is and who pays."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command

from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.supply.crs_documents import document, providers, write


class TestLookingForAService:
    """Somebody without an account wants to know what there is for women in Gwent, and whose it is."""

    visitor: Visitor

    def test_from_the_directory_to_who_pays(
        self, visitor: Visitor, site: Site, check_page: CheckPage, tmp_path: Path
    ) -> None:
        self.visitor = visitor
        self.given_three_contracts_were_loaded(site, tmp_path)
        self.when_they_look_for_a_need_in_an_area()
        check_page("services")
        self.and_for_whom_it_is()
        check_page("services-with-reasons")
        self.then_they_read_whose_it_is_and_who_pays()
        check_page("service")
        self.and_that_its_prime_works_below_another_elsewhere()
        check_page("organisation")
        self.and_how_many_are_both()
        check_page("supply-chain")
        self.and_where_they_stand_on_a_map()
        check_page("chain-areas")
        self.visitor.follow("Supply chain")
        self.and_every_agreement_between_them()
        check_page("agreements")
        self.and_what_the_words_mean()
        check_page("words-used")
        self.visitor.go("/supply-chain/modes")
        self.visitor.sees("How services are given", "100% of 1")
        check_page("modes")
        self.visitor.go("/open/codes")
        check_page("codes")

    def given_three_contracts_were_loaded(self, site: Site, folder: Path) -> None:
        gwent = {"nps_region_code": None, "pcc_region_code": "gwent"}
        women = {"allows_female": True, "allows_male": False, "minimum_age": 18, "maximum_age": None}
        activity = {
            "need_area": "Accommodation",
            "activity": "Viewing flats together",
            "delivery_method": "One to one",
            "delivery_location": "Newport",
        }
        path = write(
            folder / "contracts.jsonl",
            document(
                "JN_1",
                region=gwent,
                eligibility=women,
                contract_type_id="WOS",
                intervention_title="Women's services in Gwent",
                short_description="A home, work and company.\n\nFor women living in Gwent.",
                providers=providers("SKYLARK_HOUSE", "WREN_CENTRE"),
                activities=[activity],
            ),
            document("JN_2", providers=providers("MERLIN_TRUST", "SKYLARK_HOUSE")),
            document("JN_3", providers=providers("WREN_CENTRE")),
        )
        with site.arranging():
            call_command("load", "crs-contracts", path, apply=True, verbosity=0)

    def when_they_look_for_a_need_in_an_area(self) -> None:
        self.visitor.go("/services")
        self.visitor.page.get_by_label("Need", exact=True).select_option(label="Women's services")
        self.visitor.page.get_by_label("Where", exact=True).select_option(label="Gwent (police area)")
        self.visitor.press("Find services")
        self.visitor.sees("1 service", "Women's services in Gwent", "Skylark House", "Core contract")

    def and_for_whom_it_is(self) -> None:
        self.visitor.page.get_by_label("For", exact=True).select_option(label="A man")
        self.visitor.press("Find services")
        self.visitor.sees("1 more service that fits what you asked is not for this person")
        self.visitor.follow("Show them too, with the reasons")
        self.visitor.sees("Not eligible because it is for women")

    def then_they_read_whose_it_is_and_who_pays(self) -> None:
        self.visitor.follow("Women's services in Gwent")
        self.visitor.sees(
            "Women aged 18 or over",
            "Pays Ministry of Justice",
            "Prime provider (Tier 1) Skylark House, who gives the service",
            "Subcontractor (Tier 2) Wren Centre",
            "Viewing flats together",
        )

    def and_that_its_prime_works_below_another_elsewhere(self) -> None:
        self.visitor.follow("Skylark House")
        self.visitor.sees("1 contract held (Tier 1)", "1 agreement below others", "Merlin Trust")

    def and_how_many_are_both(self) -> None:
        self.visitor.go("/supply-chain")
        self.visitor.sees("Commissioned Rehabilitative Services", "are both")

    def and_where_they_stand_on_a_map(self) -> None:
        self.visitor.follow("How many stand in each area")
        self.visitor.sees("Numbers are those of the table", "4 areas", "Northumbria")

    def and_every_agreement_between_them(self) -> None:
        self.visitor.follow("The agreements between them")
        self.visitor.sees("Skylark House", "Wren Centre", "Ministry of Justice")

    def and_what_the_words_mean(self) -> None:
        self.visitor.go("/words-used")
        self.visitor.fill("Word", "sub sub")
        self.visitor.press("Find")
        self.visitor.sees("Tier 3", "An organisation that works below a Tier 2 provider.")
