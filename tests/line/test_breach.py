"""Breach action is told to everybody who works with the person, and to nobody else (S107)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from tests import factories as make
from tests.web.reading import as_read
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.models import User
from throughline.line.actions.missed import decide_on_missed
from throughline.line.actions.referrals import decline_referral
from throughline.line.models import BreachNotice, BreachReading, MissedDecision, Referral, Shared
from throughline.line.queries.waiting import BREACH_BEGAN, waiting_for_provider, waiting_for_worker
from throughline.vocabulary.legal_bases import LegalBasis

pytestmark = pytest.mark.django_db

WHY = "Third time without a word, and she was seen in the park"


@pytest.fixture(autouse=True)
def password_is_enough(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def world() -> World:
    return charlenes_world()


@pytest.fixture
def mentor(world: World) -> User:
    """Who works for another provider with a referral of the same person."""
    elsewhere = make.OrganisationFactory(name="Northmoor Mentors")
    return make.member("support_worker", elsewhere, full_name="Joan Field")


@pytest.fixture
def mentoring(world: World, mentor: User) -> Referral:
    service = make.ServiceFactory(
        name="Mentoring", scheme=world.scheme, deliverer=mentor.memberships.get().organisation
    )
    make.ServiceRouteFactory(service=service, route="charitable")
    return world.sent(service=service)


def decided(world: World, as_what: str = "breach") -> MissedDecision:
    """The officer's decision on an appointment with the centre that Charlene missed."""
    record = world.recorded(world.booked(world.allocated(), world.now + timedelta(days=1)), "missed")
    with acting_as(make.acting(world.officer)):
        return decide_on_missed(
            attendance=record, decided=as_what, reason=WHY, by=world.officer, at=world.now
        )


def what_waits(user: User, world: World) -> list[str]:
    actor = make.acting(user)
    with acting_as(actor):
        found = [*waiting_for_worker(actor, world.now), *waiting_for_provider(actor, world.now)]
    return [one.referral.reference for one in found if one.what == BREACH_BEGAN and one.referral]


@pytest.mark.asks("S107")
def test_every_provider_with_an_open_referral_is_told_and_each_copy_is_logged(
    world: World, mentoring: Referral
) -> None:
    over = world.sent(service=_another_of_the_centre(world))
    with acting_as(make.acting(world.manager)):
        decline_referral(referral=over, why="No place", by=world.manager, at=world.now)
    made = decided(world)
    told = BreachNotice.objects.filter(decision=made)
    assert {one.referral.deliverer.name for one in told} == {"Northmoor Women's Centre", "Northmoor Mentors"}
    assert over.pk not in told.values_list("referral", flat=True)
    logged = Shared.objects.filter(items=["breach"])
    assert {one.referral_id for one in logged} == {one.referral_id for one in told}
    assert {(one.basis, one.by, one.at) for one in logged} == {
        (LegalBasis.SUPERVISION, world.officer, world.now)
    }


@pytest.mark.parametrize("as_what", ["acceptable", "warning"])
def test_of_anything_less_nobody_is_told(world: World, mentoring: Referral, as_what: str) -> None:
    decided(world, as_what)
    assert not BreachNotice.objects.exists()
    assert not Shared.objects.filter(items=["breach"]).exists()


@pytest.mark.asks("S107")
def test_it_waits_on_the_worker_until_they_read_it_and_when_is_kept(world: World, client: Client) -> None:
    made = decided(world)
    referral = made.notices.get().referral
    assert what_waits(world.worker, world) == [referral.reference]
    address = f"/referrals/{referral.reference}"
    for _ in range(2):
        text = as_read(client, world.worker, address)
        assert "Breach action" in text
        assert "By Helen Price: ask them before the next appointment" in text
    assert what_waits(world.worker, world) == []
    reading = BreachReading.objects.get()
    assert reading.read_by == world.worker
    assert "Read by Amy Walsh" in as_read(client, world.officer, address)


@pytest.mark.asks("S107")
def test_where_nobody_works_yet_it_waits_on_the_manager(
    world: World, mentor: User, mentoring: Referral
) -> None:
    decided(world)
    manager = make.member("provider_manager", mentoring.deliverer)
    assert what_waits(manager, world) == [mentoring.reference]
    assert what_waits(world.manager, world) == [], "the worker of the centre reads theirs"


def test_another_provider_reads_that_it_began_and_not_why(
    world: World, mentoring: Referral, client: Client
) -> None:
    decided(world)
    manager = make.member("provider_manager", mentoring.deliverer)
    text = as_read(client, manager, f"/referrals/{mentoring.reference}")
    assert "Breach action" in text
    assert WHY not in text
    with acting_as(make.acting(manager)):
        assert [one.referral for one in BreachNotice.objects.all()] == [mentoring]
        assert not MissedDecision.objects.exists()


def test_a_prime_and_a_stranger_learn_nothing_of_it(world: World, client: Client) -> None:
    referral = decided(world).notices.get().referral
    assert "Breach" not in as_read(client, world.supply_chain_manager, f"/referrals/{referral.reference}")
    for stranger in (world.supply_chain_manager, make.member("provider_manager", make.OrganisationFactory())):
        with acting_as(make.acting(stranger)):
            assert not BreachNotice.objects.exists()


def test_before_deciding_the_officer_sees_who_is_told(
    world: World, mentoring: Referral, client: Client
) -> None:
    booked = world.booked(world.allocated(), world.now + timedelta(days=1))
    world.recorded(booked, "missed")
    text = as_read(client, world.officer, f"/people/{world.person.reference}/missed/{booked.reference}")
    assert "Told of breach action" in text
    assert "Northmoor Women's Centre: Change programme" in text
    assert "Northmoor Mentors: Mentoring" in text


def _another_of_the_centre(world: World) -> object:
    service = make.ServiceFactory(name="Debt advice", scheme=world.scheme, deliverer=world.centre)
    make.ServiceRouteFactory(service=service, route="charitable")
    return service
