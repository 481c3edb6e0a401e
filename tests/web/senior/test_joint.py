"""Whoever manages officers sees the joint cases that fail, and records what is agreed about them (S120)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.time import london_day
from throughline.line.models import PlannedReferral
from throughline.line.queries.joint_cases import JointCase, joint_cases
from throughline.people.actions.officer_supervision import record_officer_supervision
from throughline.people.models import OfficerSupervision

DAY = timedelta(days=1)
Clock = Callable[[datetime], None]
TALK = {
    "held_on_day": "1",
    "held_on_month": "6",
    "held_on_year": "2017",
    "discussed": "One case has gone quiet",
    "agreed": "Telephone the centre by Friday",
}


def found(world: World, at: datetime) -> list[JointCase]:
    actor = make.acting(world.senior)
    with acting_as(actor):
        return joint_cases(actor, at)


@pytest.mark.asks("S120")
def test_a_silent_provider_unlinked_work_and_an_overdue_review_are_seen(
    world: World, client: Client, set_clock: Clock
) -> None:
    make.SchemeRuleFactory(scheme=world.scheme, name="silence_days", value=14)
    assert found(world, world.now) == []
    referral = world.allocated()
    world.attended(referral, world.now + DAY)
    (case,) = found(world, world.now + 2 * DAY)
    assert not case.needs_a_look
    plan = world.objective.plan
    plan.review_on = london_day(world.now + 3 * DAY)
    plan.save()
    PlannedReferral.objects.all().delete()
    at = world.now + 30 * DAY
    (case,) = found(world, at)
    assert case.quiet == ["Nothing recorded: Change programme"]
    assert case.unlinked == ["No work of the plan is carried out by it"]
    assert case.review_was_due == plan.review_on
    set_clock(at)
    text = as_read(client, world.senior, "/senior/joint-cases")
    assert f"{world.person.name} Helen Price Nothing recorded: Change programme No work of the plan" in text
    assert "1 with a provider gone quiet of 1 joint case" in text
    text = as_read(client, world.senior, f"/senior/officers/{world.officer.pk}")
    assert "1 with an overdue review of 1 joint case" in text


@pytest.mark.asks("S120")
def test_what_is_agreed_with_an_officer_is_recorded_stays_and_is_read_by_them(
    world: World, client: Client
) -> None:
    address = f"/senior/officers/{world.officer.pk}"
    text = answered(client, world.senior, f"{address}/record", {**TALK, "agreed": ""}, 200)
    assert "Say what you agreed" in text
    text = answered(client, world.senior, f"{address}/record", TALK)
    assert "1 June 2017 , recorded by Janet Moss One case has gone quiet Agreed: Telephone the" in text
    assert "Agreed: Telephone the centre by Friday" in as_read(client, world.officer, "/training")
    colleague = make.member("responsible_officer", world.division)
    assert "Telephone" not in as_read(client, colleague, "/training")
    with pytest.raises(DatabaseError), transaction.atomic():
        OfficerSupervision.objects.update(agreed="Nothing")


def test_only_whoever_manages_the_officer_records_or_reads_it(world: World, client: Client) -> None:
    other = make.member("senior_officer", make.OrganisationFactory())
    as_read(client, other, f"/senior/officers/{world.officer.pk}", status=404)
    as_read(client, world.senior, f"/senior/officers/{world.worker.pk}", status=404)
    with acting_as(make.acting(world.officer)), pytest.raises(NotAllowed):
        record_officer_supervision(
            officer=world.officer, organisation=world.division, held_on=london_day(world.now),
            discussed="Mine", agreed="All is well", by=world.officer, at=world.now,
        )  # fmt: skip
