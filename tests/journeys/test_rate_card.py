"""A rate card changes: the prime proposes, the contract manager reviews, the Board decides line by line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Locator

from tests.factories import NOW, SchemeRuleFactory, acting, member
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.supply.cards import Card, a_rate_card
from tests.supply.subcontracting import ON_THE_DAY, Replacing, replacing
from throughline.core.access import acting_as
from throughline.supply.actions.board import find_suitable
from throughline.supply.actions.chain_changes import carry_out_due


class TestWatchingOverRateCards:
    """What the contract manager watches, and what every prime and division reads."""

    @pytest.mark.asks("S56", "S60", "S61", "S74")
    def test_it(self, site: Site, visitor: Visitor, check_page: CheckPage) -> None:
        with site.arranging():
            card = a_rate_card()
            for name, value in (("rate_card_review_months", 1), ("publication_days", 30)):
                SchemeRuleFactory(scheme=card.scheme, name=name, value=value)
        site.set_clock(NOW)
        visitor.sign_in(card.reviewer)
        visitor.go("/contract")
        visitor.sees("Review the rate card of Northmoor CRC", "Overdue by 31 days")
        visitor.sees("Nothing is in the directory under the agreement with Northmoor Women's Centre")
        visitor.go("/contract/reviews")
        check_page("contract-reviews")
        visitor.click(visitor.page.get_by_role("link", name="Record a review"))
        check_page("contract-review-record")
        for box, text in (("Day", "1"), ("Month", "6"), ("Year", "2017")):
            visitor.fill(box, text)
        visitor.fill("What came of it?", "Prices stand")
        visitor.press("Record this review")
        visitor.sees("Review of Northmoor CRC recorded", "1 July 2017", "Prices stand")
        visitor.go("/contract/decision-times")
        check_page("contract-times")
        visitor.go("/contract/publication?standing=overdue")
        visitor.sees("2 agreements")
        check_page("contract-publication")
        visitor.go("/contract/margins")
        visitor.sees("£46.50", "£38.00", "£8.50", "18.3%")
        check_page("contract-margins")
        visitor.go("/rate-cards")
        check_page("rate-cards")
        visitor.follow("Northmoor CRC")
        visitor.sees("Part two", "Every buyer with a route")
        check_page("rate-card")
        visitor.follow("Compare two days")
        check_page("rate-card-differences")


class TestAProposalDecidedLineByLine:
    """One line each way: what is approved can be bought from its day, what is rejected by nobody."""

    @pytest.mark.asks("S59", "S60")
    def test_it(self, site: Site, visitor: Visitor, check_page: CheckPage) -> None:
        self.site, self.visitor, self.check_page = site, visitor, check_page
        self.given_a_service_on_the_rate_card()
        self.the_prime_drafts_two_lines_and_submits_them()
        self.the_contract_manager_finds_it_suitable()
        self.the_board_approves_one_line_and_rejects_the_other()
        self.the_minutes_say_what_was_decided()
        self.the_prime_reads_what_became_of_it()
        self.the_officer_sees_the_new_price_from_its_day_and_never_the_rejected_one()

    def given_a_service_on_the_rate_card(self) -> None:
        with self.site.arranging():
            self.card: Card = a_rate_card()
            self.officer = member("responsible_officer", self.card.division)
        self.site.set_clock(NOW)

    def the_prime_drafts_two_lines_and_submits_them(self) -> None:
        visitor = self.visitor
        visitor.sign_in(self.card.manager)
        visitor.go(f"/prime/rate-card/{self.card.service.reference}")
        visitor.sees("What you are paid changes by Change Notification")
        visitor.click(visitor.page.get_by_role("link", name="Propose a price"))
        self.check_page("change-new")
        visitor.press("Save and add lines")
        visitor.sees("Enter what changes", "Say why it should change")
        visitor.fill("What changes, in a few words", "Prices from July")
        visitor.fill("Why", "Rents rose by a tenth")
        visitor.press("Save and add lines")
        self.check_page("change-price")
        visitor.fill("New price", "46.50")
        self._from_the_first_of_july()
        visitor.press("Add this line")
        visitor.sees("The price is £46.50 already. Enter another")
        visitor.fill("New price", "50")
        visitor.press("Add this line")
        visitor.sees("Line 1 added", "Line 1: price change", "£46.50", "£50.00", "£12.00")
        visitor.follow("Propose a new item")
        self.check_page("change-item")
        visitor.page.get_by_label("Service", exact=True).select_option(label="Change programme")
        visitor.fill("Name of the item", "Group course")
        visitor.choose("each person who completes")
        visitor.fill("Price", "999")
        self._from_the_first_of_july()
        visitor.press("Add this line")
        visitor.sees("Line 2: new item", "Group course, each person who completes: Change programme")
        self.check_page("change-draft")
        visitor.press("Submit")
        self.check_page("change-submit")
        visitor.press("Submit")
        visitor.sees("Waits for a suitability review by Ministry, due by 15 June 2017")

    def _from_the_first_of_july(self) -> None:
        for box, text in (("Day", "1"), ("Month", "7"), ("Year", "2017")):
            self.visitor.fill(box, text)

    def the_contract_manager_finds_it_suitable(self) -> None:
        visitor = self.visitor
        visitor.sign_in(self.card.reviewer)
        visitor.go("/contract")
        self.check_page("contract-home-changes")
        visitor.follow("Changes")
        self.check_page("contract-changes")
        visitor.follow("Review Prices from July")
        visitor.sees(
            "Price change: Session, each session attended: Change programme, £50.00 from 1 July 2017"
        )
        self.check_page("change-review")
        visitor.choose("It is not suitable: it goes no further")
        visitor.press("Continue")
        visitor.sees("Say why you want to find this notification not suitable")
        visitor.choose("It is suitable: send it to the Change Board")
        visitor.press("Continue")
        visitor.sees("Found suitable", "Waits for the Change Board, due by 29 June 2017")

    def the_board_approves_one_line_and_rejects_the_other(self) -> None:
        visitor = self.visitor
        visitor.sign_in(self.card.member)
        visitor.go("/board")
        self.check_page("board-home")
        visitor.follow("Decide Prices from July")
        self.check_page("change-board")
        visitor.click(self._button("Decide line 1"))
        visitor.sees("A line is decided in a meeting of the Change Board. Open one first")
        self.check_page("board-new")
        visitor.press("Open this meeting")
        visitor.follow("Decide Prices from July")
        visitor.click(self._button("Decide line 1"))
        visitor.sees("Paid £46.50 now and £50.00 then; keeps £8.50 now and £12.00 then")
        self.check_page("change-decide")
        visitor.choose("Approve this line")
        visitor.press("Record this decision")
        visitor.sees("Line 1 approved")
        visitor.click(self._button("Decide line 2"))
        visitor.choose("Reject this line")
        visitor.press("Record this decision")
        visitor.sees("Say why you want to reject this line")
        visitor.fill("Reason (optional)", "Nobody else pays as much for a group")
        visitor.press("Record this decision")

    def _button(self, name: str) -> Locator:
        return self.visitor.page.get_by_role("button", name=name)

    def the_minutes_say_what_was_decided(self) -> None:
        visitor = self.visitor
        visitor.sees(
            "Line 2 rejected", "Northmoor CRC: Prices from July", "Nobody else pays as much for a group"
        )
        self.check_page("board-meeting")
        visitor.press("Agree the minutes")
        visitor.sees("2 lines decided: 1 approved, 1 rejected.")
        self.check_page("board-agree")
        visitor.click(visitor.page.locator("form.tl-form button"))
        visitor.sees("Minutes agreed", "Dorothy Lane")

    def the_prime_reads_what_became_of_it(self) -> None:
        visitor = self.visitor
        visitor.sign_in(self.card.manager)
        visitor.go("/changes")
        self.check_page("changes")
        visitor.follow(self._reference())
        visitor.sees("Decided", "Approved", "Rejected", "Nobody else pays as much for a group", "Took")
        self.check_page("change-decided")

    def _reference(self) -> str:
        shown: str = self.visitor.page.locator("tbody th a").first.inner_text()
        return shown

    def the_officer_sees_the_new_price_from_its_day_and_never_the_rejected_one(self) -> None:
        visitor = self.visitor
        visitor.sign_in(self.officer)
        address = f"/services/{self.card.service.reference}"
        visitor.go(address)
        visitor.sees("£46.50")
        visitor.does_not_see("£50.00", "£999", "Group course")
        self.site.set_clock(NOW + timedelta(days=30))
        visitor.go(address)
        visitor.sees("£50.00")
        visitor.does_not_see("£46.50", "£999", "Group course")


class TestASubcontractorReplaced:
    """Proposed, decided and carried out on its day: who gives the service, and with whom referrals are."""

    @pytest.mark.asks("S232")
    def test_it(self, site: Site, visitor: Visitor, check_page: CheckPage) -> None:
        self.site, self.visitor, self.check_page = site, visitor, check_page
        self.given_a_service_with_three_open_referrals()
        self.the_prime_proposes_who_takes_over()
        self.the_board_sees_what_hangs_on_it_and_approves()
        self.anybody_reads_the_chain_before_and_after()
        self.the_new_provider_has_what_had_not_begun()
        self.the_officer_sees_where_it_is_now()

    def given_a_service_with_three_open_referrals(self) -> None:
        with self.site.arranging():
            self.world: Replacing = replacing()
            self.goes = self.world.refer("sent")
            self.world.refer("accepted")
            self.world.refer("started")
        self.site.set_clock(NOW)

    def the_prime_proposes_who_takes_over(self) -> None:
        visitor = self.visitor
        visitor.sign_in(self.world.card.manager)
        visitor.go("/changes/new")
        visitor.fill("What changes, in a few words", "Harbour takes over in Northmoor")
        visitor.fill("Why", "The women's centre closes")
        visitor.press("Save and add lines")
        visitor.follow("Add a subcontractor")
        self.check_page("change-subcontractor")
        visitor.page.go_back()
        visitor.follow("Remove a subcontractor")
        self.check_page("change-removal")
        visitor.page.go_back()
        visitor.follow("Replace a subcontractor")
        self.check_page("change-replacement")
        visitor.press("Add this line")
        visitor.sees("Select whose work is taken over", "Enter who takes it over")
        whose = visitor.page.get_by_label("Whose work is taken over?")
        whose.select_option(label=whose.locator("option").nth(1).inner_text())
        visitor.fill("Who takes it over?", "Harbour Women's Project")
        visitor.fill("What is the new agreement called?", "Women's services in Northmoor")
        visitor.choose("Yes")
        for box, text in (("Day", "1"), ("Month", "7"), ("Year", "2017")):
            visitor.fill(box, text)
        visitor.press("Add this line")
        visitor.sees("Line 1 added", "3 open referrals: 2 go over, 1 stays with who has them")
        self.check_page("change-draft-subcontractor")
        visitor.press("Submit")
        visitor.press("Submit")
        visitor.sees("Waits for a suitability review by Ministry")

    def the_board_sees_what_hangs_on_it_and_approves(self) -> None:
        world, visitor = self.world, self.visitor
        with self.site.arranging():
            change = world.card.prime.changes_proposed.get(title="Harbour takes over in Northmoor")
            with acting_as(acting(world.card.reviewer)):
                find_suitable(notification=change, by=world.card.reviewer, at=NOW)
            world.card.meeting()
        visitor.sign_in(world.card.member)
        visitor.go(f"/changes/{change.reference}/lines/1/decide")
        visitor.sees("Change programme", "2 go over, 1 stays with who has them")
        self.check_page("change-decide-subcontractor")
        visitor.choose("Approve this line")
        visitor.press("Record this decision")
        visitor.sees("Line 1 approved")
        self.check_page("board-meeting-subcontractor")
        visitor.go(f"/changes/{change.reference}")
        visitor.sees("On its day")

    def anybody_reads_the_chain_before_and_after(self) -> None:
        visitor, address = self.visitor, f"/services/{self.world.card.service.reference}"
        visitor.go(f"{address}?as_at=2017-06-30")
        visitor.sees("Northmoor Women's Centre, who gives the service")
        visitor.go(f"{address}?as_at=2017-07-01")
        visitor.sees("Harbour Women's Project, who gives the service")
        self.check_page("service-whose-provider-changes")

    def the_new_provider_has_what_had_not_begun(self) -> None:
        visitor = self.visitor
        self.site.set_clock(ON_THE_DAY)
        with self.site.arranging():
            carry_out_due(on=ON_THE_DAY.date(), at=ON_THE_DAY)
        visitor.sign_in(self.world.manager_after)
        visitor.go(f"/referrals/{self.goes.reference}")
        visitor.sees("Accept", "Handed over to another provider")
        self.check_page("referral-handed-over")

    def the_officer_sees_where_it_is_now(self) -> None:
        visitor = self.visitor
        visitor.sign_in(self.world.officer)
        visitor.go(f"/referrals/{self.goes.reference}")
        visitor.sees("Harbour Women's Project", "Handed over to another provider")
