"""Nothing on offer fits: what was needed, where and why not, counted for those who buy (S72)."""

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
from throughline.line.actions.taking_back import take_back
from throughline.line.actions.unmet import (
    NothingFitsAlready,
    record_unmet_need,
)
from throughline.line.models import UnmetNeed
from throughline.line.queries.unmet import (
    NOWHERE,
    AskedUnmet,
    areas_of_unmet_needs,
    unmet_needs_counted,
    unmet_needs_of,
)
from throughline.line.refusals import NotTheirsToTakeBack
from throughline.vocabulary.unmet import NothingFits

pytestmark = pytest.mark.django_db
YEAR = FinancialYear(2017).period


@pytest.fixture
def world() -> World:
    return charlenes_world()


def recorded(world: World, at: datetime = make.NOW, by: User | None = None, **said: Any) -> UnmetNeed:
    usual: dict[str, Any] = {
        "person": world.person,
        "need": "accommodation",
        "wanted": "A tenancy with support for six months",
        "reason": "other_kind",
        "area": world.person.home_area,
        "population": "",
    }
    by = by or world.officer
    with acting_as(make.acting(by)):
        return record_unmet_need(organisation=world.division, by=by, at=at, **usual | said)


def counted(user: User, **asked: Any) -> list[tuple[str, str, str, int, int]]:
    actor = make.acting(user)
    with acting_as(actor):
        return [
            (one.need, one.area, one.reason, one.times, one.since_referred)
            for one in unmet_needs_counted(actor, AskedUnmet(during=YEAR, **asked))
        ]


@pytest.mark.asks("S72")
@pytest.mark.parametrize("reason", NothingFits)
def test_it_feeds_the_gaps_with_need_place_and_reason(world: World, reason: NothingFits) -> None:
    area = make.AreaFactory(name="Northmoor")
    make.AreaRoleFactory(scheme=world.scheme, role="division", organisation=world.division)
    recorded(world, reason=reason, area=area)
    for reader in (world.commissioner, world.contract_manager):
        assert counted(reader) == [("accommodation", "Northmoor", reason, 1, 0)]
    assert reason.hint


@pytest.mark.asks("S72")
def test_counts_narrow_to_one_need_place_and_reason(world: World) -> None:
    near, far = make.AreaFactory(name="Near"), make.AreaFactory(name="Far")
    for need, area, reason, on in (
        ("accommodation", near, "full", date(2017, 6, 30)),
        ("accommodation", far, "full", date(2017, 7, 1)),
        ("finance", None, "too_far", date(2018, 3, 31)),
        ("finance", None, "too_far", date(2018, 4, 1)),
    ):
        make.UnmetNeedFactory(need=need, area=area, reason=reason, found_on=on, organisation=world.division)
    assert len(counted(world.commissioner)) == 3
    assert counted(world.commissioner, need="finance") == [("finance", "", "too_far", 1, 0)]
    assert counted(world.commissioner, area=NOWHERE) == [("finance", "", "too_far", 1, 0)]
    assert counted(world.commissioner, area=f"{far.kind}:{far.code}") == [
        ("accommodation", "Far", "full", 1, 0)
    ]
    assert len(counted(world.commissioner, reason="full")) == 2
    with acting_as(make.acting(world.commissioner)) as actor:
        assert areas_of_unmet_needs(actor) == [far, near]


def test_those_who_were_referred_afterwards_are_told_apart(world: World) -> None:
    recorded(world, need="wellbeing", at=make.NOW - timedelta(days=3))
    assert [one[3:] for one in counted(world.commissioner)] == [(1, 0)]
    world.sent()
    assert [one[3:] for one in counted(world.commissioner)] == [(1, 1)]


def test_of_one_need_one_record_stands_until_it_is_taken_back(world: World) -> None:
    made = recorded(world)
    with pytest.raises(NothingFitsAlready, match="take that back first"):
        recorded(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        make.UnmetNeedFactory(person=world.person)
    recorded(world, need="finance")
    with acting_as(make.acting(world.officer)):
        take_back(record=made, by=world.officer, at=make.NOW)
        with pytest.raises(NotTheirsToTakeBack):
            take_back(record=made, by=world.officer, at=make.NOW)
    recorded(world, reason="full")
    assert [one[2] for one in counted(world.commissioner, need="accommodation")] == ["full"]


def test_what_was_said_stays(world: World) -> None:
    made = recorded(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        UnmetNeed.objects.filter(pk=made.pk).update(wanted="Nothing much")
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()


def test_nobody_says_it_who_does_not_refer(world: World) -> None:
    with pytest.raises(NotAllowed):
        recorded(world, by=world.commissioner)


def test_whoever_reads_the_counts_reads_no_person(world: World) -> None:
    recorded(world)
    for user in (world.commissioner, world.contract_manager, world.manager):
        with acting_as(make.acting(user)):
            assert not UnmetNeed.objects.exists()
    with acting_as(make.acting(world.officer)):
        assert [one.wanted for one in unmet_needs_of(world.person)] == [
            "A tenancy with support for six months"
        ]


def test_counts_are_of_ones_own_organisations(world: World) -> None:
    recorded(world)
    assert counted(make.member("commissioner", make.OrganisationFactory())) == []
