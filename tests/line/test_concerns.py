"""New risk information reaches the officer at once and does not wait unseen (S97, S107)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.models import Message, User
from throughline.line.actions.concerns import decide_on_concern, note_concern_read, raise_concern
from throughline.line.models import ConcernReading, Referral, RiskConcern
from throughline.line.queries.concerns import (
    concerns_to_decide,
    concerns_visible_to,
    escalated_to,
    others_to_tell,
)
from throughline.line.refusals import DecidedBefore, NotTheirPersonNow

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> World:
    made = charlenes_world()
    make.SchemeRuleFactory(scheme=made.scheme, name="risk_concern_hours", value=24)
    return made


def raised(world: World, referral: Referral, by: User | None = None, **said: object) -> RiskConcern:
    by = by or world.worker
    with acting_as(make.acting(by)):
        return raise_concern(
            referral=referral, what="Police were called to her flat", how_known="She told me",
            in_danger=bool(said.get("in_danger")), by=by, at=world.now,
        )  # fmt: skip


def decided(
    world: World, concern: RiskConcern, tell: tuple[int, ...] = (), what: str = "plan_changed"
) -> None:
    with acting_as(make.acting(world.officer)):
        decide_on_concern(
            concern=concern, decided="plan_changed", what_follows="We meet on Friday", tell=tell,
            by=world.officer, at=world.now + HOUR,
        )  # fmt: skip


def seen_by(user: User, world: World) -> list[RiskConcern]:
    actor = make.acting(user)
    with acting_as(actor):
        return list(concerns_visible_to(actor, world.now))


@pytest.mark.asks("S97", "S107")
def test_it_reaches_the_officer_in_the_same_transaction_past_every_tier(world: World) -> None:
    referral = world.allocated()
    concern = raised(world, referral)
    told = Message.objects.filter(about__startswith=concern.reference)
    assert [one.to for one in told] == [world.officer]
    assert world.person.last_name not in told[0].text + told[0].subject
    actor = make.acting(world.officer)
    with acting_as(actor):
        assert list(concerns_to_decide(actor, world.now)) == [concern]
    assert concern.due_at == world.now + 24 * HOUR
    for between in (world.supply_chain_manager, world.commissioner, world.contract_manager):
        assert seen_by(between, world) == []


def test_whoever_covers_is_told_as_well(world: World) -> None:
    cover = make.member("responsible_officer", world.division)
    make.PersonAccessFactory(
        person=world.person,
        user=cover,
        organisation=None,
        scope="supervise",
        since=world.now,
    )
    concern = raised(world, world.allocated(), in_danger=True)
    told = Message.objects.filter(about__startswith=concern.reference)
    assert {one.to for one in told} == {world.officer, cover}
    assert {one.subject for one in told} == {"Somebody may be in danger: read this now"}


@pytest.mark.asks("S97")
def test_unanswered_for_the_set_hours_it_waits_on_whoever_manages_the_officer(world: World) -> None:
    concern = raised(world, world.allocated())
    actor = make.acting(world.senior)
    with acting_as(actor):
        assert not escalated_to(actor, world.now + 24 * HOUR - timedelta(seconds=1)).exists()
        assert list(escalated_to(actor, world.now + 24 * HOUR)) == [concern]
    decided(world, concern)
    with acting_as(actor):
        assert not escalated_to(actor, world.now + 48 * HOUR).exists()


def test_where_the_scheme_sets_no_hours_none_runs(world: World) -> None:
    world.scheme.rules.filter(name="risk_concern_hours").delete()
    assert raised(world, world.allocated()).due_at is None


@pytest.mark.asks("S97")
def test_it_is_decided_on_once_and_whoever_raised_it_is_told(world: World) -> None:
    concern = raised(world, world.allocated())
    decided(world, concern)
    with pytest.raises(DecidedBefore, match="decided on this concern"):
        decided(world, concern)
    told = Message.objects.get(about=f"{concern.reference} decided")
    assert told.to == world.worker
    actor = make.acting(world.officer)
    with acting_as(actor):
        assert not concerns_to_decide(actor, world.now).exists()


@pytest.mark.asks("S107")
def test_the_officer_says_which_other_providers_are_told_and_each_copy_is_kept(world: World) -> None:
    referral = world.allocated()
    other = make.OrganisationFactory(name="Northmoor Housing")
    manager = make.member("provider_manager", other)
    elsewhere = make.ServiceFactory(name="A home", deliverer=other, scheme=world.scheme)
    make.ServiceNeedFactory(service=elsewhere, need="wellbeing")
    make.ServiceRouteFactory(service=elsewhere, buyer=None, route="core")
    second = world.sent(service=elsewhere)
    concern = raised(world, referral)
    assert seen_by(manager, world) == []
    with acting_as(make.acting(world.officer)):
        assert list(others_to_tell(concern)) == [second]
    decided(world, concern, tell=(second.pk,))
    assert seen_by(manager, world) == [concern]
    assert [one.to for one in Message.objects.filter(about=f"{concern.reference} told {second.pk}")] == [
        manager
    ]
    assert concern.copies.get().referral == second


@pytest.mark.asks("S107")
def test_the_first_reading_of_each_is_kept(world: World) -> None:
    concern = raised(world, world.allocated())
    for hours in (1, 2):
        with acting_as(make.acting(world.officer)):
            note_concern_read(concern=concern, by=world.officer, at=world.now + hours * HOUR)
    assert [(one.read_by, one.read_at) for one in ConcernReading.objects.order_by("read_at")] == [
        (world.worker, world.now),
        (world.officer, world.now + HOUR),
    ]


def test_nothing_is_raised_where_nobody_works_or_by_somebody_else(world: World) -> None:
    with pytest.raises(NotTheirPersonNow, match="Telephone the responsible officer"):
        raised(world, world.sent())
    other = make.member("support_worker", make.OrganisationFactory())
    with pytest.raises(NotAllowed):
        raised(world, Referral.objects.get(), by=other)


def test_what_was_said_stays(world: World) -> None:
    concern = raised(world, world.allocated())
    with pytest.raises(DatabaseError), transaction.atomic():
        RiskConcern.objects.filter(pk=concern.pk).update(what="Nothing")
    with pytest.raises(DatabaseError), transaction.atomic():
        concern.delete()
