"""The person's own pages: their plan, their appointments, their days, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests import factories as make
from tests.web.reading import as_read
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
