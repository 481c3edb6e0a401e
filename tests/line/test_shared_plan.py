"""Nobody books an hour that is taken without saying why, whoever took it (S113)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.line.actions.appointments import book_activity, book_supervision, cancel_appointment
from throughline.line.models import Appointment, Referral
from throughline.line.queries.shared_plan import coming_for, who_works_with
from throughline.line.refusals import AtTheSameHour

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return charlenes_world()


def met(world: World, starts_at: datetime, why: str = "") -> Appointment:
    with acting_as(make.acting(world.officer)):
        return book_supervision(
            person=world.person, organisation=world.division, starts_at=starts_at, ends_at=starts_at + HOUR,
            mode="phone", place="", clash_reason=why, by=world.officer, at=world.now,
        )  # fmt: skip


def booked(world: World, referral: Referral, starts_at: datetime, why: str = "") -> Appointment:
    with acting_as(make.acting(world.worker)):
        return book_activity(
            referral=referral, starts_at=starts_at, ends_at=starts_at + HOUR, mode="phone", place="",
            counts_as_rar=False, clash_reason=why, by=world.worker, at=world.now,
        )  # fmt: skip


@pytest.mark.asks("S113")
def test_an_hour_that_is_taken_is_refused_whoever_took_it(world: World) -> None:
    referral, begins = world.allocated(), world.now + 48 * HOUR
    first = met(world, begins)
    with pytest.raises(AtTheSameHour, match=r"appointment with NPS Ridgeway from 10:00 to 11:00 on 3 June"):
        booked(world, referral, begins + HOUR / 2)
    assert Appointment.objects.count() == 1
    booked(world, referral, begins + HOUR)
    with pytest.raises(AtTheSameHour, match="appointment with Northmoor Women's Centre from 11:00"):
        met(world, begins + 3 * HOUR / 2)
    with acting_as(make.acting(world.officer)):
        cancel_appointment(appointment=first, why="She is at the doctor's", by=world.officer, at=world.now)
    booked(world, referral, begins)


@pytest.mark.asks("S113")
def test_with_a_reason_both_stand_and_without_a_clash_none_is_kept(world: World) -> None:
    referral, begins = world.allocated(), world.now + 48 * HOUR
    assert met(world, begins, "No need").clash_reason == ""
    assert booked(world, referral, begins, "We meet her there together").clash_reason == (
        "We meet her there together"
    )


@pytest.mark.asks("S113")
def test_somebody_elses_appointment_at_that_hour_clashes_with_nothing(world: World) -> None:
    begins = world.now + 48 * HOUR
    make.AppointmentFactory(starts_at=begins, worker=world.officer)
    assert met(world, begins).clash_reason == ""


def test_the_hours_to_come_and_who_works_with_them(world: World) -> None:
    assert who_works_with(world.person) == []
    referral = world.allocated()
    booked(world, referral, world.now + 2 * HOUR)
    met(world, world.now + 48 * HOUR)
    assert [one.organisation for one in coming_for(world.person, world.now)] == [
        "Northmoor Women's Centre",
        "NPS Ridgeway",
    ]
    assert len(coming_for(world.person, world.now + 3 * HOUR)) == 1
    (found,) = who_works_with(world.person)
    assert (found.organisation, found.worker) == ("Northmoor Women's Centre", "Amy Walsh")
