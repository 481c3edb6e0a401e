"""A release moved three weeks: appointments, the plan and waits follow, and go back with it (S222)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.models import Message
from throughline.core.periods import Period
from throughline.core.time import LONDON, london_day
from throughline.line.actions.appointments import book_activity, book_supervision
from throughline.line.actions.details import Wanted, say_what_is_wanted
from throughline.line.models import Amendment, Appointment, FromCustody, MovedWithRelease, Referral
from throughline.line.queries.silence import quiet_now
from throughline.line.queries.waits import waits_of
from throughline.line.refusals import InCustodyThen, NotInCustodyThen
from throughline.people.actions.custody import Release, begin_custody, say_release
from throughline.people.actions.planned_work import Work, plan_work
from throughline.people.models import Custody
from throughline.vocabulary.custody import WhyLeft
from throughline.vocabulary.silence import QuietKind

pytestmark = [pytest.mark.django_db, pytest.mark.asks("S222")]
DAY = timedelta(1)
RELEASE = date(2017, 7, 10)
LATER = date(2017, 7, 31)
"""Three weeks later."""


@pytest.fixture
def world() -> World:
    return charlenes_world()


@pytest.fixture
def custody(world: World) -> Custody:
    prison = make.PrisonDesignationFactory(prison__name="HMP Northmoor").prison
    with acting_as(make.acting(world.officer)):
        return begin_custody(
            person=world.person,
            prison=prison,
            held_as="sentenced",
            from_on=date(2017, 5, 20),
            release=Release(RELEASE),
            by=world.officer,
            at=world.now,
        )


def hour(day: date, at: int = 11) -> datetime:
    return datetime(day.year, day.month, day.day, at, tzinfo=LONDON)


def moved(world: World, custody: Custody, day: date | None, at: datetime | None = None) -> None:
    release = Release(day) if day else Release(None, "A hearing is to come")
    with acting_as(make.acting(world.officer)):
        say_release(
            custody=custody, release=release, reason="Days were added", by=world.officer, at=at or world.now
        )


def day_of(appointment: Appointment) -> date:
    appointment.refresh_from_db()
    return london_day(appointment.starts_at)


def in_prison(world: World, referral: Referral, starts_at: datetime) -> Appointment:
    with acting_as(make.acting(world.worker)):
        return book_activity(
            referral=referral,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            mode="video",
            place="",
            counts_as_rar=False,
            in_prison=True,
            by=world.worker,
            at=world.now,
        )


def test_moved_three_weeks_everything_that_hangs_on_it_follows_and_goes_back(
    world: World, custody: Custody
) -> None:
    referral = world.allocated()
    with acting_as(make.acting(world.officer)):
        say_what_is_wanted(
            referral=referral,
            wanted=Wanted(referral.reason, 15, finish_by=date(2017, 10, 2)),
            why="So that it ends in autumn",
            by=world.officer,
            at=world.now,
        )
        work = plan_work(
            plan=world.objective.plan,
            work=Work("Visit the library", "person", objective=world.objective, due_on=date(2017, 7, 20)),
            by=world.officer,
            at=world.now,
        )
        supervision = book_supervision(
            person=world.person,
            organisation=world.division,
            starts_at=hour(RELEASE),
            ends_at=hour(RELEASE, 12),
            mode="in_person",
            place="",
            by=world.officer,
            at=world.now,
        )
    first = world.booked(referral, hour(RELEASE + 4 * DAY))
    inside = in_prison(world, referral, hour(date(2017, 6, 20)))
    moved(world, custody, LATER)
    assert [day_of(one) for one in (supervision, first, inside)] == [
        LATER,
        LATER + 4 * DAY,
        date(2017, 6, 20),
    ]
    assert first.starts_at.astimezone(LONDON).hour == 11
    work.refresh_from_db()
    assert work.due_on == date(2017, 8, 10)
    assert referral.details.finish_by == date(2017, 10, 23)
    amended = Amendment.objects.get(referral=referral, now="23 October 2017")
    assert (amended.was, amended.why) == (
        "2 October 2017",
        "Release moved to 31 July 2017: Days were added",
    )
    assert work.plan.versions.latest("number").why == "Release moved to 31 July 2017: Days were added"
    assert {(one.was_on, one.now_on, one.why_left) for one in MovedWithRelease.objects.all()} == {
        (RELEASE, LATER, ""),
        (RELEASE + 4 * DAY, LATER + 4 * DAY, ""),
        (date(2017, 7, 20), date(2017, 8, 10), ""),
        (date(2017, 10, 2), date(2017, 10, 23), ""),
        (date(2017, 6, 20), date(2017, 6, 20), WhyLeft.PRISON),
    }
    told = Message.objects.get(to=world.worker, subject="A day of release has changed")
    assert world.person.last_name not in told.text
    assert referral.reference in told.text

    moved(world, custody, RELEASE)
    assert [day_of(one) for one in (supervision, first)] == [RELEASE, RELEASE + 4 * DAY]
    work.refresh_from_db()
    assert work.due_on == date(2017, 7, 20)
    referral.details.refresh_from_db()
    assert referral.details.finish_by == date(2017, 10, 2)


def test_left_in_the_way_of_another_and_back_where_it_was(world: World, custody: Custody) -> None:
    referral = world.allocated()
    first = world.booked(referral, hour(RELEASE + DAY))
    make.AppointmentFactory(
        supervision=True, person=world.person, starts_at=hour(LATER + DAY), booked_at=world.now - DAY
    )
    moved(world, custody, LATER)
    assert day_of(first) == RELEASE + DAY
    left = MovedWithRelease.objects.get(appointment=first)
    assert (left.why_left, left.days_after) == (WhyLeft.CLASH, 1)
    moved(world, custody, LATER + DAY)
    assert day_of(first) == LATER + 2 * DAY
    moved(world, custody, RELEASE)
    assert day_of(first) == RELEASE + DAY


def test_not_known_for_a_time_nothing_moves_and_then_it_does(world: World, custody: Custody) -> None:
    first = world.booked(world.allocated(), hour(RELEASE + DAY))
    moved(world, custody, None)
    assert day_of(first) == RELEASE + DAY
    assert MovedWithRelease.objects.get(appointment=first).why_left == WhyLeft.NOT_KNOWN
    moved(world, custody, LATER)
    assert day_of(first) == LATER + DAY


def test_taken_into_custody_what_was_arranged_for_days_inside_stays_and_is_told(world: World) -> None:
    referral = world.allocated()
    first = world.booked(referral, hour(date(2017, 6, 8)))
    after = world.booked(referral, hour(RELEASE + DAY))
    prison = make.PrisonFactory()
    with acting_as(make.acting(world.officer)):
        begin_custody(
            person=world.person,
            prison=prison,
            held_as="remand",
            from_on=date(2017, 6, 1),
            release=Release(RELEASE),
            by=world.officer,
            at=world.now + timedelta(hours=1),
        )
    kept = {one.appointment_id: one.why_left for one in MovedWithRelease.objects.all()}
    assert kept == {first.pk: WhyLeft.INSIDE}
    assert day_of(after) == RELEASE + DAY
    assert Message.objects.filter(to=world.worker, subject="A day of release has changed").count() == 1


def test_nobody_in_custody_is_booked_in_the_community(world: World, custody: Custody) -> None:
    referral = world.allocated()
    with pytest.raises(
        InCustodyThen,
        match="in HMP Northmoor on 9 July 2017, and expected out on 10 July 2017: choose that day or a later",
    ):
        world.booked(referral, hour(RELEASE - DAY))
    assert world.booked(referral, hour(RELEASE)).pk
    assert in_prison(world, referral, hour(RELEASE - DAY)).in_prison
    with pytest.raises(NotInCustodyThen, match="not in custody on 10 July 2017"):
        in_prison(world, referral, hour(RELEASE, 15))
    moved(world, custody, None)
    with pytest.raises(InCustodyThen, match="the day of release is not known"):
        world.booked(referral, hour(LATER))


def test_the_database_refuses_it_as_well(world: World, custody: Custody) -> None:
    referral = world.allocated()
    refused = pytest.raises(IntegrityError, match="not_outside_while_inside")
    with refused, transaction.atomic():
        make.AppointmentFactory(referral=referral, starts_at=hour(RELEASE - DAY))
    stands = make.AppointmentFactory(referral=referral, starts_at=hour(RELEASE))
    stands.starts_at = hour(RELEASE - DAY)
    with refused, transaction.atomic():
        stands.save()


def test_a_referral_before_release_begins_on_release_and_is_waited_for_from_then(
    world: World, custody: Custody
) -> None:
    make.SchemeRuleFactory(scheme=world.scheme, name="days_to_begin", value=10)
    referral = world.allocated()
    kept = FromCustody.objects.get(referral=referral)
    assert (kept.custody, kept.begins, kept.prison_kind) == (custody, "release", "resettlement")
    manager = make.acting(world.manager)

    def waiting(on: date) -> list[tuple[int, int]]:
        found = waits_of(manager, Period(date(2017, 4, 1), date(2018, 4, 1)), on=on)
        return [(one.waits.waiting, one.waits.overdue) for one in found if one.step.code == "begin"]

    def is_quiet(on: date) -> bool:
        with acting_as(manager):
            found = quiet_now(Referral.objects.filter(pk=referral.pk), on=on)
        return any(one.kind == QuietKind.NOT_BEGUN for one in found)

    assert waiting(RELEASE - DAY) == [(0, 0)]
    assert waiting(RELEASE + 14 * DAY) == [(1, 0)]
    assert waiting(RELEASE + 15 * DAY) == [(1, 1)]
    assert is_quiet(RELEASE + 15 * DAY)
    moved(world, custody, LATER)
    assert waiting(RELEASE + 15 * DAY) == [(0, 0)]
    assert not is_quiet(RELEASE + 15 * DAY)
    assert waiting(LATER + 15 * DAY) == [(1, 1)]


def test_a_referral_whose_work_is_in_the_prison_is_waited_for_as_any_other(
    world: World, custody: Custody
) -> None:
    make.SchemeRuleFactory(scheme=world.scheme, name="days_to_begin", value=10)
    referral = world.allocated()
    FromCustody.objects.filter(referral=referral).update(begins="prison")
    found = waits_of(
        make.acting(world.manager), Period(date(2017, 4, 1), date(2018, 4, 1)), on=date(2017, 6, 16)
    )
    assert [(one.waits.waiting, one.waits.overdue) for one in found if one.step.code == "begin"] == [(1, 1)]


def test_made_in_the_community_a_referral_says_nothing_of_release(world: World) -> None:
    assert not FromCustody.objects.filter(referral=world.sent()).exists()
