"""Training in working with providers, offered and taken, by team and role; guidance and no block (S119)."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.time import london_day
from throughline.people.actions.training import offer_training, read_the_guide, take_training
from throughline.people.models import Training
from throughline.people.queries.training import Trained, officers_trained, trained_by_role
from throughline.people.refusals import TakenBeforeOffered

pytestmark = pytest.mark.django_db
FOLDED = "How to work well with providers"


def offered(world: World) -> Training:
    with acting_as(make.acting(world.senior)):
        (made,) = offer_training(
            users=[world.officer], organisation=world.division, kind="training", title="A day with providers",
            by=world.senior, at=world.now,
        )  # fmt: skip
    return made


def counted(world: World) -> list[Trained]:
    actor = make.acting(world.senior)
    with acting_as(actor):
        return trained_by_role(officers_trained(actor, london_day(world.now)))


@pytest.mark.asks("S119")
def test_what_is_offered_and_taken_is_counted_by_team_and_role(world: World) -> None:
    make.member("responsible_officer", world.division)
    make.member("responsible_officer", make.OrganisationFactory())
    made = offered(world)
    assert offered(world) == made, "what waits is offered once"
    with acting_as(make.acting(world.officer)):
        with pytest.raises(TakenBeforeOffered):
            take_training(training=made, taken_on=date(2017, 5, 31), by=world.officer, at=world.now)
        read_the_guide(organisation=world.division, by=world.officer, at=world.now)
        read_the_guide(organisation=world.division, by=world.officer, at=world.now)
    team, officers, seniors = "NPS Ridgeway", "Responsible officer", "Senior probation officer"
    assert counted(world) == [
        Trained(team, officers, people=2, offered=1, taken=0, guided=1),
        Trained(team, seniors, people=1, offered=0, taken=0, guided=0),
    ]
    with acting_as(make.acting(world.senior)):
        take_training(training=made, taken_on=date(2017, 6, 1), by=world.senior, at=world.now)
    assert (counted(world)[0].taken, counted(world)[0].share) == (1, 50)
    assert Training.objects.count() == 2


def test_nobody_offers_or_records_for_others(world: World) -> None:
    made = offered(world)
    other = make.member("responsible_officer", world.division)
    with acting_as(make.acting(other)):
        with pytest.raises(NotAllowed):
            take_training(training=made, taken_on=date(2017, 6, 1), by=other, at=world.now)
        with pytest.raises(NotAllowed):
            offer_training(
                users=[other], organisation=world.division, kind="training", title="Mine",
                by=other, at=world.now,
            )  # fmt: skip


@pytest.mark.asks("S119")
def test_without_training_an_officer_sees_guidance_and_is_kept_from_nothing(
    world: World, client: Client
) -> None:
    address = f"/people/{world.person.reference}/refer"
    sent = {
        "objective": str(world.objective.pk), "service": world.service.reference,
        "requirement": str(world.requirement.pk), "sessions": "5", "reason": "Anxious",
    }  # fmt: skip
    world.requirement.sentence.during = make.ever()
    world.requirement.sentence.save()
    assert FOLDED in as_read(client, world.officer, address)
    answered(client, world.officer, address, sent)
    assert world.person.referrals.count() == 1
    answered(client, world.officer, "/working-with-providers", {})
    assert FOLDED in as_read(client, world.officer, address), "guidance that was read is no training"
    make.TrainingFactory(user=world.officer, organisation=world.division, taken_on=date(2017, 6, 1))
    assert FOLDED not in as_read(client, world.officer, address)


@pytest.mark.asks("S119")
def test_whoever_manages_offers_it_and_reads_the_report(world: World, client: Client) -> None:
    text = answered(client, world.senior, "/training/offer", {}, 200)
    assert "Select who it is offered to" in text
    sent = {"users": [str(world.officer.pk)], "kind": "training", "title": "A day with providers"}
    text = answered(client, world.senior, "/training/offer", sent)
    assert "0% took training: Responsible officer, NPS Ridgeway 0 of 1. 1 were offered it, 0 read" in text
    assert "A day with providers: offered, not taken" in text
    text = as_read(client, world.officer, "/training")
    assert "A day with providers , offered" in text
    as_read(client, world.officer, "/training/report", status=404)
