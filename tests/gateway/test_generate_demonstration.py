"""The demonstration: one named person of each kind, and something that waits on each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from tests.gateway.generated import empty, generate_into, reached_as_web
from throughline.core.access import acting_as
from throughline.core.access.actor import Actor
from throughline.core.access.permissions import actor_for
from throughline.core.models import Message, User
from throughline.core.periods import Period
from throughline.gateway.demonstration.cast import ROLES, Cast
from throughline.gateway.demonstration.scenes import set_scenes
from throughline.gateway.generate.size import DEMONSTRATION
from throughline.gateway.generate.verify import verify
from throughline.line.models import Appointment
from throughline.line.queries.rar import rar_positions
from throughline.line.queries.unmet import AskedUnmet, unmet_needs_counted
from throughline.line.queries.waiting import (
    todays_appointments,
    waiting_for_officer,
    waiting_for_provider,
    waiting_for_worker,
)
from throughline.money.models import Commitment
from throughline.people.models import Person, Requirement
from throughline.supply.models import Service

SUNDAY = datetime(2018, 2, 18, 8, 0, tzinfo=UTC)
FIRST_WEEK_OF_A_FINANCIAL_YEAR = datetime(2018, 4, 3, 7, 0, tzinfo=UTC)


@pytest.fixture(
    scope="module", params=[SUNDAY, FIRST_WEEK_OF_A_FINANCIAL_YEAR], ids=["a Sunday", "early April"]
)
def made(
    request: Any, worker_id: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[Cast, datetime, str]]:
    now = request.param
    name = f"demonstration_{worker_id}"
    with django_db_blocker.unblock():
        address = empty(name)
        generate_into(address, people=300, seed=2018, as_at=now.date(), size=DEMONSTRATION)
        with reached_as_web(name):
            yield set_scenes(now), now, address


@pytest.fixture(autouse=True)
def in_a_transaction(made: tuple[Cast, datetime, str]) -> Iterator[None]:
    with transaction.atomic():
        yield


def acting(made: tuple[Cast, datetime, str], role: str) -> Actor:
    cast, now, _ = made
    return actor_for(cast.users[role], now.date())


def test_one_named_person_of_each_kind_and_nobody_else_can_be_signed_in_as(
    made: tuple[Cast, datetime, str],
) -> None:
    named = User.objects.filter(is_demonstration=True)
    assert {user.full_name for user in named} == {name for name, _ in ROLES.values()}


def test_what_the_actions_left_holds_together_with_what_was_generated(
    made: tuple[Cast, datetime, str],
) -> None:
    with psycopg.connect(made[2]) as database:
        assert verify(database) == []


def test_an_officer_finds_a_draft_a_question_and_activity_to_decide_on(
    made: tuple[Cast, datetime, str],
) -> None:
    with acting_as(acting(made, "responsible_officer")) as officer:
        waits = {one.what for one in waiting_for_officer(officer, made[1])}
    assert waits >= {
        "Finish and send the referral",
        "Answer the provider's question",
        "Decide whether the day counts towards the RAR",
    }


def test_a_provider_finds_referrals_to_decide_on_and_to_give_out(made: tuple[Cast, datetime, str]) -> None:
    with acting_as(acting(made, "provider_manager")) as manager:
        waits = {one.what for one in waiting_for_provider(manager, made[1])}
    assert waits == {"Accept or decline the referral", "Give the referral to a worker"}


def test_a_worker_finds_appointments_today_and_risks_to_read(made: tuple[Cast, datetime, str]) -> None:
    with acting_as(acting(made, "support_worker")) as worker:
        assert todays_appointments(worker, made[1]).count() >= 3
        waits = {one.what for one in waiting_for_worker(worker, made[1])}
    assert waits >= {"Read the risks shared with you", "Book the first appointment"}


def test_the_person_has_done_three_days_and_has_more_planned(made: tuple[Cast, datetime, str]) -> None:
    with acting_as(acting(made, "person")) as person:
        assert Person.objects.get().name == "Jamie Rowe"
        orders = Requirement.objects.filter(kind="rar").select_related("sentence")
        (position,) = rar_positions(list(orders), at=made[1]).values()
        assert Appointment.objects.filter(starts_at__gt=made[1]).count() >= 3
        assert person.role_names == ("person",)
    assert (position.count.planned, position.count.still_planned) == (3, 4)


def test_a_commissioner_finds_a_cost_beyond_the_budget(made: tuple[Cast, datetime, str]) -> None:
    with acting_as(acting(made, "commissioner")):
        assert Commitment.objects.filter(state="waiting").count() == 1


def test_no_message_goes_to_anybody_real(made: tuple[Cast, datetime, str]) -> None:
    assert not Message.objects.exclude(to__email__endswith=".example").exists()


def test_every_service_of_it_has_its_page_its_record_and_its_leaflets(
    made: tuple[Cast, datetime, str], settings: Settings, client: Client
) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    cast, now, _ = made
    day = now.date().isoformat()
    client.force_login(cast.users["contract_manager"])
    published = Service.objects.exclude(state="draft").filter(during__contains=now.date()).order_by("pk")
    assert published.count() > 20
    for service in published:
        for address in (
            f"/services/{service.reference}?as_at={day}",
            f"/kept-services/{service.reference}",
            f"/services/{service.reference}/versions",
            f"/services/{service.reference}/leaflets/cy-easy.pdf?as_at={day}",
        ):
            assert client.get(address).status_code == 200, address


def test_those_who_buy_find_a_need_that_nothing_answered(made: tuple[Cast, datetime, str]) -> None:
    cast, now, _ = made
    actor = acting(made, "commissioner")
    during = Period(now.date() - timedelta(days=7), now.date())
    with acting_as(actor):
        found = unmet_needs_counted(actor, AskedUnmet(during=during))
    assert [(one.need, one.times, one.organisation) for one in found] == [("gangs", 1, cast.division.name)]
