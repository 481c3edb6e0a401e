"""A missed appointment waits for exactly one decision of the officer, with its clock (D19)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.access.permissions import NotAllowed
from throughline.line.actions.missed import decide_on_missed
from throughline.line.models import Attendance, MissedDecision
from throughline.line.queries.waiting import Waiting, missed_to_decide
from throughline.line.refusals import DecidedBefore, ReasonForDecisionMissing


@pytest.fixture
def world(db: None) -> World:
    world = charlenes_world()
    make.SchemeRuleFactory(scheme=world.scheme, name="missed_decision_days", value=5)
    return world


@pytest.fixture
def record(world: World) -> Attendance:
    booked = world.booked(world.allocated(), world.now + timedelta(days=1))
    return world.recorded(booked, "missed")


def waiting(world: World) -> list[Waiting]:
    actor = make.acting(world.officer)
    with acting_as(actor):
        return missed_to_decide(actor, world.now + timedelta(days=3))


def decided(world: World, record: Attendance, reason: str = "No word before or after") -> MissedDecision:
    with acting_as(make.acting(world.officer)):
        return decide_on_missed(
            attendance=record, decided="warning", reason=reason, by=world.officer, at=world.now
        )


def test_it_waits_with_its_day_until_decided(world: World, record: Attendance) -> None:
    found = waiting(world)
    assert [(one.appointment, one.due_on) for one in found] == [(record.appointment, date(2017, 6, 9))]
    decided(world, record)
    assert waiting(world) == []


def test_a_correction_takes_the_task_away(world: World, record: Attendance) -> None:
    world.corrected(record, "acceptable")
    assert waiting(world) == []
    with pytest.raises(DecidedBefore, match="corrected meanwhile"):
        decided(world, record)


def test_it_is_decided_once_and_with_a_reason(world: World, record: Attendance) -> None:
    with pytest.raises(ReasonForDecisionMissing):
        decided(world, record, reason=" ")
    decided(world, record)
    with pytest.raises(DecidedBefore, match="Helen Price decided"):
        decided(world, record)


def test_the_provider_cannot_decide(world: World, record: Attendance) -> None:
    with pytest.raises(NotAllowed), acting_as(make.acting(world.worker)):
        decide_on_missed(attendance=record, decided="breach", reason="No", by=world.worker, at=world.now)
