"""
Charlene: 15 RAR days, a women's centre, started two weeks after sentence, and everybody sees their part.

HM Inspectorate of Probation, Probation Supply Chains (2018), section 5.5. Names of organisations, people who
work there and prices are invented.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.world import charlenes_world
from throughline.core.models import User
from throughline.core.time import LONDON
from throughline.people.models import PersonAccess


def at(day: int, month: int, hour: int, minute: int = 0) -> datetime:
    """A moment of 2017 by the clock in London."""
    return datetime(2017, month, day, hour, minute, tzinfo=LONDON)


SENTENCED = at(2, 5, 14)
REFERRED = at(3, 5, 10)
ACCEPTED = at(4, 5, 9)
INTRODUCED = at(4, 5, 15)
BOOKED = at(5, 5, 9)
FIRST_HOUR = at(16, 5, 10)
SECOND_HOUR = at(16, 5, 14)


class TestCharlene:
    @pytest.fixture(autouse=True)
    def everybody(self, site: Site, visitor: Visitor, check_page: CheckPage) -> None:
        self.site, self.visitor, self.check_page = site, visitor, check_page
        with site.arranging():
            self.world = charlenes_world()
            self.person = self.world.person
            self.charlene = self.given_charlenes_own_account()
            make.AssessedNeedFactory(assessment__person=self.person)

    @pytest.mark.asks("S90", "S94", "S98", "S101", "S124", "S125")
    def test_one_line_from_her_need_to_the_public_pound(self) -> None:
        self.when_the_officer_raises_a_risk()
        self.and_refers_her_to_the_womens_centre()
        self.and_sends_it_with_the_risk_shared()
        self.then_the_centre_accepts_and_gives_it_to_amy()
        self.and_the_three_are_introduced()
        self.and_amy_reads_the_risk_and_books_two_hours_on_one_day()
        self.and_the_officer_sees_when_the_risk_was_read()

        self.when_amy_records_that_charlene_took_part(FIRST_HOUR)
        self.then_the_officer_sees("1 of 15 RAR days")
        self.and_charlene_sees("1 of 15 days completed, 14 left, by 1 May 2018")
        self.and_the_buyer_owes("£46.50")
        self.and_the_prime_owes("£38.00", of="£46.50")

        self.when_amy_records_that_charlene_took_part(SECOND_HOUR)
        self.then_the_officer_sees("1 of 15 RAR days")
        self.and_the_buyer_owes("£93.00")
        self.and_the_prime_owes("£76.00", of="£93.00")

        self.when_the_officer_meets_her_for_supervision()
        self.then_the_officer_sees("1 of 15 RAR days")

        self.when_amy_corrects_the_second_record()
        self.then_both_records_are_seen()
        self.and_the_officer_sees("1 of 15 RAR days")
        self.and_the_buyer_owes("£46.50")
        self.and_the_prime_owes("£38.00", of="£46.50")

        self.when_the_contract_manager_publishes_the_quarter()
        self.then_anybody_reads_it_in_the_return()
        self.and_the_prime_sees_the_referral_and_not_her_name()
        self.and_she_started_two_weeks_after_sentence()

    def given_charlenes_own_account(self) -> User:
        user = make.member("person", self.world.division, full_name=self.person.name)
        self.person.user = user
        self.person.save()
        make.PersonAccessFactory(
            person=self.person,
            user=user,
            scope=PersonAccess.Scope.SELF,
            because="self",
            because_id=self.person.pk,
        )
        return user

    def when(self, moment: datetime, user: User | None, path: str) -> None:
        """Somebody opens a page at a moment."""
        self.site.set_clock(moment)
        self.visitor.sign_in(user) if user else self.visitor.sign_out()
        self.visitor.go(path)

    def when_the_officer_raises_a_risk(self) -> None:
        self.when(REFERRED, self.world.officer, "/officer")
        self.visitor.sees("Nothing waits on you")
        self.check_page("officer-home")
        self.visitor.follow("My people")
        self.visitor.sees("0 of 15 RAR days")
        self.check_page("officer-people")
        self.visitor.follow(self.person.name)
        self.visitor.sees("No work serves this yet")
        self.visitor.press("Raise a risk")
        self.check_page("officer-risk")
        self.visitor.choose("Domestic abuse")
        self.visitor.fill("What is the risk?", "Violence by a former partner")
        self.visitor.fill("Restrictions (optional)", "Not to be telephoned at home")
        self.visitor.fill("What is to be done when they appear? (optional)", "Telephone Helen the same day")
        self.visitor.press("Raise risk")
        self.visitor.sees("Risk raised for Charlene", "Not to be telephoned at home")
        self.check_page("officer-person")

    def and_refers_her_to_the_womens_centre(self) -> None:
        self.visitor.press("Refer to a service")
        self.check_page("officer-refer")
        self.visitor.press("Save and decide on risks")
        self.visitor.sees("Enter how many sessions are planned")
        self.check_page("officer-refer-mistakes")
        self.visitor.fill("How many sessions are planned?", "15")
        self.visitor.fill("Why this service for this person?", "Anxious, depressed and isolated")
        self.visitor.press("Save and decide on risks")

    def and_sends_it_with_the_risk_shared(self) -> None:
        self.visitor.sees("£46.50 each session attended, £697.50 for 15 sessions")
        self.visitor.press("Send")
        self.visitor.sees("Say why you are not sharing the risk of domestic abuse, or share it")
        self.check_page("officer-send")
        self.visitor.choose("Share it")
        self.visitor.press("Send")
        self.visitor.sees(
            "Referral sent to Northmoor Women's Centre", "Nobody at the provider has read it yet"
        )
        self.check_page("referral-officer")
        self.reference = self.visitor.page.url.rsplit("/", 1)[-1]

    def then_the_centre_accepts_and_gives_it_to_amy(self) -> None:
        self.when(ACCEPTED, self.world.manager, "/provider")
        self.visitor.sees("Accept or decline the referral")
        self.visitor.go(f"/referrals/{self.reference}")
        self.visitor.sees("Violence by a former partner")
        self.check_page("referral-provider")
        self.visitor.press("Accept")
        self.visitor.press("Accept referral")
        self.visitor.press("Give to a worker")
        self.visitor.page.get_by_label("Amy Walsh").check()
        self.visitor.click(self.visitor.page.locator("form.tl-form button"))
        self.visitor.sees("Worker Amy Walsh")

    def and_the_three_are_introduced(self) -> None:
        self.when(INTRODUCED, self.world.officer, f"/referrals/{self.reference}")
        self.visitor.sees("Introduction of all three Missing", "Not begun, 2 days after sentence")
        self.visitor.press("Record a contact")
        self.visitor.choose("They met")
        self.visitor.press("Record contact")
        self.visitor.sees("Select who was there")
        self.check_page("contact-mistakes")
        self.visitor.choose("All three: the officer introduced the person and the worker to each other")
        self.visitor.press("Record contact")
        self.visitor.sees("4 May 2017: the person, the responsible officer and the worker, they met")

    def and_amy_reads_the_risk_and_books_two_hours_on_one_day(self) -> None:
        self.when(BOOKED, self.world.worker, "/new-referrals")
        self.visitor.sees(self.person.name)
        for hour in (FIRST_HOUR, SECOND_HOUR):
            self.visitor.go(f"/referrals/{self.reference}")
            self.visitor.sees("Not to be telephoned at home", "Telephone Helen the same day")
            self.visitor.press("Book an appointment")
            self.visitor.fill("Day", str(hour.day))
            self.visitor.fill("Month", str(hour.month))
            self.visitor.fill("Year", str(hour.year))
            self.visitor.fill("Start time", f"{hour:%H:%M}")
            self.visitor.choose("Yes")
            self.visitor.click(self.visitor.page.locator("form.tl-form button"))
        self.visitor.sees(
            "16 May 2017 at 10am to 11am", "16 May 2017 at 2pm to 3pm", "Planned as RAR activity"
        )

    def and_the_officer_sees_when_the_risk_was_read(self) -> None:
        self.when(BOOKED, self.world.officer, f"/referrals/{self.reference}")
        self.visitor.sees("Amy Walsh on 5 May 2017 at 9am", "0 of 15 RAR days")
        self.visitor.go(f"/people/{self.person.reference}/days")
        self.visitor.sees("14 unplanned")
        self.check_page("officer-days-planned")

    def when_amy_records_that_charlene_took_part(self, began: datetime) -> None:
        self.when(began + timedelta(hours=1), self.world.worker, "/today")
        self.visitor.sees(self.person.name)
        with self.site.arranging():
            appointment = self.person.appointments.get(starts_at=began)
        self.visitor.go(f"/appointments/{appointment.reference}/attendance")
        self.visitor.choose("Took part")
        self.visitor.click(self.visitor.page.locator("form.tl-form button"))

    def then_the_officer_sees(self, days: str) -> None:
        self.visitor.sign_in(self.world.officer)
        for path in ("/people", f"/people/{self.person.reference}", f"/people/{self.person.reference}/days"):
            self.visitor.go(path)
            self.visitor.sees(days)
        self.check_page("officer-days")
        self.visitor.go(f"/referrals/{self.reference}")
        self.visitor.sees(days)

    and_the_officer_sees = then_the_officer_sees

    def and_charlene_sees(self, days: str) -> None:
        self.visitor.sign_in(self.charlene)
        self.visitor.go("/my-days")
        self.visitor.sees(days)
        self.check_page("person-days")
        self.visitor.go("/my-plan")
        self.visitor.sees("Change programme with Amy Walsh, Northmoor Women's Centre")
        self.check_page("person-plan")
        self.visitor.go("/my-appointments")
        self.visitor.sees("You took part")
        self.visitor.does_not_see("Violence by a former partner")
        self.check_page("person-appointments")

    def and_the_buyer_owes(self, amount: str) -> None:
        self.visitor.sign_in(self.world.commissioner)
        self.visitor.go("/money")
        self.visitor.sees("NPS Ridgeway", "Northmoor CRC", amount)
        self.visitor.does_not_see("Northmoor Women")

    def and_the_prime_owes(self, amount: str, of: str) -> None:
        self.visitor.sign_in(self.world.supply_chain_manager)
        self.visitor.go("/money")
        self.visitor.sees(of, amount)
        self.visitor.sign_in(self.world.manager)
        self.visitor.go("/money")
        self.visitor.sees("Northmoor CRC", amount)
        self.visitor.does_not_see(of)

    def when_the_officer_meets_her_for_supervision(self) -> None:
        self.when(at(17, 5, 9), self.world.officer, f"/people/{self.person.reference}/supervision")
        self.check_page("officer-supervision")
        self.visitor.fill("Day", "17")
        self.visitor.fill("Month", "5")
        self.visitor.fill("Year", "2017")
        self.visitor.fill("Time it begins", "10am")
        self.visitor.press("Book")
        self.visitor.sees("17 May 2017 at 10am to 11am")
        self.when(at(17, 5, 12), self.world.officer, "/officer")
        self.visitor.follow(f"Record supervision: {self.person.name}")
        self.visitor.choose("Took part")
        self.visitor.click(self.visitor.page.locator("form.tl-form button"))
        self.visitor.go(f"/people/{self.person.reference}")
        self.visitor.sees("Supervision: not a RAR day", "Took part: Helen Price recorded it on 17 May 2017")

    def when_amy_corrects_the_second_record(self) -> None:
        with self.site.arranging():
            appointment = self.person.appointments.get(starts_at=SECOND_HOUR)
        self.when(at(18, 5, 9), self.world.worker, f"/appointments/{appointment.reference}/correct")
        self.visitor.choose("Came, but no session was held")
        self.visitor.fill("Why was the first record wrong?", "The tutor was ill that afternoon")
        self.visitor.click(self.visitor.page.locator("form.tl-form button"))

    def then_both_records_are_seen(self) -> None:
        self.visitor.go(f"/referrals/{self.reference}")
        self.visitor.sees(
            "Took part (corrected since)",
            "Came, but no session was held: Amy Walsh recorded it on 18 May 2017",
            "The tutor was ill that afternoon",
        )
        self.check_page("referral-corrected")

    def when_the_contract_manager_publishes_the_quarter(self) -> None:
        quarter = f"{self.world.scheme.code}/2017-18-q1"
        self.when(at(17, 7, 9), self.world.contract_manager, f"/contract/publish/{quarter}")
        self.visitor.click(self.visitor.page.locator("form.tl-form button"))

    def then_anybody_reads_it_in_the_return(self) -> None:
        self.when(at(18, 7, 9), None, f"/open/returns/{self.world.scheme.code}/2017-18-q1")
        self.visitor.sees("Change programme", "£46.50", "£38.00")
        self.visitor.does_not_see("Charlene", "Amy Walsh")
        self.check_page("charlenes-return")

    def and_the_prime_sees_the_referral_and_not_her_name(self) -> None:
        self.when(at(18, 7, 9), self.world.supply_chain_manager, f"/referrals/{self.reference}")
        self.visitor.sees("Change programme", "Name not shown to you")
        self.visitor.does_not_see("Charlene", "Violence by a former partner", "Anxious")
        self.check_page("referral-prime")

    def and_she_started_two_weeks_after_sentence(self) -> None:
        self.when(at(18, 7, 9), self.world.manager, f"/referrals/{self.reference}")
        self.visitor.sees("14 days: sentenced on 2 May 2017, begun on 16 May 2017", "4 May 2017: the person")
        self.check_page("referral-begun")
        self.visitor.go("/starts")
        self.visitor.sees("Northmoor Women's Centre 1 taken on 1 14 0 1 of 1")
        self.check_page("starts")
        self.visitor.follow("1 taken on")
        self.visitor.sees(self.reference, "2 May 2017", "16 May 2017")
        self.when(at(18, 7, 9), self.world.contract_manager, "/starts")
        self.visitor.sees("Northmoor Women's Centre 1 1 14 0 1 of 1")
