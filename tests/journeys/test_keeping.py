"""A charity of one person keeps its entry true from a phone; the scheme looks at what changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import PHONE, Visitor
from tests.world import World, charlenes_world
from throughline.supply.models import Service

FEWER_THAN = 5
"""How many touches confirming may take (Show 3)."""


class TestKeepingAnEntryTrue:
    world: World
    touches: int

    @pytest.fixture(autouse=True)
    def somebody_at_a_phone(self, site: Site, visitor: Visitor, check_page: CheckPage) -> None:
        self.site, self.visitor, self.check_page = site, visitor, check_page
        self.touches = 0

    @pytest.mark.asks("S63")
    def test_confirmed_from_a_phone_in_fewer_than_five_touches(self) -> None:
        self.given_an_entry_nobody_confirmed_for_a_year()
        self.when_its_one_person_looks_at_their_phone()
        self.then_the_entry_waits_with_its_clock()
        self.and_they_touch("It is true")
        self.then_it_is_confirmed()
        self.and_it_took_fewer_than_five_touches()
        self.and_it_can_be_undone()

    def test_what_is_not_true_any_more_is_changed(self) -> None:
        self.given_an_entry_nobody_confirmed_for_a_year()
        self.when_its_one_person_looks_at_their_phone()
        self.visitor.click(self.visitor.page.get_by_role("link", name="Not true any more: change it"))
        self.visitor.sees("Record of service", "What it is and what happens")
        self.check_page("service-record-full")
        self.and_they_say_where_it_is_given_now()
        self.and_that_it_takes_fewer()
        self.then_everybody_in_the_scheme_reads_what_changed()

    def test_a_new_service_from_nothing_to_the_directory(self) -> None:
        self.given_an_entry_nobody_confirmed_for_a_year()
        self.visitor.sign_in(self.world.manager)
        self.visitor.go("/kept-services")
        self.check_page("kept-services")
        self.visitor.press("Add a service")
        self.visitor.fill("Name of the service", f"Art club {self.world.centre.pk}")
        self.visitor.page.get_by_label("Who gives it, and under which agreement?").select_option(index=1)
        self.visitor.page.get_by_label("Kind of service").select_option(value=str(self.world.service.kind_id))
        self.check_page("service-new")
        self.visitor.press("Begin")
        self.visitor.sees("Before it can be published, say")
        self.check_page("service-draft")
        self.visitor.press("Publish")
        self.visitor.press("Publish service")
        self.visitor.sees("There is a problem", "Say what happens in it, which need it answers")
        self.check_page("service-publish-error")

    def test_every_part_of_a_record_has_its_page(self) -> None:
        self.given_an_entry_nobody_confirmed_for_a_year()
        self.visitor.sign_in(self.world.manager)
        for part in (
            "parts/text", "parts/kind", "parts/delivery", "parts/dose", "parts/needs", "parts/people",
            "parts/whom", "parts/intake", "parts/capacity", "parts/wait", "parts/interval", "areas/new",
            "places/new", "routes/new", "contacts/new", "activities/new", "information/new", "evidence/new",
            "rules/offence", "wordings/cy/easy", "owner", "copy", "trial/new",
        ):  # fmt: skip
            self.visitor.go(f"/kept-services/{self.reference}/{part}")
            self.check_page(f"record-{part.replace('/', '-')}")
        self.visitor.go(f"/kept-services/{self.reference}/routes/{self.route}/contributors")
        self.check_page("record-contributors")
        with self.site.arranging():
            make.PilotFactory(service=self.world.service)
        self.visitor.sign_in(self.world.contract_manager)
        for part in ("trial/decide", "trial/change", "clearances/new"):
            self.visitor.go(f"/kept-services/{self.reference}/{part}")
            self.check_page(f"record-{part.replace('/', '-')}")

    def given_an_entry_nobody_confirmed_for_a_year(self) -> None:
        self.site.set_clock(make.NOW)
        with self.site.arranging():
            self.world = charlenes_world()
            service = self.world.service
            long_ago = (make.NOW - timedelta(days=400)).date()
            Service.objects.filter(pk=service.pk).update(
                confirmed_on=long_ago, owner=self.world.manager, summary="Company and courage"
            )
            make.ServiceAreaFactory(service=service)
            make.ServiceHoursFactory(place__service=service, place__name="The women's centre")
            make.ServiceContactFactory(service=service, is_public=True)
            make.EligibilityRuleFactory(service=service, aspect="offence", accepts=[], refuses=["arson"])
            make.ServiceInformationFactory(service=service)
            make.ServiceEvidenceFactory(service=service)
            self.route = make.ServiceRouteFactory(
                service=service, route="co_commissioned", buyer=self.world.prime
            ).pk
            service.refresh_from_db()
            self.reference = service.reference

    def when_its_one_person_looks_at_their_phone(self) -> None:
        self.visitor.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        self.visitor.sign_in(self.world.manager)
        self.visitor.go("/provider")

    def then_the_entry_waits_with_its_clock(self) -> None:
        self.visitor.sees("Services to confirm", "Change programme", "Waiting 400 days. Overdue by 310 days")
        self.check_page("provider-home-to-confirm")
        self.visitor.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})

    def and_they_touch(self, text: str) -> None:
        self.visitor.click(self.visitor.page.get_by_role("button", name=text))
        self.touches += 1

    def then_it_is_confirmed(self) -> None:
        self.visitor.sees("Change programme confirmed", "Confirmed today")
        self.visitor.does_not_see("Services to confirm")
        self.check_page("provider-home-confirmed")

    def and_it_took_fewer_than_five_touches(self) -> None:
        assert 0 < self.touches < FEWER_THAN

    def and_it_can_be_undone(self) -> None:
        self.and_they_touch("Undo")
        self.visitor.sees("Change programme is as it was before you confirmed it", "Services to confirm")

    def and_they_say_where_it_is_given_now(self) -> None:
        self.visitor.follow("Add a place")
        self.visitor.fill("Name of the place", "A friend's house")
        self.visitor.choose("Yes", of="Must the address be kept secret?")
        self.visitor.page.get_by_label("Address (optional)").fill("14 Hollow Lane")
        self.visitor.press("Add")
        self.visitor.sees("A friend's house", "Withheld", "14 Hollow Lane")
        self.visitor.follow("Times at A friend's house")
        self.visitor.fill("Monday (optional)", "9am to midday, 1pm to 4pm")
        self.check_page("record-hours")
        self.visitor.press("Save")
        self.visitor.sees("Monday 9am to midday, Monday 1pm to 4pm")

    def and_that_it_takes_fewer(self) -> None:
        self.visitor.follow("Change referrals")
        self.visitor.choose("Takes a set number of referrals a month")
        self.visitor.fill("How many referrals does it take in a month? (optional)", "3")
        self.visitor.press("Save")
        self.visitor.sees("Takes up to 3 referrals a month")

    def then_everybody_in_the_scheme_reads_what_changed(self) -> None:
        self.visitor.sign_in(self.world.officer)
        self.visitor.go(f"/services/{self.reference}")
        self.visitor.sees("Takes up to 3 referrals a month", "Another place is withheld")
        self.visitor.does_not_see("Hollow", "friend's house")
        self.check_page("service-in-full")
        self.visitor.follow("Every version of this entry, and what changed")
        self.check_page("service-versions")
        self.visitor.press("Show what changed")
        self.visitor.sees("Intake: changed", "Open to referrals", "Takes up to 3 referrals a month")
        self.visitor.does_not_see("Hollow", "friend's house")
        self.check_page("service-differences")
        self.visitor.go(f"/services/{self.reference}/versions/2")
        self.check_page("service-version")
