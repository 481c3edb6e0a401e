"""A prime, its provider, the buyer's budget holder and the contract manager about the same money."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.factories import NOW, START, OrganisationFactory, SchemeFactory, member
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.money.chains import PricedChain, accept, correct, deliver
from throughline.core.models import Organisation, User
from throughline.core.money import Money
from throughline.money.actions.advances import pay_advance
from throughline.money.models import LedgerEntry

TODAY = datetime(2017, 8, 1, 9, 0, tzinfo=UTC)


class TestMoneyThatEveryoneReadsAlike:
    """One set of figures, opened by each party from its own side."""

    @pytest.mark.asks("S165", "S166", "S178")
    def test_it(self, site: Site, visitor: Visitor, check_page: CheckPage, tmp_path: Path) -> None:
        self.visitor, self.check_page = visitor, check_page
        self.given_two_sessions_one_of_them_corrected(site)
        self.the_division_sees_its_advance_and_what_is_left_of_it()
        self.every_figure_opens()
        self.the_budget_holder_allows_what_is_beyond_the_budget()
        self.the_provider_checks_its_return_and_sends_it(tmp_path)
        self.the_contract_manager_looks_only_at_what_differs()

    def given_two_sessions_one_of_them_corrected(self, site: Site) -> None:
        site.set_clock(TODAY)
        with site.arranging():
            steward = OrganisationFactory(name="Ministry of Justice (invented)")
            scheme = SchemeFactory(name="Transforming Rehabilitation", steward=steward)
            buyer: Organisation = OrganisationFactory(name="North division")
            chain = PricedChain(prices=("60", "46.50"), scheme=scheme, buyer=buyer)
            self.deliverer = chain.providers[1]
            self.commissioner: User = member("commissioner", buyer, full_name="Helen Price")
            self.manager: User = member("provider_manager", self.deliverer, full_name="Ruth Okafor")
            self.contract_manager: User = member("contract_manager", steward, full_name="Alan West")
            chain.budget("1000")
            referral = chain.refer(planned_sessions=10)
            accept(referral)
            deliver(referral, day=0)
            correct(deliver(referral, day=7), "missed")
            deliver(referral, day=14)
            self.reference = referral.reference
            self.beyond = chain.refer(planned_sessions=10)
            accept(self.beyond)
            pay_advance(
                scheme=scheme, payer=buyer, provider=chain.prime, amount=Money("1000"), paid_on=START,
                payment_reference="BACS 0417", by=self.commissioner, at=NOW,
            )  # fmt: skip

    def the_division_sees_its_advance_and_what_is_left_of_it(self) -> None:
        self.visitor.sign_in(self.commissioner)
        self.visitor.go("/money")
        self.visitor.sees("£880.00 to come back", "£1,000.00", "£120.00")
        self.check_page("money")

    def every_figure_opens(self) -> None:
        owed = self.visitor.page.get_by_role("table", name="Who owes whom")
        self.visitor.click(owed.get_by_role("link", name="£120.00"))
        self.visitor.sees("These entries come to £120.00")
        self.check_page("ledger")
        self.visitor.click(self.visitor.page.locator("tbody th a").first)
        self.visitor.sees("Price", "£60.00 for Session, each session attended, fixed on 1 June 2017")
        self.check_page("ledger-entry")

    def the_budget_holder_allows_what_is_beyond_the_budget(self) -> None:
        self.visitor.go("/budgets")
        self.visitor.sees("What waits on you", f"Referral {self.beyond.reference}")
        self.check_page("budgets")
        self.visitor.follow(f"Referral {self.beyond.reference}: £600.00")
        self.visitor.choose("Yes, allow it")
        self.check_page("commitment")
        self.visitor.fill("Why?", "There is no other service for her")
        self.visitor.press("Save decision")
        self.visitor.sees("Its provider can book now", "-£200.00")
        self.check_page("budget")

    def the_provider_checks_its_return_and_sends_it(self, folder: Path) -> None:
        file = folder / "return.csv"
        lines = [("2017-06-01", "46.50"), ("2017-06-08", "46.50"), ("2017-06-15", "45.00"), ("soon", "1")]
        rows = "".join(f"{self.reference},{day},{amount}\n" for day, amount in lines)
        file.write_text(f"referral,delivered_on,amount\n{rows}")
        self.visitor.sign_in(self.manager)
        self.visitor.go("/reconciliations/new")
        self.visitor.page.get_by_label("Which quarter?").select_option("2017-18 Q1")
        self.visitor.page.get_by_label("The return", exact=True).set_input_files(file)
        self.check_page("new-return")
        self.visitor.press("Check the return")
        self.visitor.sees("3 of 4 lines would be loaded, 1 would be rejected", "Line 5")
        self.check_page("return-checked")
        self.visitor.press("Take the return in")
        self.visitor.sees("2 lines to look at")

    def the_contract_manager_looks_only_at_what_differs(self) -> None:
        self.visitor.sign_in(self.contract_manager)
        self.visitor.go("/reconciliations")
        self.check_page("reconciliations")
        self.visitor.follow(f"{self.deliverer} to Northern CRC")
        self.visitor.sees(
            "The return says £45.00, the record £46.50",
            "The session of 8 June 2017 is recorded as not held, so nothing is owed for it",
        )
        self.check_page("reconciliation")
        with self.visitor.site.arranging():
            wanted = LedgerEntry.objects.get(provider=self.deliverer, happened_on="2017-06-15")
        self.visitor.follow("£46.50 on 15 June 2017")
        self.visitor.sees(f"Ledger entry {wanted.pk}")
