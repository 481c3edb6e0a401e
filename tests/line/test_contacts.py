"""Being in touch about a referral, the introduction of all three, and the days from sentence (S101)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.models import User
from throughline.core.time import FinancialYear
from throughline.line.actions.contacts import record_contact
from throughline.line.models import Contact, Referral
from throughline.line.queries.starts import Start, StartsAt, starts_at, starts_by_provider
from throughline.line.refusals import (
    ContactOutsideTheWork,
    IntroductionIsOfThree,
    NotTheirPersonNow,
    TooFewInTouch,
)

pytestmark = pytest.mark.django_db
TODAY = make.NOW.date()
DAY = timedelta(days=1)
YEAR = FinancialYear(2017).period
ALL = ("person", "officer", "worker")


@pytest.fixture
def world() -> World:
    return charlenes_world()


def in_touch(world: World, referral: Referral, by: User, who: tuple[str, ...] = ALL, **more: Any) -> Contact:
    said: dict[str, Any] = {"on_day": TODAY, "mode": "met", "is_introduction": True, "what": ""} | more
    with acting_as(make.acting(by)):
        return record_contact(referral=referral, who=who, by=by, at=world.now, **said)


@pytest.mark.asks("S101")
def test_officer_or_worker_record_it_and_nobody_else(world: World) -> None:
    referral = world.allocated()
    for by in (world.officer, world.worker, world.manager):
        assert in_touch(world, referral, by).is_introduction
    with pytest.raises(IntroductionIsOfThree):
        in_touch(world, referral, world.officer, ("person", "officer"))
    for other in (
        make.member("support_worker", make.OrganisationFactory()),
        make.member("responsible_officer", make.OrganisationFactory()),
        world.supply_chain_manager,
    ):
        with pytest.raises(NotAllowed):
            in_touch(world, referral, other)
    with pytest.raises(DatabaseError), transaction.atomic():
        in_touch(world, referral, make.member("responsible_officer", world.division))
    with pytest.raises(DatabaseError), transaction.atomic():
        Contact.objects.update(on_day=TODAY - DAY)


@pytest.mark.asks("S101")
def test_an_introduction_is_of_all_three(world: World) -> None:
    accepted = world.accepted()
    with pytest.raises(IntroductionIsOfThree):
        in_touch(world, accepted, world.officer)
    with pytest.raises(IntroductionIsOfThree):
        in_touch(world, accepted, world.officer, ("person", "officer"))
    two = in_touch(world, accepted, world.officer, ("person", "officer"), is_introduction=False)
    assert two.who == ["the person", "the responsible officer"]
    with pytest.raises(TooFewInTouch):
        in_touch(world, accepted, world.officer, ("person",), is_introduction=False)


def test_it_was_between_sending_and_today_while_somebody_works(world: World) -> None:
    sent = world.sent()
    with pytest.raises(NotTheirPersonNow):
        in_touch(world, sent, world.officer, is_introduction=False)
    Referral.objects.filter(pk=sent.pk).update(state="accepted")
    sent.refresh_from_db()
    for day in (TODAY - DAY, TODAY + DAY):
        with pytest.raises(ContactOutsideTheWork, match="Choose a day from 1 June 2017"):
            in_touch(world, sent, world.officer, on_day=day, is_introduction=False)


@pytest.mark.asks("S101")
def test_days_from_sentence_to_start_with_their_denominator(world: World) -> None:
    begun = world.allocated()
    world.attended(begun, world.now + DAY)
    in_touch(world, begun, world.worker)
    other = make.ServiceFactory(scheme=world.scheme, name="Debt advice", deliverer=world.centre)
    make.ServiceRouteFactory(service=other, route="core")
    waits = world.accepted(service=other)
    days = (TODAY + DAY - world.requirement.sentence.passed_on).days
    whole = StartsAt(world.centre.name, world.centre.reference, 2, 1, days, 1)
    assert whole.not_begun == 1
    stranger = make.member("provider_manager", make.OrganisationFactory())
    for viewer, wanted in (
        (world.manager, [whole]), (world.senior, [whole]), (world.contract_manager, [whole]), (stranger, [])
    ):  # fmt: skip
        actor = make.acting(viewer)
        with acting_as(actor):
            assert starts_by_provider(actor, YEAR) == wanted
    passed_on = world.requirement.sentence.passed_on
    actor = make.acting(world.manager)
    with acting_as(actor):
        assert starts_at(actor, world.centre.reference, YEAR) == [
            Start(begun.reference, "Change programme", world.centre.name, passed_on, TODAY + DAY, TODAY),
            Start(waits.reference, "Debt advice", world.centre.name, passed_on, None, None),
        ]
    make.CaseLimitFactory(person=world.person, users=[world.manager.pk], set_by=world.senior)
    with acting_as(actor):
        assert starts_by_provider(actor, YEAR) == []
