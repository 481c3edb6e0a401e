"""The person's own pages: their plan, their appointments, their days, and nobody else's."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from pypdf import PdfReader

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.core.models import User
from throughline.line.rules.risk_sharing import Decision
from throughline.people.models import PersonAccess

DAY = timedelta(days=1)
Clock = Callable[[datetime], None]


@pytest.fixture
def charlene(world: World) -> User:
    user = make.member("person", world.division, full_name=world.person.name)
    world.person.user = user
    world.person.save()
    make.PersonAccessFactory(person=world.person, user=user, scope=PersonAccess.Scope.SELF, because="self")
    return user


def test_my_days_are_said_as_one_would_say_them(
    world: World, charlene: User, client: Client, set_clock: Clock
) -> None:
    referral = world.allocated()
    world.attended(referral, world.now)
    world.booked(referral, world.now + 7 * DAY)
    set_clock(world.now + DAY)
    text = as_read(client, charlene, "/my-days")
    assert "1 of 15 days completed, 14 left, by 1 May 2018" in text
    assert "1 day arranged so far. 13 days still to be arranged." in text


def test_my_plan_says_who_helps_with_what(world: World, charlene: User, client: Client) -> None:
    text = as_read(client, charlene, "/my-plan")
    assert "Your officer is Helen Price, NPS Ridgeway" in text
    assert "Nobody has been asked to help with this yet" in text
    world.allocated()
    text = as_read(client, charlene, "/my-plan")
    assert (
        "Change programme with Amy Walsh, Northmoor Women's Centre. You will hear when you first meet" in text
    )


def test_a_provider_in_the_name_of_its_service_is_read_once(
    world: World, charlene: User, client: Client
) -> None:
    world.service.name = f"Debt advice, {world.centre.name}"
    world.service.save()
    world.allocated()
    text = as_read(client, charlene, "/my-plan")
    assert f"Debt advice, {world.centre.name} with Amy Walsh. You will hear" in text
    text = as_read(client, world.officer, f"/people/{world.person.reference}")
    assert f"{world.centre.name}, {world.centre.name}" not in text


def test_a_draft_is_not_told(world: World, charlene: User, client: Client) -> None:
    world.draft()
    assert "Nobody has been asked to help with this yet" in as_read(client, charlene, "/my-plan")


def test_my_appointments_are_those_of_everybody_who_works_with_me(
    world: World, charlene: User, client: Client, set_clock: Clock
) -> None:
    referral = world.allocated()
    world.attended(referral, world.now)
    world.booked(referral, world.now + 7 * DAY)
    set_clock(world.now + DAY)
    text = as_read(client, charlene, "/my-appointments")
    coming, past = text.split("What happened")
    assert "8 June 2017 at 10am to 11am Change programme with Amy Walsh" in coming
    assert "Counts towards your days if you take part" in coming
    assert "You took part" in past


def test_risks_and_notes_are_on_none_of_my_pages(
    world: World, charlene: User, client: Client, set_clock: Clock
) -> None:
    flag = make.RiskFlagFactory(person=world.person, detail="A former partner")
    record = world.attended(world.allocated(decisions={flag.pk: Decision(shared=True)}), world.now)
    set_clock(world.now + DAY)
    referral = record.appointment.referral
    assert referral is not None
    for address in ("/my-plan", "/my-appointments", "/my-days", f"/referrals/{referral.reference}"):
        text = as_read(client, charlene, address)
        assert "A former partner" not in text
        assert "Domestic abuse" not in text


def test_somebody_elses_record_is_not_there(world: World, charlene: User, client: Client) -> None:
    other = make.RequirementFactory().sentence.person
    for address in (
        f"/people/{other.reference}",
        f"/people/{world.person.reference}",
        "/people",
        "/referrals",
    ):
        as_read(client, charlene, address, status=404)


def test_my_pages_are_for_the_person_alone(world: World, charlene: User, client: Client) -> None:
    for user in (world.officer, world.worker, world.manager):
        as_read(client, user, "/my-plan", status=404)
    somebody = make.member("person", world.division)
    as_read(client, somebody, "/my-plan", status=404)


@pytest.mark.asks("S116")
def test_what_is_printed_is_what_the_screen_says(world: World, charlene: User, client: Client) -> None:
    world.service.summary = "Company, and less worry.\nMore of it"
    world.service.save()
    plan = world.objective.plan
    plan.own_words, plan.review_on = "I want to go out more", world.now.date()
    plan.save()
    make.PlannedWorkFactory(
        objective=world.objective, what="See the doctor", who="person", rar_days=1, due_on=None
    )
    make.PlannedWorkFactory(
        plan=plan, objective=None, why_no_objective="The judge", what="Write to us", who="person"
    )
    world.allocated()
    screen = as_read(client, charlene, "/my-plan")
    printed = _printed(client, charlene, "/my-plan/plan.pdf")
    whole = screen[screen.index("My plan") :].removesuffix(" I have seen this plan My plan to print (PDF)")
    assert printed == whole
    for said in (
        "In your own words: “I want to go out more”",
        "1. Feel less anxious and meet new people (Emotional well-being)",
        "See the doctor: you, no date agreed yet, 1 day towards your order",
        "What it is for: Company, and less worry. You will hear when you first meet.",
        "Write to us: you",
        "This plan is looked at again on 1 June 2017",
    ):
        assert said in whole
    assert "The judge" not in whole
    assert "RAR" not in whole
    assert _printed(client, world.officer, f"/people/{world.person.reference}/plan/plan.pdf") == printed


@pytest.mark.asks("S116")
def test_i_say_that_i_have_seen_it_and_again_once_it_changes(
    world: World, charlene: User, client: Client, set_clock: Clock
) -> None:
    assert "Select whether you know what is in your plan" in answered(
        client, charlene, "/my-plan/seen", {"number": "0"}, 200
    )
    text = answered(client, charlene, "/my-plan/seen", {"number": "0", "answer": "both"})
    assert "You said on 1 June 2017 that you have seen this plan" in text
    address = f"/people/{world.person.reference}/plan"
    assert "Seen by the person Yes, both. On their own screen, 1 June 2017" in as_read(
        client, world.officer, address
    )
    answered(client, world.officer, f"{address}/own-words", {"own_words": "I like it"})
    assert "Not asked about version 2" in as_read(client, world.officer, address)
    assert "You said on" not in as_read(client, charlene, "/my-plan")
    text = answered(client, charlene, "/my-plan/seen", {"number": "1", "answer": "both"}, 200)
    assert "The plan has changed since it was shown: read it again" in text
    seen = {"number": "2", "answer": "plan_only"}
    assert "Select how they were asked" in answered(client, world.officer, f"{address}/seen", seen, 200)
    text = answered(client, world.officer, f"{address}/seen", {**seen, "how": "paper"})
    assert "What is in the plan, but not what each organisation is for. On paper, 1 June" in text
    text = as_read(client, world.senior, "/plans/known")
    assert "100% of people asked know what is in their plan: NPS Ridgeway 1 of 1 asked. 0 not asked" in text
    assert "Helen Price NPS Ridgeway 1 0 1 1 100" in text


@pytest.mark.asks("S112")
def test_a_senior_reads_which_referrals_are_not_in_the_plan(world: World, client: Client) -> None:
    referral = world.allocated()
    address = f"/people/{world.person.reference}/plan/objectives/{world.objective.pk}/drop"
    answered(client, world.officer, address, {"why": "She is well"})
    text = as_read(client, world.senior, "/plans/linked")
    assert "0% of live referrals carry out work of the plan: NPS Ridgeway 0 of 1" in text
    text = as_read(client, world.senior, "/plans/not-linked")
    assert f"{referral.reference} {world.person.name} Helen Price Its objective is dropped: She is" in text


def _printed(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    assert isinstance(answer, HttpResponse)
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
