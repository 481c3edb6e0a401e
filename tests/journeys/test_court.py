"""An officer at a court finds out what there is for somebody before sentence, and nobody is recorded."""

from __future__ import annotations

import pytest

from tests import factories as make
from tests.access.furnished import CLOCK
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from throughline.core.models import Site as Court
from throughline.line.models import Referral
from throughline.people.models import Person, Sentence


@pytest.mark.asks("S58")
class TestBeforeSentence:
    """The court asks what it can order for a woman of 30 who needs somewhere to live."""

    visitor: Visitor
    site: Site

    def test_from_the_court_to_what_there_is_and_the_brochure(
        self, visitor: Visitor, site: Site, check_page: CheckPage
    ) -> None:
        self.visitor, self.site = visitor, site
        self.given_a_court_with_services_around_it()
        self.when_its_officer_signs_in()
        check_page("court")
        self.and_says_what_is_known_of_her()
        self.then_each_service_says_whether_it_is_for_her_and_how_long_she_waits()
        check_page("court-with-reasons")
        self.and_what_is_not_for_her_and_why()
        self.and_the_brochure_lists_all_of_them()
        check_page("court-brochure")
        self.and_every_court_has_one()
        check_page("court-brochures")
        self.and_nobody_is_recorded_nor_referred()

    def given_a_court_with_services_around_it(self) -> None:
        with self.site.arranging():
            self.officer = make.member("court_officer", make.OrganisationFactory(), full_name="Thomas Reid")
            if not Court.objects.filter(kind="court", code="newport").exists():
                self._furnish()
            self.before = self._recorded()
        self.site.set_clock(CLOCK)

    def _furnish(self) -> None:
        gwent = make.AreaFactory(kind="pcc", code="court-gwent", name="Court of Gwent")
        outcode = make.OutcodeFactory(code="NP20", latitude=51.58, longitude=-3.0)
        make.OutcodeAreaFactory(outcode=outcode, area=gwent)
        make.SiteFactory(kind="court", code="newport", name="Newport Magistrates' Court", outcode=outcode)
        for name, more in (
            ("Women’s house", {"for_men": False, "youngest": 18, "places": 6}),
            ("Men’s hostel", {"for_women": False, "places": 20}),
            (
                "Housing advice",
                {"waiting_days": 9, "waiting_said_on": CLOCK.date(), "indicative_rar_days": 4},
            ),
        ):
            service = make.ServiceFactory(
                name=name, summary="Somewhere to live", what_happens="You meet a worker.", **more
            )
            make.ServiceAreaFactory(service=service, area=gwent)
            make.ServiceNeedFactory(service=service, need="accommodation")
            make.ServiceNeedFactory(service=service, need="finance")
            place = make.ServicePlaceFactory(
                service=service, latitude=51.6, longitude=-3.0, in_office="Newport probation office"
            )
            make.ServiceHoursFactory(place=place)
            make.ServiceContactFactory(service=service, is_public=True)
        make.EligibilityRuleFactory(service=service, aspect="order", accepts=["community"])

    def _recorded(self) -> list[int]:
        return [model._default_manager.count() for model in (Person, Sentence, Referral)]

    def when_its_officer_signs_in(self) -> None:
        self.visitor.sign_in(self.officer)
        self.visitor.go("/court")
        self.visitor.sees("What a court can choose", "nobody is referred, and no record is made")

    def and_says_what_is_known_of_her(self) -> None:
        page = self.visitor.page
        page.get_by_label("Court", exact=True).select_option(label="Newport Magistrates' Court")
        page.get_by_label("Sex", exact=True).select_option(label="Female")
        self.visitor.fill("Age on the day", "30")
        self.visitor.fill("Where they live", "NP20 1AA")
        page.get_by_label("MAPPA", exact=True).select_option(label="Not under MAPPA")
        page.get_by_text("Offence, order and needs", exact=True).click()
        self.visitor.choose("Accommodation", of="Needs that were found")
        page.get_by_label("Services for", exact=True).select_option(label="Accommodation")
        self.visitor.press("Show services")

    def then_each_service_says_whether_it_is_for_her_and_how_long_she_waits(self) -> None:
        for rules in self.visitor.page.locator(".tl-folded summary").all():
            rules.click()
        self.visitor.sees(
            "Services on 3 July 2017",
            "Miles are counted from where they live.",
            "Women’s house",
            "Eligible: it is for women, and the person is female",
            "6 of 6 places free",
            "Housing advice",
            "Unknown because kind of order is not recorded: it takes people whose kind of order is community",
            "Waits 9 days, as stated on 3 July 2017",
            "Newport probation office",
            "1 more service that fits what you asked is not for this person",
        )

    def and_what_is_not_for_her_and_why(self) -> None:
        self.visitor.follow("Show them too, with the reasons")
        self.visitor.sees("Men’s hostel", "Not eligible because it is for men: the person is female")

    def and_the_brochure_lists_all_of_them(self) -> None:
        self.visitor.follow("The brochure of this court")
        self.visitor.sees(
            "What is available to sentencers at Newport Magistrates' Court, as at 3 July 2017",
            "Women’s house",
            "Men’s hostel",
            "About 4 days of a rehabilitation activity requirement",
            "This brochure on paper (PDF)",
        )

    def and_every_court_has_one(self) -> None:
        self.visitor.follow("Brochures")
        self.visitor.sees("Newport Magistrates' Court", "PDF")

    def and_nobody_is_recorded_nor_referred(self) -> None:
        with self.site.arranging():
            assert self._recorded() == self.before
