"""The officer's home: what waits, oldest first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.core.access.actor import acting_as
from throughline.line.actions.appointments import book_supervision
from throughline.line.actions.referrals import ask_about_referral

DAY = timedelta(days=1)


def test_nothing_waits(world: World, client: Client) -> None:
    text = as_read(client, world.officer, "/officer")
    assert "Nothing waits on you" in text
    assert "1 person you supervise" in text


def test_a_draft_waits_to_be_sent(world: World, client: Client) -> None:
    draft = world.draft()
    assert f"Finish and send the referral: {world.person.name}" in as_read(client, world.officer, "/officer")
    assert f'href="/referrals/{draft.reference}/send"' in client.get("/officer").content.decode()


def test_a_question_of_a_provider_waits(world: World, client: Client) -> None:
    referral = world.sent()
    with acting_as(make.acting(world.manager)):
        ask_about_referral(referral=referral, question="Can she travel?", by=world.manager, at=world.now)
    assert "Answer the provider's question: Charlene" in as_read(client, world.officer, "/officer")


def test_unplanned_activity_waits_for_a_decision(
    world: World, client: Client, set_clock: Callable[[datetime], None]
) -> None:
    record = world.attended(world.allocated(), world.now + DAY, rar=False)
    set_clock(world.now + 2 * DAY)
    as_read(client, world.officer, "/officer")
    page = client.get("/officer").content.decode()
    assert f"/people/{world.person.reference}/days/{record.appointment.reference}" in page


def test_a_missed_appointment_waits_until_it_is_decided_on(
    world: World, client: Client, set_clock: Callable[[datetime], None]
) -> None:
    record = world.recorded(world.booked(world.allocated(), world.now + DAY), "missed")
    waits = "Decide on a missed appointment: Charlene"
    set_clock(world.now + 20 * DAY)
    assert waits in as_read(client, world.officer, "/officer")
    address = f"/people/{world.person.reference}/missed/{record.appointment.reference}"
    assert "Select what you decide" in answered(client, world.officer, address, {"reason": ""}, 200)
    answered(client, world.officer, address, {"decided": "warning", "reason": "No word from her"})
    assert record.missed_decision.decided == "warning"
    assert waits not in as_read(client, world.officer, "/officer")


def test_a_missed_appointment_with_a_good_reason_after_all_does_not_wait(
    world: World, client: Client, set_clock: Callable[[datetime], None]
) -> None:
    record = world.recorded(world.booked(world.allocated(), world.now + DAY), "missed")
    world.corrected(record, "acceptable")
    set_clock(world.now + 2 * DAY)
    assert "Nothing waits on you" in as_read(client, world.officer, "/officer")


def test_supervision_that_nobody_recorded_waits(
    world: World, client: Client, set_clock: Callable[[datetime], None]
) -> None:
    begins = world.now + timedelta(hours=1)
    with acting_as(make.acting(world.officer)):
        book_supervision(
            person=world.person,
            organisation=world.division,
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            mode="in_person",
            place="",
            by=world.officer,
            at=world.now,
        )
    assert f"11am: {world.person.name}" in as_read(client, world.officer, "/officer")
    assert "Nothing waits on you" in as_read(client, world.officer, "/officer")
    set_clock(begins + DAY)
    assert "Record supervision: Charlene" in as_read(client, world.officer, "/officer")


def test_somebody_elses_people_do_not_wait_on_me(world: World, client: Client) -> None:
    world.draft()
    other = make.member("responsible_officer", world.division)
    assert "Nothing waits on you" in as_read(client, other, "/officer")
