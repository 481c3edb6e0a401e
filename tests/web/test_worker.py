"""A worker: today, new referrals, my people, booking, recording once, correcting, ending (D17, D18, S99)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests import factories as make
from tests.web.provider_world import Reader, reading_by_a_clock
from tests.world import World, charlenes_world
from throughline.line.models import Appointment, Attendance, Referral
from throughline.line.rules.risk_sharing import Decision

pytestmark = pytest.mark.django_db
CHARLENE = "Charlene Example"
TUESDAY = make.NOW + timedelta(days=12, hours=1)
ON_TUESDAY = {
    "day_day": "13",
    "day_month": "6",
    "day_year": "2017",
    "starts": "11am",
    "minutes": "60",
    "mode": "in_person",
    "place": "The women's centre",
}


@pytest.fixture
def reader(client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return reading_by_a_clock(client, settings, tmp_path / "clock", monkeypatch)


@pytest.fixture
def world() -> World:
    return charlenes_world()


@pytest.fixture
def worker(reader: Reader, world: World) -> Reader:
    return reader.as_(world.worker)


@pytest.fixture
def referral(world: World) -> Referral:
    return world.allocated()


@pytest.fixture
def booked(world: World, referral: Referral) -> Appointment:
    booked = world.booked(referral, TUESDAY)
    booked.refresh_from_db()
    return booked


def appointment(booked: Appointment, verb: str = "") -> str:
    return f"/appointments/{booked.reference}" + (f"/{verb}" if verb else "")


def happened(code: str, **more: str) -> dict[str, str]:
    return {"happened": code, "key": str(uuid4()), **more}


class TestToday:
    def test_an_empty_day_says_what_would_appear(self, worker: Reader) -> None:
        page = worker.at(TUESDAY).reads("/today")
        assert "Today, Tuesday 13 June 2017" in page
        assert "You have no appointments today" in page

    def test_appointments_in_order_with_one_tap_once_begun(
        self, world: World, referral: Referral, booked: Appointment, worker: Reader
    ) -> None:
        world.booked(referral, TUESDAY + timedelta(hours=3))
        page = worker.at(TUESDAY + timedelta(minutes=30)).reads("/today")
        assert page.index("11am to midday") < page.index("2pm to 3pm")
        assert page.count("Took part") == 1

    def test_a_tap_leads_to_the_form_prefilled_and_back(
        self, booked: Appointment, worker: Reader, client: Client
    ) -> None:
        worker.at(TUESDAY + timedelta(hours=1))
        address = appointment(booked, "attendance?happened=missed&from=today")
        form = client.get(address).content.decode()
        assert 'value="missed" checked' in form
        page = worker.sends(address, happened("missed"))
        assert f"{CHARLENE}: did not come" in page
        assert "Today, Tuesday 13 June 2017" in page

    def test_what_waits_leads_to_where_it_is_done(self, world: World, worker: Reader, client: Client) -> None:
        flag = make.RiskFlagFactory(person=world.person)
        referral = world.allocated(decisions={flag.pk: Decision(shared=True)})
        referral.refresh_from_db()
        page = worker.reads("/today")
        assert f"Read the risks shared with you: {CHARLENE}" in page
        assert f'href="/referrals/{referral.reference}/book"' in client.get("/today").content.decode()

    def test_yesterdays_appointment_waits_to_be_recorded(self, booked: Appointment, worker: Reader) -> None:
        page = worker.at(TUESDAY + timedelta(days=1)).reads("/today")
        assert f"Record attendance: {CHARLENE}" in page
        assert "Overdue by 1 day" in page


class TestLists:
    def test_new_referrals_until_the_first_session(
        self, world: World, referral: Referral, worker: Reader
    ) -> None:
        assert CHARLENE in worker.reads("/new-referrals")
        world.attended(referral, TUESDAY)
        assert CHARLENE not in worker.reads("/new-referrals")

    def test_my_people_with_next_appointment_and_days(
        self, world: World, referral: Referral, worker: Reader
    ) -> None:
        world.attended(referral, TUESDAY)
        world.booked(referral, TUESDAY + timedelta(days=7))
        page = worker.at(TUESDAY + timedelta(days=1)).reads("/my-people")
        assert CHARLENE in page
        assert "20 June 2017 at 11am" in page
        assert "1 of 15 RAR days" in page

    def test_a_colleague_sees_nobody(self, world: World, referral: Referral, reader: Reader) -> None:
        reader.as_(make.member("support_worker", world.centre))
        assert CHARLENE not in reader.reads("/my-people")

    def test_as_many_queries_for_eight_people_as_for_one(
        self,
        world: World,
        referral: Referral,
        worker: Reader,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for _ in range(8):
            one = make.ReferralFactory(
                service=world.service, state="started", sent_at=world.now, worker=world.worker
            )
            make.PersonAccessFactory(person=one.person, user=world.worker, scope="deliver")
        with django_assert_max_num_queries(14):
            assert worker.reads("/my-people").count("of 15 RAR days") == 9


class TestBooking:
    @pytest.mark.asks("S124", "S127")
    def test_it_shows_the_order_so_far(self, world: World, referral: Referral, worker: Reader) -> None:
        world.attended(referral, TUESDAY)
        world.booked(referral, TUESDAY + timedelta(days=7))
        page = worker.at(TUESDAY + timedelta(days=1)).reads(f"/referrals/{referral.reference}/book")
        assert "1 of 15 RAR days completed, 1 more planned, 13 unplanned, by 1 May 2018" in page

    def test_booked_by_the_clock_in_london(self, referral: Referral, worker: Reader) -> None:
        page = worker.sends(f"/referrals/{referral.reference}/book", {**ON_TUESDAY, "counts_as_rar": "yes"})
        assert "Appointment booked for 13 June 2017 at 11am" in page
        made = Appointment.objects.get()
        assert (made.starts_at, made.planned_as_rar_at) == (TUESDAY, make.NOW)
        assert made.ends_at - made.starts_at == timedelta(hours=1)

    def test_nothing_filled_in(self, referral: Referral, worker: Reader) -> None:
        page = worker.is_refused(f"/referrals/{referral.reference}/book")
        for said in (
            "Enter the date of the appointment",
            "Enter the time it starts",
            "Select whether it counts as RAR activity",
        ):
            assert said in page

    def test_outside_the_sentence_is_said_at_the_date(self, referral: Referral, worker: Reader) -> None:
        answers = {**ON_TUESDAY, "day_year": "2018", "counts_as_rar": "no"}
        page = worker.is_refused(f"/referrals/{referral.reference}/book", answers)
        assert "13 June 2018 is outside the dates of the sentence" in page

    @pytest.mark.asks("S127")
    def test_more_than_ordered_warns_and_is_refused_as_rar(
        self, world: World, referral: Referral, worker: Reader
    ) -> None:
        for n in range(15):
            world.booked(referral, TUESDAY + timedelta(days=n + 1))
        address = f"/referrals/{referral.reference}/book"
        assert "All 15 days the court ordered are completed or planned" in worker.reads(address)
        page = worker.is_refused(address, {**ON_TUESDAY, "counts_as_rar": "yes"})
        assert "book this without counting it" in page
        worker.sends(address, {**ON_TUESDAY, "counts_as_rar": "no"})

    def test_entered_afterwards_it_says_what_it_counts_for(self, referral: Referral, worker: Reader) -> None:
        worker.at(TUESDAY + timedelta(days=2))
        page = worker.sends(f"/referrals/{referral.reference}/book", {**ON_TUESDAY, "counts_as_rar": "yes"})
        assert "counts as a RAR day only if the responsible officer accepts it" in page

    @pytest.mark.asks("S130")
    def test_without_a_rar_nothing_is_asked_about_days(self, reader: Reader) -> None:
        world = charlenes_world()
        world.requirement = make.RequirementFactory(
            sentence=world.requirement.sentence, kind="supervision", rar_days=None
        )
        referral = world.allocated()
        page = reader.as_(world.worker).reads(f"/referrals/{referral.reference}/book")
        assert "RAR" not in page
        reader.sends(f"/referrals/{referral.reference}/book", ON_TUESDAY)


class TestRecording:
    @pytest.mark.asks("S124")
    def test_recorded_it_stands_on_the_referral(self, booked: Appointment, worker: Reader) -> None:
        worker.at(TUESDAY + timedelta(hours=1))
        page = worker.sends(appointment(booked, "attendance"), happened("attended", note="Met the group"))
        assert f"{CHARLENE}: took part" in page
        assert Attendance.objects.get().note == "Met the group"

    @pytest.mark.asks("S122")
    def test_the_same_form_sent_twice_is_one_record(self, booked: Appointment, worker: Reader) -> None:
        worker.at(TUESDAY + timedelta(hours=1))
        answers = happened("attended")
        for _ in range(2):
            worker.sends(appointment(booked, "attendance"), answers)
        assert Attendance.objects.count() == 1

    def test_a_second_record_is_refused_in_words(
        self, world: World, booked: Appointment, worker: Reader
    ) -> None:
        world.recorded(booked)
        worker.at(TUESDAY + timedelta(hours=2))
        page = worker.is_refused(appointment(booked, "attendance"), happened("missed"))
        assert "Amy Walsh recorded this appointment on 13 June 2017: correct that record" in page

    def test_no_form_before_it_begins(self, booked: Appointment, worker: Reader, client: Client) -> None:
        assert client.get(appointment(booked, "attendance"))["Location"] == appointment(booked)
        page = worker.reads(appointment(booked))
        assert "You can record what happened from 13 June 2017 at 11am, when it begins" in page

    def test_nothing_chosen(self, booked: Appointment, worker: Reader) -> None:
        worker.at(TUESDAY + timedelta(hours=1))
        page = worker.is_refused(appointment(booked, "attendance"), {"key": str(uuid4())})
        assert "Select what happened" in page

    def test_the_officer_records_supervision_by_the_same_form(self, world: World, reader: Reader) -> None:
        held = make.AppointmentFactory(
            supervision=True,
            person=world.person,
            organisation=world.division,
            worker=world.officer,
            starts_at=TUESDAY,
        )
        held.refresh_from_db()
        reader.as_(world.officer).at(TUESDAY + timedelta(hours=1))
        page = reader.sends(appointment(held, "attendance"), happened("attended"))
        assert "Took part" in page
        assert "Supervision: not a RAR day" in page

    def test_the_officer_cancels_supervision_and_nothing_of_the_providers(
        self, world: World, booked: Appointment, reader: Reader
    ) -> None:
        held = make.AppointmentFactory(
            supervision=True,
            person=world.person,
            organisation=world.division,
            worker=world.officer,
            starts_at=TUESDAY,
        )
        held.refresh_from_db()
        reader.as_(world.officer)
        assert "Cancel this appointment" in reader.reads(appointment(held))
        page = reader.sends(appointment(held, "cancel"), {"why": "worker"})
        assert "Appointment of 13 June 2017 at 11am cancelled" in page
        assert "Whoever holds it is away" in page
        assert "Cancel this appointment" not in reader.reads(appointment(booked))
        reader.reads(appointment(booked, "cancel"), status=404)

    def test_the_officer_reads_and_does_not_record_the_providers_appointment(
        self, world: World, booked: Appointment, reader: Reader
    ) -> None:
        reader.as_(world.officer).at(TUESDAY + timedelta(hours=1))
        assert "Record what happened" not in reader.reads(appointment(booked))
        reader.reads(appointment(booked, "attendance"), status=404)

    @pytest.mark.parametrize("verb", ["", "attendance", "correct", "cancel"])
    def test_it_is_not_there_for_strangers(
        self, world: World, booked: Appointment, reader: Reader, verb: str
    ) -> None:
        strangers = (
            make.member("support_worker", world.centre),
            make.member("provider_manager", make.OrganisationFactory()),
            make.member("responsible_officer", world.division),
            world.supply_chain_manager,
        )
        for user in strangers:
            reader.as_(user).reads(appointment(booked, verb), status=404)


class TestCorrectingAndCancelling:
    @pytest.mark.asks("S124")
    def test_both_records_can_be_read(self, world: World, booked: Appointment, worker: Reader) -> None:
        world.recorded(booked)
        worker.at(TUESDAY + timedelta(hours=3))
        answers = happened("missed", why_corrected="I ticked the wrong person")
        page = worker.sends(appointment(booked, "correct"), answers)
        assert "Recorded: took part (a later record stands in its place)" in page
        assert "Corrected to: did not come" in page
        assert "I ticked the wrong person" in page

    def test_it_asks_why(self, world: World, booked: Appointment, worker: Reader) -> None:
        world.recorded(booked)
        page = worker.at(TUESDAY + timedelta(hours=3)).is_refused(
            appointment(booked, "correct"), happened("missed")
        )
        assert "Say why the first record was wrong" in page

    def test_nothing_to_correct_is_not_there(self, booked: Appointment, worker: Reader) -> None:
        worker.reads(appointment(booked, "correct"), status=404)

    def test_cancelled_with_its_reason(self, booked: Appointment, worker: Reader) -> None:
        worker.sends(appointment(booked, "cancel"), {"why": "place"})
        page = worker.reads(appointment(booked))
        assert "Cancelled" in page
        assert "The place cannot be used" in page

    def test_what_is_recorded_is_not_cancelled(
        self, world: World, booked: Appointment, worker: Reader
    ) -> None:
        world.recorded(booked)
        worker.at(TUESDAY + timedelta(hours=2))
        page = worker.is_refused(appointment(booked, "cancel"), {"why": "place"})
        assert "correct that record instead" in page


class TestEnding:
    @pytest.fixture
    def started(self, world: World, referral: Referral) -> Referral:
        world.attended(referral, TUESDAY)
        referral.refresh_from_db()
        return referral

    @pytest.mark.asks("S99")
    def test_completed_with_its_outcome(self, started: Referral, worker: Reader) -> None:
        address = f"/referrals/{started.reference}/complete"
        assert "“Feel less anxious and meet new people”" in worker.reads(address)
        worker.sends(address, {"achieved": "yes", "evidence": "Goes to the group on her own"})
        started.refresh_from_db()
        assert (started.state, started.outcomes.get().achieved) == ("completed", "yes")

    @pytest.mark.asks("S99")
    def test_not_without_an_outcome(self, started: Referral, worker: Reader) -> None:
        page = worker.is_refused(f"/referrals/{started.reference}/complete")
        assert "Select how far the objective was achieved" in page
        assert "Say what shows the outcome" in page

    def test_not_before_it_started(self, referral: Referral, worker: Reader, client: Client) -> None:
        answer = client.get(f"/referrals/{referral.reference}/complete")
        assert answer["Location"] == f"/referrals/{referral.reference}"

    def test_ended_early_with_reason_and_outcome(self, started: Referral, worker: Reader) -> None:
        answers = {"why": "moved", "achieved": "partly", "evidence": "Came once"}
        worker.sends(f"/referrals/{started.reference}/end-early", answers)
        assert started.moves.get(name="end early").reason == "They moved away"

    def test_the_officer_finds_no_form_to_end_it(
        self, world: World, started: Referral, reader: Reader
    ) -> None:
        reader.as_(world.officer).reads(f"/referrals/{started.reference}/complete", status=404)
