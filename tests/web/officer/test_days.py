"""Days and plans: what counted and who delivered it, what waits for a decision, what is planned (D17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.line.models import LaterDecision

DAY = timedelta(days=1)
Clock = Callable[[datetime], None]


def days(world: World) -> str:
    return f"/people/{world.person.reference}/days"


@pytest.mark.asks("S124", "S125")
def test_two_activities_on_one_day_are_one_day(world: World, client: Client, set_clock: Clock) -> None:
    referral = world.allocated()
    world.attended(referral, world.now)
    world.attended(referral, world.now + timedelta(hours=3))
    set_clock(world.now + DAY)
    text = as_read(client, world.officer, days(world))
    assert "1 of 15 RAR days, by 1 May 2018" in text
    assert "1 June 2017 : One RAR day, from 2 activities" in text
    assert "10am Change programme with Amy Walsh, Northmoor Women's Centre" in text


@pytest.mark.asks("S127")
def test_what_is_planned_and_what_is_not_stand_apart_from_what_is_done(
    world: World, client: Client, set_clock: Clock
) -> None:
    referral = world.allocated()
    for number in range(9):
        world.booked(referral, world.now + (number + 1) * DAY)
    text = as_read(client, world.officer, days(world))
    assert "0 of 15 RAR days" in text
    assert "9 days planned ahead" in text
    assert "6 unplanned: nothing is booked for 6 days of this order" in text


@pytest.mark.asks("S126")
@pytest.mark.parametrize(
    ("decision", "reads"),
    [
        ("yes", "1 of 15 RAR days, of which 1 retrospective"),
        ("no", "0 of 15 RAR days"),
    ],
)
def test_unplanned_activity_counts_only_when_the_officer_accepts_it(
    world: World, client: Client, set_clock: Clock, decision: str, reads: str
) -> None:
    record = world.attended(world.allocated(), world.now, rar=False)
    set_clock(world.now + DAY)
    text = as_read(client, world.officer, days(world))
    assert "Waits for your decision" in text
    assert "0 of 15 RAR days" in text
    address = f"{days(world)}/{record.appointment.reference}"
    text = answered(client, world.officer, address, {"accepted": decision, "why_corrected": "As agreed"})
    assert reads in text
    assert "Waits for your decision" not in text
    as_read(client, world.officer, address, status=404)


def test_a_decision_without_a_reason_is_asked_for_it(world: World, client: Client, set_clock: Clock) -> None:
    record = world.attended(world.allocated(), world.now, rar=False)
    set_clock(world.now + DAY)
    address = f"{days(world)}/{record.appointment.reference}"
    text = answered(client, world.officer, address, {"accepted": "yes"}, status=200)
    assert "Say why this activity counts or does not count" in text
    assert not LaterDecision.objects.exists()


@pytest.mark.asks("S129")
def test_the_provider_cannot_decide(world: World, client: Client, set_clock: Clock) -> None:
    record = world.attended(world.allocated(), world.now, rar=False)
    set_clock(world.now + DAY)
    address = f"{days(world)}/{record.appointment.reference}"
    for user in (world.worker, world.manager):
        answered(client, user, address, {"accepted": "yes", "why_corrected": "x"}, status=404)


def test_everybodys_days_open_each_persons(world: World, client: Client) -> None:
    world.attended(world.allocated(), world.now - DAY)
    text = as_read(client, world.officer, "/days")
    assert f"{world.person.name} 15 1 0 14 0 14 1 May 2018" in text
    assert f'href="{days(world)}"' in client.get("/days").content.decode()


@pytest.mark.asks("S130")
def test_without_a_rar_there_are_no_days(world: World, client: Client) -> None:
    licence = make.RequirementFactory(kind="supervision", rar_days=None)
    person = licence.sentence.person
    make.PersonAccessFactory(person=person, user=world.officer, because="cover")
    text = as_read(client, world.officer, f"/people/{person.reference}/days")
    assert "The court ordered no RAR days" in text
