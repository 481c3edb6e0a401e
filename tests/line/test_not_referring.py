"""Why an eligible service is not used: said of a person, read by others as counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.models import User
from throughline.core.time import FinancialYear
from throughline.line.actions.not_referring import (
    NotEligibleAnyway,
    ReferredAlready,
    record_not_referred,
)
from throughline.line.actions.taking_back import take_back
from throughline.line.models import NotReferred
from throughline.line.queries.not_referring import (
    Asked,
    divisions_counted,
    not_referred_counted,
    services_not_used,
)
from throughline.line.refusals import NotTheirsToTakeBack
from throughline.vocabulary.not_referring import NotReferredBecause

pytestmark = pytest.mark.django_db
YEAR = FinancialYear(2017).period


@pytest.fixture
def world() -> World:
    return charlenes_world()


def recorded(world: World, at: datetime = make.NOW, **said: Any) -> NotReferred:
    usual: dict[str, Any] = {
        "person": world.person,
        "service": world.service,
        "need": "wellbeing",
        "reason": "bureaucracy",
        "details": "",
    }
    with acting_as(make.acting(world.officer)):
        return record_not_referred(organisation=world.division, by=world.officer, at=at, **usual | said)


def counted(user: User, **asked: Any) -> list[tuple[str, str, int]]:
    actor = make.acting(user)
    with acting_as(actor):
        return [
            (f"{one.month:%b}", one.reason, one.times)
            for one in not_referred_counted(actor, Asked(during=YEAR, **asked))
        ]


@pytest.mark.asks("S69")
@pytest.mark.parametrize("reason", NotReferredBecause)
def test_each_reason_can_be_chosen_when_an_eligible_service_is_not_used(
    world: World, reason: NotReferredBecause
) -> None:
    made = recorded(world, reason=reason)
    assert (made.reason, made.organisation, made.decided_on) == (
        reason,
        world.division,
        date(2017, 6, 1),
    )


def test_the_reasons_are_those_of_table_5() -> None:
    assert [one.value for one in NotReferredBecause] == [
        "mixed_messages",
        "bureaucracy",
        "budget",
        "awareness",
        "suitability",
        "culture",
    ]
    assert all(one.hint for one in NotReferredBecause)


@pytest.mark.parametrize("change", [{"for_women": False, "for_men": True}, {"state": "suspended"}])
def test_a_service_that_is_not_open_to_them_is_not_passed_over(world: World, change: dict[str, Any]) -> None:
    for name, value in change.items():
        setattr(world.service, name, value)
    world.service.save()
    with pytest.raises(NotEligibleAnyway):
        recorded(world)


def test_nor_for_a_need_that_it_does_not_answer(world: World) -> None:
    with pytest.raises(NotEligibleAnyway):
        recorded(world, need="finance")


def test_nor_while_a_referral_to_it_is_under_way(world: World) -> None:
    world.sent()
    with pytest.raises(ReferredAlready, match="under way"):
        recorded(world)


def test_of_one_service_one_reason_stands_until_it_is_taken_back(world: World) -> None:
    made = recorded(world)
    with pytest.raises(ReferredAlready, match="Take that back first"):
        recorded(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        make.NotReferredFactory(person=world.person, service=world.service)
    with acting_as(make.acting(world.officer)):
        take_back(record=made, by=world.officer, at=make.NOW)
        with pytest.raises(NotTheirsToTakeBack):
            take_back(record=made, by=world.officer, at=make.NOW)
    recorded(world, reason="budget")
    assert counted(world.commissioner) == [("Jun", "budget", 1)]


def test_what_was_said_stays(world: World) -> None:
    made = recorded(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        NotReferred.objects.filter(pk=made.pk).update(reason="culture")
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()


def test_nobody_says_it_who_does_not_refer(world: World) -> None:
    with acting_as(make.acting(world.commissioner)), pytest.raises(NotAllowed):
        record_not_referred(
            person=world.person,
            service=world.service,
            need="wellbeing",
            organisation=world.division,
            reason="budget",
            details="",
            by=world.commissioner,
            at=make.NOW,
        )


def test_services_are_offered_that_are_open_and_not_used(world: World) -> None:
    offered = lambda: [  # noqa: E731
        (service, need)
        for service, need in services_not_used(
            world.person, buyer_id=world.division.pk, needs={"wellbeing"}, on=make.NOW.date()
        )
    ]
    assert offered() == [(world.service, "wellbeing")]
    recorded(world)
    assert offered() == []


@pytest.mark.asks("S69")
def test_the_report_counts_by_reason_division_and_month(world: World) -> None:
    recorded(world)
    other = make.OrganisationFactory(name="NPS Elsewhere")
    for role, body in (("division", world.division), ("division", other)):
        make.AreaRoleFactory(scheme=world.scheme, role=role, organisation=body)
    for reason, on, body in (
        ("budget", date(2017, 6, 30), world.division),
        ("budget", date(2017, 7, 1), world.division),
        ("budget", date(2017, 7, 2), other),
        ("budget", date(2018, 4, 1), other),
    ):
        make.NotReferredFactory(reason=reason, decided_on=on, organisation=body, service=world.service)
    assert counted(world.commissioner) == [
        ("Jun", "budget", 1),
        ("Jun", "bureaucracy", 1),
        ("Jul", "budget", 1),
    ]
    assert sum(times for _, _, times in counted(world.contract_manager)) == 4
    assert counted(world.contract_manager, organisation_id=other.pk) == [("Jul", "budget", 1)]
    assert counted(world.contract_manager, reason="bureaucracy") == [("Jun", "bureaucracy", 1)]
    assert counted(world.contract_manager, month=date(2017, 7, 1)) == [
        ("Jul", "budget", 1),
        ("Jul", "budget", 1),
    ]


def test_whoever_reads_the_counts_reads_no_person(world: World) -> None:
    recorded(world)
    for user in (world.commissioner, world.contract_manager, world.manager):
        with acting_as(make.acting(user)):
            assert not NotReferred.objects.exists()
    with acting_as(make.acting(world.officer)):
        assert NotReferred.objects.count() == 1


def test_counts_are_of_ones_own_organisations(world: World) -> None:
    recorded(world)
    stranger = make.member("commissioner", make.OrganisationFactory())
    assert counted(stranger) == []
    assert divisions_counted(make.acting(world.commissioner)) == [world.division]


def test_the_day_is_that_of_london(world: World) -> None:
    late = datetime(2017, 6, 30, 23, 30, tzinfo=make.NOW.tzinfo)
    assert recorded(world, at=late).decided_on == date(2017, 7, 1)
    assert late - make.NOW < timedelta(days=30)
