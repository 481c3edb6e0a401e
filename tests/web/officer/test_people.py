"""My people, the page of one, and what is written there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.core.models import Reading, User
from throughline.people.models import PersonAccess, RiskFlag

DAY = timedelta(days=1)


def page(world: World) -> str:
    return f"/people/{world.person.reference}"


def another_person(world: World, **requirement: Any) -> None:
    order = make.RequirementFactory(**requirement)
    person = order.sentence.person
    held = make.SupervisionFactory(person=person, officer=world.officer, organisation=world.division)
    make.PersonAccessFactory(
        person=person, user=world.officer, scope=PersonAccess.Scope.SUPERVISE, because_id=held.pk
    )


class TestMyPeople:
    @pytest.mark.asks("S124")
    def test_each_stands_with_the_days_of_their_order(self, world: World, client: Client) -> None:
        world.attended(world.allocated(), world.now - DAY)
        text = as_read(client, world.officer, "/people")
        assert f"{world.person.name} {world.person.case_number} Community order 1 May 2018" in text
        assert "1 of 15 RAR days" in text

    @pytest.mark.parametrize(
        ("narrowed", "found"),
        [
            ("name=charl", 2),
            ("name=nobody", 0),
            ("days=unplanned", 1),
            ("days=none", 1),
            ("days=completed", 0),
        ],
    )
    def test_the_list_can_be_narrowed(self, world: World, client: Client, narrowed: str, found: int) -> None:
        another_person(world, kind="supervision", rar_days=None)
        text = as_read(client, world.officer, f"/people?{narrowed}")
        assert {0: "No people", 1: "1 person", 2: "2 people"}[found] in text

    def test_the_number_of_queries_does_not_grow_with_the_caseload(
        self, world: World, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        client.force_login(world.officer)
        client.get("/people")
        with django_assert_num_queries(15):
            client.get("/people")
        for _ in range(5):
            another_person(world)
        with django_assert_num_queries(15):
            assert "6 people" in client.get("/people").content.decode()

    def test_it_comes_as_a_file(self, world: World, client: Client) -> None:
        client.force_login(world.officer)
        answer: Any = client.get("/people?format=csv")
        assert "0 of 15 RAR days" in b"".join(answer.streaming_content).decode()

    def test_one_without_people_reads_what_would_appear(self, world: World, client: Client) -> None:
        officer = make.member("responsible_officer", world.division)
        assert "when you are made their responsible officer" in as_read(client, officer, "/people")


class TestThePerson:
    def test_its_queries_do_not_grow_with_what_happened(
        self, world: World, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        referral = world.allocated()
        world.attended(referral, world.now - DAY)
        make.RestrictionFactory(flag__person=world.person)
        client.force_login(world.officer)
        client.get(page(world))
        with CaptureQueriesContext(connection) as before:
            client.get(page(world))
        for number in range(2, 8):
            world.attended(referral, world.now - number * DAY)
            make.RestrictionFactory(flag__person=world.person)
        with django_assert_num_queries(len(before)):
            client.get(page(world))

    def test_it_is_not_there_for_another_officer_or_a_provider(self, world: World, client: Client) -> None:
        world.allocated()
        for stranger in (make.member("responsible_officer", world.division), world.worker, world.manager):
            as_read(client, stranger, page(world), status=404)

    def test_reading_it_is_noted(self, world: World, client: Client) -> None:
        as_read(client, world.officer, page(world))
        noted = Reading.objects.get()
        assert (noted.by, noted.subject_id, noted.page) == (world.officer, world.person.pk, "person")

    def test_a_need_that_was_not_assessed_is_said_to_be_so(self, world: World, client: Client) -> None:
        text = as_read(client, world.officer, page(world))
        assert "No assessment is recorded. That is not the same as no need." in text
        make.AssessedNeedFactory(assessment__person=world.person, assessment__depth="abridged")
        text = as_read(client, world.officer, page(world))
        assert "Abridged assessment (Layer 1), 10 May 2017" in text
        assert "Emotional well-being Severe need" in text
        assert "Not assessed: Accommodation, Education" in text

    def test_an_objective_without_work_is_seen(self, world: World, client: Client) -> None:
        assert "No work serves this yet" in as_read(client, world.officer, page(world))
        world.sent()
        text = as_read(client, world.officer, page(world))
        assert "No work serves this yet" not in text
        assert "Feel less anxious and meet new people (Emotional well-being) Change programme Sent" in text

    def test_every_provider_and_supervision_stand_on_one_line_of_time(
        self, world: World, client: Client, set_clock: Callable[[datetime], None]
    ) -> None:
        world.attended(world.allocated(), world.now + DAY)
        make.AppointmentFactory(
            supervision=True,
            person=world.person,
            worker=world.officer,
            organisation=world.division,
            starts_at=world.now + 2 * DAY,
        )
        set_clock(world.now + 3 * DAY)
        text = as_read(client, world.officer, page(world))
        assert "Supervision with Helen Price, NPS Ridgeway" in text
        assert "Supervision: not a RAR day" in text
        assert "Change programme with Amy Walsh, Northmoor Women's Centre" in text
        assert "1 of 15 RAR days, 14 unplanned" in text

    @pytest.mark.asks("S95")
    def test_a_risk_is_raised_with_what_a_worker_must_know(self, world: World, client: Client) -> None:
        given = {
            "kind": "restraining_order",
            "detail": "An order for five years",
            "restrictions": "Not to go to Mill Street\n\nNot to telephone",
            "who_is_protected": "Her former partner",
            "signs_to_watch": "Talk of going back",
            "what_to_do": "Telephone me the same day",
        }
        text = answered(client, world.officer, f"{page(world)}/risk", given)
        assert "Risk raised for Charlene" in text
        flag = RiskFlag.objects.get()
        assert [str(one) for one in flag.restrictions.all()] == [
            "Not to go to Mill Street",
            "Not to telephone",
        ]
        for said in ("Restraining order", "Not to telephone", "Her former partner", "Talk of going back"):
            assert said in text

    def test_a_risk_without_its_kind_is_asked_for_it(self, world: World, client: Client) -> None:
        text = answered(client, world.officer, f"{page(world)}/risk", {"detail": "x"}, status=200)
        assert "Select the kind of risk" in text
        assert not RiskFlag.objects.exists()

    def test_an_objective_is_added_last(self, world: World, client: Client) -> None:
        given = {"need": "accommodation", "words": "A home of her own"}
        text = answered(client, world.officer, f"{page(world)}/objective", given)
        assert text.index("meet new people") < text.index("A home of her own")

    def test_nobody_else_writes_the_plan(self, world: World, client: Client) -> None:
        world.allocated()
        for user in (world.worker, world.manager, make.member("responsible_officer", world.division)):
            answered(client, user, f"{page(world)}/objective", {"need": "finance", "words": "x"}, status=404)


class TestSupervision:
    def booked(self, world: World, client: Client, user: User | None = None) -> str:
        given = {
            "day_day": "1", "day_month": "6", "day_year": "2017", "begins": "2pm", "minutes": "30",
            "mode": "in_person", "place": "Ridgeway House",
        }  # fmt: skip
        return answered(client, user or world.officer, f"{page(world)}/supervision", given)

    @pytest.mark.asks("S125")
    def test_it_is_booked_recorded_and_no_rar_day(
        self, world: World, client: Client, set_clock: Callable[[datetime], None]
    ) -> None:
        text = self.booked(world, client)
        assert "1 June 2017 at 2pm to 2:30pm Booked" in text
        assert "Ridgeway House" in text
        set_clock(world.now + timedelta(hours=6))
        as_read(client, world.officer, page(world))
        appointment = world.person.appointments.get()
        address = f"/appointments/{appointment.reference}/attendance"
        assert "Took part" in answered(
            client, world.officer, address, {"happened": "attended", "key": uuid4()}
        )
        text = as_read(client, world.officer, page(world))
        assert "Took part: Helen Price recorded it on 1 June 2017" in text
        assert "0 of 15 RAR days" in text
