"""From before release to after it: referred, booked, and moved when the day of release moves (S222, S231)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.world import World, charlenes_world


@pytest.fixture
def world(site: Site) -> World:
    with site.arranging():
        world = charlenes_world()
        make.PrisonDesignationFactory(prison__name=f"HMP Northmoor {world.person.pk}")
        world.person.last_name = f"Gate {world.person.pk}"
        world.person.save()
        world.service.service_type = "resettlement"
        world.service.save()
        make.SchemeRuleFactory(
            scheme=world.scheme,
            name="through_the_gate",
            value={"fee_for_service": ["resettlement"], "bought_by": ["division"]},
        )
        make.SentenceFactory(
            person=world.person, kind="licence", custody_days=100, passed_on=date(2017, 5, 22)
        )
    site.set_clock(world.now)
    return world


def fill_day(visitor: Visitor, day: date) -> None:
    for box, typed in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        visitor.fill(box, str(typed))


@pytest.mark.asks("S222", "S231")
def test_release_is_moved_three_weeks_and_everything_follows(
    world: World, site: Site, visitor: Visitor, check_page: CheckPage
) -> None:
    page = f"/people/{world.person.reference}"
    visitor.sign_in(world.officer)
    visitor.go(page)
    visitor.sees("In the community")
    visitor.follow("Change custody")
    visitor.fill("How many days were they on remand before it?", "0")
    visitor.press("Save")
    visitor.sees("10 July 2017")
    visitor.follow("Change now")
    check_page("officer-in-custody")
    visitor.press("Save")
    visitor.sees("Select the prison")
    visitor.page.get_by_label("Which prison are they in?").select_option(f"HMP Northmoor {world.person.pk}")
    visitor.choose("Serving a sentence")
    visitor.press("Save")
    visitor.sees(f"In HMP Northmoor {world.person.pk} since 22 May 2017, serving a sentence", "10 July 2017")
    visitor.go(f"{page}/services")
    visitor.sees(f"They are in HMP Northmoor {world.person.pk}, a resettlement prison, until 10 July 2017.")
    check_page("officer-services-in-custody")
    visitor.go(f"{page}/refer?service={world.service.reference}")
    visitor.sees("When does the work begin?", "Where they are")
    visitor.sees("is a resettlement prison", "Mandatory, as a fee for service: not charged for use")
    check_page("officer-refer-from-custody")
    visitor.fill("How many sessions are planned?", "6")
    visitor.fill("Why this service for this person?", "To have somewhere to go from the first week")
    visitor.press("Save and decide on risks")
    visitor.sees("Nothing: this service is not charged for by use")
    visitor.press("Send")
    visitor.sees("On release, expected on 10 July 2017")
    with site.arranging():
        referral = world.person.referrals.get()
        world.given_to_the_worker(referral)
    visitor.sign_out()

    visitor.sign_in(world.worker)
    visitor.go(f"/referrals/{referral.reference}/book")
    visitor.sees("Expected release")
    fill_day(visitor, world.now.date() + timedelta(14))
    visitor.fill("Start time", "11am")
    visitor.choose("No")
    visitor.press("Book appointment")
    visitor.sees(
        "and expected out on 10 July 2017: choose that day or a later one", "Is it held in the prison?"
    )
    check_page("worker-book-in-custody")
    fill_day(visitor, date(2017, 7, 12))
    visitor.press("Book appointment")
    visitor.sees("Appointment booked for 12 July 2017")
    visitor.sign_out()

    visitor.sign_in(world.officer)
    visitor.go(page)
    visitor.follow("Change expected release")
    fill_day(visitor, date(2017, 7, 31))
    visitor.fill("Why do you change it?", "Days were added in custody")
    visitor.press("Continue")
    visitor.sees("What moves", "12 July 2017, 11am", "2 August 2017, 11am", "Nothing is changed yet")
    check_page("officer-release-checked")
    visitor.press("Record the day")
    visitor.sees("Moved from 10 July 2017 to 31 July 2017 on 1 June 2017 by Helen Price")
    visitor.sees(
        "2 August 2017", "Moved from 12 July 2017 with the day of release: Days were added in custody"
    )
    check_page("officer-person-in-custody")
