"""The lines of the list say what the referrals say, whatever happens, and only to whom they may."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from tests import factories as make
from tests.line.every_move import MOVES
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.models import User
from throughline.core.sort_keys import sort_key
from throughline.line.models import ListedName, ListedReferral, Referral
from throughline.line.queries.listed import lines_for
from throughline.line.queries.referrals import referrals_visible_to
from throughline.line.states import HOLDS_A_PLACE, OVER

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return charlenes_world()


@pytest.mark.parametrize("name", MOVES)
def test_a_line_follows_every_move_of_its_referral(world: World, name: str) -> None:
    MOVES[name](world)
    referral, line, named = Referral.objects.get(), ListedReferral.objects.get(), ListedName.objects.get()
    assert (line.reference, line.person_id) == (referral.reference, referral.person_id)
    assert (line.deliverer_id, line.prime_id, line.worker_id) == (
        referral.deliverer_id,
        referral.prime_id,
        referral.worker_id,
    )
    assert (line.state, line.is_over) == (referral.state, referral.state in OVER)
    assert line.came_at == (referral.sent_at or referral.drafted_at)
    assert line.sent_at == referral.sent_at
    named_here = (line.service_name, line.provider_name, line.worker_name)
    assert named_here == (
        referral.service.name,
        referral.deliverer.name,
        referral.worker.full_name if referral.worker else "",
    )
    assert (line.service_key, line.provider_key, line.worker_key) == tuple(map(sort_key, named_here))
    assert (named.state, named.is_with_provider) == (referral.state, referral.state in HOLDS_A_PLACE)


@pytest.mark.parametrize(
    ("record", "field", "name", "key"),
    [
        ("service", "name", "Siân’s Café", "sian's cafe"),
        ("centre", "name", "Ålesund House", "alesund house"),
        ("worker", "full_name", "Zoë Ångström", "zoe angstrom"),
    ],
)
def test_a_line_is_found_under_a_new_name(world: World, record: str, field: str, name: str, key: str) -> None:
    world.allocated()
    renamed = getattr(world, record)
    setattr(renamed, field, name)
    renamed.save()
    line = ListedReferral.objects.get()
    assert key in (line.service_key, line.provider_key, line.worker_key)
    assert name in (line.service_name, line.provider_name, line.worker_name)


def test_a_persons_new_name_reaches_their_lines(world: World) -> None:
    world.sent()
    world.person.last_name = "Núñez"
    world.person.save()
    assert ListedName.objects.get().key == "nunez charlene"


@pytest.mark.parametrize("name", MOVES)
def test_a_list_holds_the_referrals_that_may_be_seen(world: World, name: str) -> None:
    MOVES[name](world)
    for user in (world.officer, world.manager, world.worker, world.supply_chain_manager, world.commissioner):
        with acting_as(make.acting(user)) as actor:
            listed = set(lines_for(actor, world.now).values_list("pk", flat=True))
            assert listed == set(referrals_visible_to(actor, world.now).values_list("pk", flat=True)), user


@pytest.mark.parametrize(
    ("stage", "knows"),
    [
        ("sent", {"officer", "manager"}),
        ("allocated", {"officer", "manager", "worker"}),
        ("declined", {"officer"}),
    ],
)
@pytest.mark.asks("S111")
def test_row_security_gives_the_name_to_whom_it_is_known(world: World, stage: str, knows: set[str]) -> None:
    MOVES[stage](world)
    everybody: dict[str, User] = {
        name: getattr(world, name) for name in ("officer", "manager", "worker", "supply_chain_manager")
    }
    read = set()
    for name, user in everybody.items():
        with acting_as(make.acting(user)), transaction.atomic():
            if ListedName.objects.exists():
                read.add(name)
    assert read == knows


def test_nobody_writes_a_line_by_hand(world: World) -> None:
    world.sent()
    with acting_as(make.acting(world.manager)), pytest.raises(ProgrammingError), transaction.atomic():
        ListedReferral.objects.update(state="completed")


def test_a_limit_hides_the_line(world: World) -> None:
    world.sent()
    make.CaseLimitFactory(person=world.person, users=[world.manager.pk], set_by=world.senior)
    with acting_as(make.acting(world.manager)) as actor, transaction.atomic():
        assert not lines_for(actor, world.now).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM line_listedreferral")
            assert cursor.fetchone() == (0,)
