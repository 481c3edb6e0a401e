"""Attendance: recorded once by whoever was there, corrected by a new record, sent twice safely (D17, D18)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.access.permissions import NotAllowed
from throughline.core.models import User
from throughline.line.actions.appointments import book_activity, cancel_appointment
from throughline.line.actions.attendance import correct_attendance, decide_afterwards, record_attendance
from throughline.line.actions.outcomes import Achieved
from throughline.line.actions.referrals import end_referral_early, withdraw_referral
from throughline.line.models import Appointment, Attendance, LaterDecision, Referral
from throughline.line.queries.rar import live_attendances
from throughline.line.refusals import (
    AlreadyCorrected,
    AlreadyRecorded,
    AppointmentCancelled,
    AppointmentNotYet,
    CorrectionSaysNothing,
    MoreRarDaysThanOrdered,
    NothingToDecide,
    NotUnderWay,
    OutsideSentence,
)

TUESDAY = make.NOW + timedelta(days=12, hours=1)
KEY = UUID("6f0e0d1e-6a53-4b1e-9a55-0d8f3c1f2a10")


@pytest.fixture
def world(db: None) -> World:
    return charlenes_world()


@pytest.fixture
def referral(world: World) -> Referral:
    return world.allocated()


@pytest.fixture
def booked(world: World, referral: Referral) -> Appointment:
    return world.booked(referral, TUESDAY)


class TestRecording:
    def test_by_the_worker_who_was_there(self, world: World, booked: Appointment) -> None:
        world.recorded(booked, "late")
        record = booked.attendances.get()
        assert (record.happened, record.took_part, record.recorded_by) == ("late", True, world.worker)

    @pytest.mark.parametrize(
        ("happened", "took_part"),
        [("attended", True), ("late", True), ("no_session", False), ("acceptable", False), ("missed", False)],
    )
    def test_what_counts_as_taking_part(
        self, world: World, booked: Appointment, happened: str, took_part: bool
    ) -> None:
        assert world.recorded(booked, happened).took_part is took_part

    @pytest.mark.parametrize("happened", ["attended", "missed"])
    def test_only_taking_part_starts_the_work(
        self, world: World, referral: Referral, booked: Appointment, happened: str
    ) -> None:
        world.recorded(booked, happened)
        referral.refresh_from_db()
        assert referral.state == ("started" if happened == "attended" else "allocated")

    @pytest.mark.asks("S124")
    def test_recorded_once_and_the_second_reads_who_was_first(
        self, world: World, booked: Appointment
    ) -> None:
        world.recorded(booked)
        with pytest.raises(AlreadyRecorded, match="Amy Walsh recorded this appointment on 13 June 2017"):
            world.recorded(booked, "missed")
        assert booked.attendances.count() == 1

    def test_the_database_itself_refuses_a_second_first_record(
        self, world: World, booked: Appointment
    ) -> None:
        world.recorded(booked)
        with pytest.raises(IntegrityError, match="attendance_recorded_once"), transaction.atomic():
            make.AttendanceFactory(appointment=booked)

    @pytest.mark.asks("S122")
    def test_the_same_key_sent_again_has_one_effect(self, world: World, booked: Appointment) -> None:
        with acting_as(make.acting(world.worker)):
            first, again = (
                record_attendance(
                    appointment=booked, happened="attended", by=world.worker, at=booked.ends_at, key=KEY
                )
                for _ in range(2)
            )
        assert first == again
        assert Attendance.objects.count() == 1

    @pytest.mark.parametrize(
        ("minutes", "is_taken"), [(-1, False), (0, True), (5, True)], ids=["before", "as it begins", "during"]
    )
    def test_not_before_it_begins(
        self, world: World, booked: Appointment, minutes: int, is_taken: bool
    ) -> None:
        at = booked.starts_at + timedelta(minutes=minutes)
        if is_taken:
            assert world.recorded(booked, at=at).recorded_at == at
        else:
            with pytest.raises(AppointmentNotYet, match="once it has begun"):
                world.recorded(booked, at=at)

    def test_nothing_to_record_of_a_cancelled_appointment(self, world: World, booked: Appointment) -> None:
        with acting_as(make.acting(world.worker)):
            cancel_appointment(
                appointment=booked, why="Her child is ill", by=world.worker, at=booked.starts_at
            )
        with pytest.raises(AppointmentCancelled):
            world.recorded(booked)

    @pytest.mark.parametrize("who", ["officer", "supply_chain_manager", "commissioner"])
    def test_nobody_outside_the_provider_records_it(
        self, world: World, booked: Appointment, who: str
    ) -> None:
        user: User = getattr(world, who)
        with acting_as(make.acting(user)), pytest.raises((NotAllowed, Appointment.DoesNotExist)):
            record_attendance(appointment=booked, happened="attended", by=user, at=booked.ends_at)

    def test_supervision_is_recorded_by_the_officer_and_not_by_the_provider(self, world: World) -> None:
        held: Appointment = make.AppointmentFactory(
            supervision=True, person=world.person, organisation=world.division, worker=world.officer
        )
        with acting_as(make.acting(world.manager)), pytest.raises(Appointment.DoesNotExist):
            record_attendance(appointment=held, happened="attended", by=world.manager, at=held.ends_at)
        with acting_as(make.acting(world.officer)):
            record_attendance(appointment=held, happened="attended", by=world.officer, at=held.ends_at)
        assert held.attendances.get().recorded_by == world.officer

    def test_supervision_is_cancelled_by_those_who_supervise(self, world: World) -> None:
        held: Appointment = make.AppointmentFactory(
            supervision=True, person=world.person, organisation=world.division, worker=world.officer
        )
        delivers_there = make.member("support_worker", world.division)
        make.PersonAccessFactory(person=world.person, user=delivers_there, scope="supervise")
        with acting_as(make.acting(delivers_there)), pytest.raises(NotAllowed, match="cancel this appoint"):
            cancel_appointment(appointment=held, why="Snow", by=delivers_there, at=world.now)
        with acting_as(make.acting(world.officer)):
            cancel_appointment(appointment=held, why="Snow", by=world.officer, at=world.now)
        held.refresh_from_db()
        assert (held.state, held.moves.get().by) == ("cancelled", world.officer)

    def test_an_activity_is_not_cancelled_by_who_supervises_for_the_provider(
        self, world: World, booked: Appointment
    ) -> None:
        supervises_there = make.member("responsible_officer", world.centre)
        make.PersonAccessFactory(person=world.person, user=supervises_there, scope="supervise")
        with acting_as(make.acting(supervises_there)), pytest.raises(NotAllowed, match="cancel this appoint"):
            cancel_appointment(appointment=booked, why="Snow", by=supervises_there, at=world.now)

    def test_what_is_recorded_is_corrected_and_not_cancelled(self, world: World, booked: Appointment) -> None:
        world.recorded(booked)
        with (
            acting_as(make.acting(world.worker)),
            pytest.raises(AlreadyRecorded, match="correct that record"),
        ):
            cancel_appointment(appointment=booked, why="Snow", by=world.worker, at=booked.ends_at)


class TestCorrecting:
    def test_a_correction_supersedes_and_both_stay_to_be_seen(
        self, world: World, booked: Appointment
    ) -> None:
        first = world.recorded(booked)
        second = world.corrected(first, "missed")
        assert list(booked.attendances.all()) == [first, second]
        assert live_attendances().get() == second
        assert (second.supersedes, second.why_corrected) == (first, "The wrong person was ticked")

    def test_of_two_corrections_of_one_record_the_second_reads_of_the_first(
        self, world: World, booked: Appointment
    ) -> None:
        first = world.recorded(booked)
        world.corrected(first, "missed")
        with pytest.raises(AlreadyCorrected, match="Amy Walsh corrected this record on 13 June 2017"):
            world.corrected(first, "late")

    def test_a_correction_can_be_corrected(self, world: World, booked: Appointment) -> None:
        record = world.recorded(booked)
        for happened in ("missed", "attended", "no_session"):
            record = world.corrected(record, happened)
        assert live_attendances().get().happened == "no_session"
        assert booked.attendances.count() == 4

    def test_the_same_key_sent_again_corrects_once(self, world: World, booked: Appointment) -> None:
        first = world.recorded(booked)
        with acting_as(make.acting(world.worker)):
            for _ in range(2):
                correct_attendance(
                    attendance=first,
                    happened="missed",
                    why="She was not there",
                    by=world.worker,
                    at=booked.ends_at,
                    key=KEY,
                )
        assert booked.attendances.count() == 2

    def test_it_says_why(self, world: World, booked: Appointment) -> None:
        first = world.recorded(booked)
        with acting_as(make.acting(world.worker)), pytest.raises(CorrectionSaysNothing):
            correct_attendance(
                attendance=first, happened="missed", why="  ", by=world.worker, at=booked.ends_at
            )

    def test_a_record_is_never_changed_itself(self, world: World, booked: Appointment) -> None:
        record = world.recorded(booked)
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            Attendance.objects.filter(pk=record.pk).update(happened="missed", took_part=False)


class TestDecidingAfterwards:
    def decided(
        self, world: World, appointment: Appointment, by: User, reason: str = "Agreed"
    ) -> LaterDecision:
        with acting_as(make.acting(by)):
            return decide_afterwards(
                appointment=appointment, accepted=True, reason=reason, by=by, at=appointment.ends_at
            )

    @pytest.mark.asks("S126")
    def test_what_was_planned_beforehand_needs_no_decision(self, world: World, booked: Appointment) -> None:
        with pytest.raises(NothingToDecide, match="planned as RAR activity beforehand"):
            self.decided(world, booked, world.officer)

    @pytest.mark.asks("S126", "S129")
    def test_the_provider_does_not_decide(self, world: World, referral: Referral) -> None:
        unplanned = world.booked(referral, TUESDAY, rar=False)
        with pytest.raises(NotAllowed):
            self.decided(world, unplanned, world.manager)

    @pytest.mark.asks("S126")
    def test_the_officer_gives_a_reason(self, world: World, referral: Referral) -> None:
        unplanned = world.booked(referral, TUESDAY, rar=False)
        with pytest.raises(CorrectionSaysNothing):
            self.decided(world, unplanned, world.officer, reason="")
        assert self.decided(world, unplanned, world.officer).reason == "Agreed"


class TestBooking:
    def test_outside_the_sentence_it_is_refused(self, world: World, referral: Referral) -> None:
        last_evening = datetime.fromisoformat("2018-05-01T22:59:00+00:00")
        assert world.booked(referral, last_evening).starts_at == last_evening
        with pytest.raises(OutsideSentence, match="2 May 2018 is outside the dates of the sentence"):
            world.booked(referral, last_evening + timedelta(minutes=1))

    def test_nothing_is_booked_before_somebody_works_on_it(self, world: World) -> None:
        with pytest.raises(NotUnderWay), acting_as(make.acting(world.manager)):
            book_activity(
                referral=world.accepted(),
                starts_at=TUESDAY,
                ends_at=TUESDAY + timedelta(hours=1),
                mode="phone",
                place="",
                counts_as_rar=True,
                by=world.manager,
                at=world.now,
            )

    @pytest.mark.asks("S127")
    def test_more_rar_days_than_the_court_ordered_are_not_planned(
        self, world: World, referral: Referral
    ) -> None:
        for n in range(15):
            world.booked(referral, TUESDAY + timedelta(days=n))
        again_that_day = world.booked(referral, TUESDAY + timedelta(hours=3))
        assert again_that_day.planned_as_rar_at is not None
        with pytest.raises(MoreRarDaysThanOrdered, match="All 15 days"):
            world.booked(referral, TUESDAY + timedelta(days=15))
        beyond = world.booked(referral, TUESDAY + timedelta(days=15), rar=False)
        assert beyond.planned_as_rar_at is None

    def test_a_missed_day_can_be_planned_again(self, world: World, referral: Referral) -> None:
        for n in range(15):
            world.booked(referral, TUESDAY + timedelta(days=n))
        world.recorded(Appointment.objects.earliest("starts_at"), "missed")
        later = TUESDAY + timedelta(days=20)
        assert world.booked(referral, later, at=TUESDAY + timedelta(hours=2)).planned_as_rar_at is not None


class TestTheEndOfAReferral:
    """Nobody waits for what was booked under a referral that is over."""

    def states(self) -> list[str]:
        return list(Appointment.objects.order_by("starts_at").values_list("state", flat=True))

    def test_ending_cancels_what_was_to_come_and_nothing_before(
        self, world: World, referral: Referral
    ) -> None:
        world.recorded(world.booked(referral, TUESDAY))
        for days in (3, 7):
            world.booked(referral, TUESDAY + timedelta(days=days))
        referral.refresh_from_db()
        with acting_as(make.acting(world.worker)):
            end_referral_early(
                referral=referral,
                why="She moved away",
                outcomes={"wellbeing": Achieved("no", "Moved before it began")},
                by=world.worker,
                at=TUESDAY + timedelta(days=4),
            )
        assert self.states() == ["booked", "booked", "cancelled"]

    def test_withdrawing_does_too(self, world: World, referral: Referral, booked: Appointment) -> None:
        with acting_as(make.acting(world.officer)):
            withdraw_referral(referral=referral, why="She moved", by=world.officer, at=world.now)
        assert self.states() == ["cancelled"]


def test_recording_takes_as_many_queries_after_a_year_as_on_the_first_days(
    world: World, referral: Referral
) -> None:
    def queries(days: int) -> int:
        booked = world.booked(referral, TUESDAY + timedelta(days=days), rar=days < 15)
        with CaptureQueriesContext(connection) as taken:
            world.recorded(booked)
        return len(taken)

    queries(0)
    second = queries(1)
    for days in range(2, 20):
        queries(days)
    assert queries(20) == second
