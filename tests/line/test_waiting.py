"""What waits on whom, oldest first, against which clock (D15; design, section 11)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.models import User
from throughline.line.actions.referrals import allocate_referral, ask_about_referral
from throughline.line.actions.risks import note_risks_read
from throughline.line.queries.waiting import (
    Waiting,
    todays_appointments,
    waiting_for_officer,
    waiting_for_provider,
    waiting_for_worker,
)
from throughline.line.rules.risk_sharing import Decision

TUESDAY = make.NOW + timedelta(days=12, hours=1)


@pytest.fixture
def world(db: None) -> World:
    return charlenes_world()


def provider(world: World, user: User | None = None) -> list[Waiting]:
    actor = make.acting(user or world.manager)
    with acting_as(actor):
        return waiting_for_provider(actor, world.now)


def worker(world: World, at: datetime | None = None, user: User | None = None) -> list[str]:
    actor = make.acting(user or world.worker)
    with acting_as(actor):
        return [one.what for one in waiting_for_worker(actor, at or world.now)]


def officer(world: World, at: datetime | None = None) -> list[str]:
    actor = make.acting(world.officer)
    with acting_as(actor):
        return [one.what for one in waiting_for_officer(actor, at or world.now)]


def sent_before(world: World, ago: timedelta) -> None:
    """One more person referred to the centre, some time ago."""
    referral = make.ReferralFactory(service=world.service, state="sent", sent_at=world.now - ago)
    make.PersonAccessFactory(
        person=referral.person, user=None, organisation=world.centre, scope="deliver", because="referral"
    )


class TestProvider:
    def test_a_draft_waits_on_nobody_but_the_officer(self, world: World) -> None:
        world.draft()
        assert provider(world) == []
        assert officer(world) == ["Finish and send the referral"]

    def test_a_sent_referral_is_due_five_business_days_after(self, world: World) -> None:
        world.sent()
        (one,) = provider(world)
        # 1 June 2017 was a Thursday: the weekend does not count.
        assert (one.what, one.due_on) == ("Accept or decline the referral", date(2017, 6, 8))
        assert not one.is_overdue(date(2017, 6, 8))
        assert one.is_overdue(date(2017, 6, 9))

    def test_without_an_agreed_number_of_days_there_is_no_clock(self, world: World) -> None:
        world.scheme.rules.all().delete()
        world.sent()
        (one,) = provider(world)
        assert one.due_on is None
        assert not one.is_overdue(date(2030, 1, 1))

    def test_asked_about_it_waits_on_the_officer(self, world: World) -> None:
        referral = world.sent()
        with acting_as(make.acting(world.manager)):
            ask_about_referral(
                referral=referral, question="Does she need childcare?", by=world.manager, at=world.now
            )
        assert provider(world) == []
        assert officer(world) == ["Answer the provider's question"]

    def test_accepted_it_waits_to_be_given_to_a_worker(self, world: World) -> None:
        world.accepted()
        assert [one.what for one in provider(world)] == ["Give the referral to a worker"]

    def test_given_to_a_worker_it_waits_on_the_manager_no_longer(self, world: World) -> None:
        world.allocated()
        assert provider(world) == []

    def test_another_providers_manager_has_nothing(self, world: World) -> None:
        world.sent()
        stranger = make.member("provider_manager", make.OrganisationFactory())
        assert provider(world, stranger) == []

    def test_oldest_first(self, world: World) -> None:
        for days in (1, 9, 4):
            sent_before(world, timedelta(days=days))
        assert [(world.now - one.since).days for one in provider(world)] == [9, 4, 1]

    def test_as_many_queries_for_thirty_as_for_three(self, world: World) -> None:
        def queries(more: int) -> int:
            for _ in range(more):
                sent_before(world, timedelta(days=1))
            with CaptureQueriesContext(connection) as taken:
                assert provider(world)
            return len(taken)

        assert queries(3) == queries(27)


class TestWorker:
    def test_risks_shared_wait_until_they_are_read(self, world: World) -> None:
        flag = make.RiskFlagFactory(person=world.person)
        referral = world.allocated(decisions={flag.pk: Decision(shared=True)})
        assert worker(world) == ["Read the risks shared with you", "Book the first appointment"]
        with acting_as(make.acting(world.worker)):
            note_risks_read(referral, by=world.worker, at=world.now)
        assert worker(world) == ["Book the first appointment"]

    def test_a_withheld_risk_does_not_wait(self, world: World) -> None:
        flag = make.RiskFlagFactory(person=world.person)
        world.allocated(decisions={flag.pk: Decision(shared=False, reason="Long ago")})
        assert worker(world) == ["Book the first appointment"]

    def test_a_reading_by_the_manager_is_none_by_the_worker(self, world: World) -> None:
        flag = make.RiskFlagFactory(person=world.person)
        referral = world.allocated(decisions={flag.pk: Decision(shared=True)})
        with acting_as(make.acting(world.manager)):
            note_risks_read(referral, by=world.manager, at=world.now)
        assert "Read the risks shared with you" in worker(world)

    def test_attendance_waits_from_the_moment_it_begins_until_recorded(self, world: World) -> None:
        booked = world.booked(world.allocated(), TUESDAY)
        assert worker(world, TUESDAY - timedelta(minutes=1)) == []
        assert worker(world, TUESDAY) == ["Record attendance"]
        world.recorded(booked)
        assert worker(world, TUESDAY + timedelta(days=3)) == []

    def test_given_to_a_colleague_nothing_waits(self, world: World) -> None:
        referral = world.allocated()
        colleague = make.member("support_worker", world.centre)
        with acting_as(make.acting(world.manager)):
            allocate_referral(referral=referral, worker=colleague, by=world.manager, at=world.now)
        assert worker(world) == []
        assert worker(world, user=colleague) == ["Book the first appointment"]

    def test_todays_appointments_are_those_of_the_london_day_in_order(self, world: World) -> None:
        referral = world.allocated()
        moments = [
            datetime(2017, 6, 12, 22, 30, tzinfo=UTC),  # 11:30pm the evening before
            datetime(2017, 6, 13, 13, 0, tzinfo=UTC),
            datetime(2017, 6, 12, 23, 30, tzinfo=UTC),  # half past midnight
            datetime(2017, 6, 13, 22, 59, tzinfo=UTC),
            datetime(2017, 6, 13, 23, 0, tzinfo=UTC),  # midnight
        ]
        booked = [world.booked(referral, moment, clash_reason="They meet") for moment in moments]
        actor = make.acting(world.worker)
        with acting_as(actor):
            today = list(todays_appointments(actor, datetime(2017, 6, 13, 9, tzinfo=UTC)))
        assert today == [booked[2], booked[1], booked[3]]


class TestOfficer:
    @pytest.mark.asks("S126")
    def test_unplanned_activity_waits_for_a_decision(self, world: World) -> None:
        referral = world.allocated()
        world.recorded(world.booked(referral, TUESDAY, rar=False))
        assert officer(world, TUESDAY + timedelta(days=1)) == [
            "Decide whether the day counts towards the RAR"
        ]

    def test_another_officer_has_nothing(self, world: World) -> None:
        world.draft()
        actor = make.acting(make.member("responsible_officer", world.division))
        with acting_as(actor):
            assert waiting_for_officer(actor, world.now) == []
