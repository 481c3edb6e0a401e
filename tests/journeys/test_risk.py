"""
What two inspections found withheld, and cannot be withheld here; and a risk that grows (S94 to S96, S108).

HM Inspectorate of Probation, Probation Supply Chains (2018), sections 5.2 and 6.2: Zain's worker knew nothing
of a restraining order, nor what to watch for; Mason's mentor sent a man under a sexual harm prevention order
to voluntary work. What is said of them here is invented.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.line.models import Referral
from throughline.people.actions.supervision import hand_case_over
from throughline.people.models import RiskFlag

DAY = timedelta(days=1)


@pytest.fixture
def world(site: Site) -> World:
    with site.arranging():
        world = charlenes_world()
        world.centre.name, world.service.for_men = "Northmoor Centre", True
        world.centre.save()
        world.service.save()
        world.person.sex, world.person.risk_level, world.person.mappa = "male", "medium", "none"
        make.SchemeRuleFactory(scheme=world.scheme, name="new_risk_days", value=2)
    site.set_clock(world.now)
    return world


def named(world: World, site: Site, name: str) -> None:
    with site.arranging():
        world.person.first_names = name
        world.person.save()


def drafted(world: World, site: Site) -> Referral:
    with site.arranging():
        return world.draft()


def refused_at_the_endpoint(visitor: Visitor, address: str) -> None:
    """The form is sent without its answers, past the page: nothing moves."""
    token = visitor.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    visitor.page.request.post(
        visitor.site.address + address,
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": visitor.site.address + address},
    )


def refused_by_the_database(referral: Referral, sentence: str, at: datetime) -> None:
    with (
        acting_as(make.acting(referral.referred_by)),
        pytest.raises(IntegrityError, match=sentence),
        transaction.atomic(),
    ):
        Referral.objects.filter(pk=referral.pk).update(state="sent", sent_at=at)


def state_of(site: Site, referral: Referral) -> str:
    with site.arranging():
        return str(Referral.objects.get(pk=referral.pk).state)


@pytest.mark.asks("S94", "S95")
def test_zains_worker_knows_of_the_order_before_they_first_meet(
    world: World, site: Site, visitor: Visitor, check_page: CheckPage
) -> None:
    named(world, site, "Zain")
    visitor.sign_in(world.officer)
    visitor.go(f"/people/{world.person.reference}")
    visitor.press("Raise a risk")
    visitor.choose("Restraining order")
    visitor.fill("What is the risk?", "Violence towards a former partner; an order for five years")
    visitor.fill("Restrictions (optional)", "Not to go near Mill Street\nNot to write to her")
    visitor.fill("Who is protected? (optional)", "His former partner and her two children")
    visitor.fill(
        "What signs are to be watched for? (optional)", "Talk of winning her back, drinking at midday"
    )
    visitor.fill("What is to be done when they appear? (optional)", "Telephone the officer the same day")
    visitor.press("Raise risk")
    visitor.sees("Risk raised for Zain Example", "Restraining order", "Not to go near Mill Street")
    check_page("risk-raised")

    referral = drafted(world, site)
    address = f"/referrals/{referral.reference}/send"
    visitor.go(address)
    visitor.press("Send")
    visitor.sees("Say why you are not sharing the restraining order, or share it")
    check_page("risk-undecided")
    refused_at_the_endpoint(visitor, address)
    with site.arranging():
        refused_by_the_database(referral, "neither shared nor withheld", world.now)
    assert state_of(site, referral) == "draft"
    visitor.choose("Share it")
    visitor.press("Send")
    visitor.sees("Referral sent to Northmoor Centre", "Nobody at the provider has read it yet")

    with site.arranging():
        world.given_to_the_worker(referral)
    visitor.sign_in(world.worker)
    visitor.go("/today")
    visitor.follow("Read the risks shared with you: Zain Example")
    visitor.sees(
        "Not to go near Mill Street",
        "His former partner and her two children",
        "Talk of winning her back, drinking at midday",
        "Telephone the officer the same day",
        "Appointments under this referral appear here when they are booked.",
    )
    check_page("risk-read")
    visitor.sign_in(world.officer)
    visitor.go(f"/referrals/{referral.reference}")
    visitor.sees("First read Amy Walsh on 1 June 2017")


@pytest.mark.asks("S96")
def test_masons_order_is_held_against_voluntary_work_with_computers(
    world: World, site: Site, visitor: Visitor, check_page: CheckPage
) -> None:
    named(world, site, "Mason")
    with site.arranging():
        world.service.name, world.service.involves = "Volunteering at the library", ["computers", "alone"]
        world.service.save()
    visitor.sign_in(world.officer)
    visitor.go(f"/people/{world.person.reference}/risk")
    visitor.choose("Sexual harm prevention order")
    visitor.fill("What is the risk?", "An order for ten years")
    visitor.fill("Restrictions (optional)", "No device that can reach the internet\nNo camera")
    for limit in ("Computers or the internet", "Devices with a camera", "Children present"):
        visitor.choose(limit)
    check_page("risk-form")
    visitor.press("Raise risk")

    forbids = "The sexual harm prevention order forbids or limits computers or the internet"
    visitor.go(f"/people/{world.person.reference}/services?elsewhere=shown&words=volunteering+library")
    visitor.sees("What a risk forbids", "Sexual harm prevention order: computers or the internet")
    check_page("risk-search")
    visitor.go(f"/people/{world.person.reference}/refer?service={world.service.reference}")
    visitor.sees(f"{forbids}, which Volunteering at the library may involve")
    check_page("risk-refer")

    referral = drafted(world, site)
    address = f"/referrals/{referral.reference}/send"
    visitor.go(address)
    visitor.sees(f"{forbids}, which Volunteering at the library may involve")
    visitor.choose("Share it")
    visitor.press("Send")
    visitor.sees(
        "Say why you refer to Volunteering at the library although", "Enter the day of the conversation"
    )
    check_page("risk-conflict-undecided")
    refused_at_the_endpoint(visitor, address)
    with site.arranging():
        make.RiskSharingFactory(
            referral=referral, flag=RiskFlag.objects.get(person=world.person), decided_by=world.officer
        )
        refused_by_the_database(referral, "nobody decided to go on", world.now)
        transaction.set_rollback(True)
    assert state_of(site, referral) == "draft"

    order = "the sexual harm prevention order"
    visitor.fill(
        f"Why do you refer although {order} forbids or limits computers or the internet?",
        "He shelves books, and needs company",
    )
    visitor.fill(f"Who at Northmoor Centre did you speak with about {order}?", "Dilys Rowe")
    visitor.fill(
        f"Why do they take the referral on, and how do they keep to {order}?",
        "The computers are in a locked room when he is there",
    )
    for box, value in (("Day", "1"), ("Month", "6"), ("Year", "2017")):
        visitor.fill(box, value)
    check_page("risk-conflict-answered")
    visitor.press("Send")
    visitor.sees("Referral sent to Northmoor Centre")

    with site.arranging():
        world.given_to_the_worker(referral)
    visitor.sign_in(world.worker)
    visitor.go(f"/referrals/{referral.reference}")
    visitor.sees(
        "No device that can reach the internet",
        "This service may involve computers or the internet",
        "He shelves books, and needs company",
        "The computers are in a locked room when he is there",
        "Dilys Rowe, 1 June 2017",
    )
    check_page("risk-conflict-read")


@pytest.mark.asks("S108")
def test_a_risk_raised_to_high_is_looked_at_told_and_goes_with_the_case(
    world: World, site: Site, visitor: Visitor, check_page: CheckPage
) -> None:
    named(world, site, "Mason")
    with site.arranging():
        make.EligibilityRuleFactory(
            service=world.service, aspect="risk", accepts=["low", "medium"], refuses=[]
        )
        referral = world.allocated()
        probation = make.OrganisationFactory(name="National Probation Service", kind="public")
        new = make.member("responsible_officer", probation, full_name="Nia Bevan")
    visitor.sign_in(world.officer)
    visitor.go(f"/people/{world.person.reference}")
    visitor.click(visitor.page.locator("a[href$='/risk-level']").first)
    visitor.choose("High")
    visitor.fill("Why is it another now?", "A neighbour was threatened")
    check_page("risk-level")
    visitor.press("Change")
    visitor.sees("Risk of Mason Example changed. Whoever works with them is told")
    visitor.press("Raise a risk")
    visitor.choose("Risk to staff")
    visitor.fill("What is the risk?", "He shouted at a receptionist")
    visitor.press("Raise risk")

    with site.arranging(), acting_as(make.acting(world.senior)):
        hand_case_over(
            person=world.person, officer=new, organisation=probation, by=world.senior, at=world.now
        )
    site.set_clock(world.now + DAY)
    visitor.sign_in(new)
    visitor.go("/officer")
    visitor.sees("Decide whether the referral goes on: Mason Example")
    check_page("risk-new-officers-home")
    visitor.follow("Decide who is told of a new risk: Mason Example")
    visitor.choose("Share it")
    check_page("risk-new")
    visitor.press("Decide")
    visitor.sees("Decided. Northmoor Centre reads at once what you share")
    visitor.go(f"/referrals/{referral.reference}/recheck")
    visitor.sees("Not eligible because")
    check_page("risk-recheck")
    visitor.choose("It goes on all the same")
    visitor.fill("Why?", "Two workers are with him")
    visitor.press("Decide")
    visitor.sees("It goes on all the same: Two workers are with him")

    visitor.sign_in(world.worker)
    visitor.go("/today")
    visitor.follow("Read the risks shared with you: Mason Example")
    visitor.sees("He shouted at a receptionist", "Risk of serious harm", "High", "Nia Bevan")
    visitor.does_not_see("A neighbour was threatened")
    check_page("risk-told")
