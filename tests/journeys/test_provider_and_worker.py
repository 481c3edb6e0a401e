"""A small charity's day: its manager decides, its worker books, records on a phone, corrects and ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.world import World, charlenes_world
from throughline.line.models import Appointment, Referral
from throughline.line.rules.risk_sharing import Decision

TUESDAY = make.NOW + timedelta(days=12, hours=1)


class TestADayAtTheCentre:
    world: World
    referral: Referral
    name: str

    @pytest.fixture(autouse=True)
    def somebody_at_a_browser(self, site: Site, visitor: Visitor, check_page: CheckPage) -> None:
        self.site, self.visitor, self.check_page = site, visitor, check_page

    def test_from_the_decision_to_the_outcome(self) -> None:
        self.given_a_referral_with_a_shared_risk()
        self.when_the_manager_decides()
        self.and_gives_it_to_the_worker()
        self.when_the_worker_books()
        self.and_records_with_one_tap()
        self.and_corrects_the_record()
        self.and_completes_it_with_its_outcome()

    def test_what_the_centre_offers_signed_and_who_works_there(self) -> None:
        self.given_a_referral_with_a_shared_risk()
        self.visitor.sign_in(self.world.manager)
        for path, name in (
            ("/provider", "provider-home"),
            ("/kept-services", "kept-services"),
            (f"/kept-services/{self._service()}", "service-record"),
            (f"/kept-services/{self._service()}/move/suspend", "service-suspend"),
            ("/provider/agreements", "provider-agreements"),
            ("/team", "provider-team"),
            ("/team/give-role", "provider-give-role"),
            (f"/referrals/{self.referral.reference}/decline", "referral-decline"),
            (f"/referrals/{self.referral.reference}/ask", "referral-ask"),
        ):
            self.visitor.go(path)
            self.check_page(name)
        self.visitor.press("Send question")
        self.visitor.sees("Write your question to the responsible officer")
        self.check_page("referral-ask-error")

    def given_a_referral_with_a_shared_risk(self) -> None:
        self.site.set_clock(make.NOW)
        with self.site.arranging():
            self.world = charlenes_world()
            self.world.person.last_name = f"Example {self.world.person.pk}"
            self.world.person.save()
            flag = make.RiskFlagFactory(person=self.world.person)
            self.referral = self.world.sent({flag.pk: Decision(shared=True)})
            self.referral.refresh_from_db()
        self.name = self.world.person.name

    def when_the_manager_decides(self) -> None:
        self.visitor.sign_in(self.world.manager)
        self.visitor.go("/provider")
        self.visitor.sees(f"Accept or decline the referral: {self.name}")
        self.visitor.go(f"/referrals/{self.referral.reference}/accept")
        self.visitor.sees("£38.00 for each session attended by Northmoor CRC")
        self.check_page("referral-accept")
        self.visitor.press("Accept referral")
        self.visitor.sees(f"Referral of {self.name} accepted")

    def and_gives_it_to_the_worker(self) -> None:
        self.visitor.go("/provider")
        self.visitor.follow(f"Give the referral to a worker: {self.name}")
        self.check_page("referral-allocate")
        self.visitor.choose("Amy Walsh")
        self.visitor.press("Give to worker")
        self.visitor.sees(f"Amy Walsh now works with {self.name}")

    def when_the_worker_books(self) -> None:
        self.visitor.sign_in(self.world.worker)
        for path, name in (("/today", "worker-waits"), ("/new-referrals", "worker-new-referrals")):
            self.visitor.go(path)
            self.visitor.sees(self.name)
            self.check_page(name)
        self.visitor.go(f"/referrals/{self.referral.reference}/book")
        self.visitor.sees("0 of 15 RAR days completed, 0 more planned, 15 unplanned")
        self.check_page("referral-book")
        self.visitor.press("Book appointment")
        self.visitor.sees("Enter the date of the appointment")
        self.check_page("referral-book-error")
        for label, text in (("Day", "13"), ("Month", "6"), ("Year", "2017"), ("Start time", "11am")):
            self.visitor.fill(label, text)
        self.visitor.choose("Yes")
        self.visitor.press("Book appointment")
        self.visitor.sees("Appointment booked for 13 June 2017 at 11am")

    def and_records_with_one_tap(self) -> None:
        self.site.set_clock(TUESDAY + timedelta(minutes=50))
        self.visitor.go("/my-people")
        self.visitor.sees("0 of 15 RAR days")
        self.check_page("worker-my-people")
        self.visitor.go("/today")
        self.check_page("worker-today")
        self.visitor.click(self.visitor.page.get_by_role("button", name="Took part"))
        self.check_page("appointment-attendance")
        self.visitor.press("Save attendance")
        self.visitor.sees(f"{self.name}: took part")
        self.check_page("worker-today-recorded")

    def and_corrects_the_record(self) -> None:
        with self.site.arranging():
            reference = Appointment.objects.get(referral=self.referral).reference
        self.visitor.go(f"/appointments/{reference}")
        self.visitor.sees("Planned as RAR activity")
        self.check_page("appointment")
        self.visitor.click(self.visitor.page.get_by_role("button", name="Correct what was recorded"))
        self.check_page("appointment-correct")
        self.visitor.choose("Came late and took part")
        self.visitor.fill("Why was the first record wrong?", "She came at half past")
        self.visitor.press("Save correction")
        self.visitor.sees("Corrected to: came late and took part", "She came at half past")
        self.check_page("appointment-corrected")

    def and_completes_it_with_its_outcome(self) -> None:
        self.visitor.go(f"/referrals/{self.referral.reference}/end-early")
        self.check_page("referral-end-early")
        self.visitor.go(f"/referrals/{self.referral.reference}/complete")
        self.check_page("referral-complete")
        self.visitor.choose("Achieved")
        self.visitor.fill("What shows it?", "Goes to the group each week on her own")
        self.visitor.press("Complete referral")
        self.visitor.sees("Completed")

    def _service(self) -> str:
        with self.site.arranging():
            self.world.service.refresh_from_db()
        return self.world.service.reference
