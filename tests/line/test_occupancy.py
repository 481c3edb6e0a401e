"""Places taken, referrals of a month and the usual wait follow every move, in its transaction (S63)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from tests import factories as make
from tests.line.every_move import MOVES
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.line.actions.referrals import accept_referral, decline_referral
from throughline.line.models import Referral
from throughline.line.states import HOLDS_A_PLACE
from throughline.supply.models import Occupancy, Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return charlenes_world()


def held(service: Service) -> Occupancy:
    return Occupancy.objects.filter(service=service).first() or Occupancy(service=service)


def counted(service: Service) -> int:
    return Referral.objects.filter(service=service, state__in=HOLDS_A_PLACE).count()


HOLDING = {"sent", "queried", "accepted", "allocated", "started"}


@pytest.mark.asks("S63")
@pytest.mark.parametrize("happened", MOVES)
def test_after_every_move_a_place_is_taken_exactly_while_the_referral_holds_one(
    world: World, happened: str
) -> None:
    MOVES[happened](world)
    assert held(world.service).taken == counted(world.service) == (happened in HOLDING)


def test_a_move_that_is_undone_leaves_the_count_as_it_was(world: World) -> None:
    referral = world.sent()
    with pytest.raises(RuntimeError), transaction.atomic():
        with acting_as(make.acting(world.manager)):
            decline_referral(referral=referral, by=world.manager, at=world.now, why="No worker")
        assert held(world.service).taken == 0
        raise RuntimeError
    assert held(world.service).taken == 1


def test_many_at_once_are_counted_by_service() -> None:
    one, other = make.ServiceFactory(), make.ServiceFactory()
    made = [make.ReferralFactory(service=service) for service in (one, one, other)]
    when = datetime(2017, 6, 30, 23, 30, tzinfo=UTC)  # in London already July
    Referral.objects.filter(pk__in=[referral.pk for referral in made]).update(state="sent", sent_at=when)
    assert [(held(each).taken, held(each).sent, held(each).month) for each in (one, other)] == [
        (2, 2, date(2017, 7, 1)),
        (1, 1, date(2017, 7, 1)),
    ]
    Referral.objects.filter(pk=made[0].pk).delete()
    assert held(one).taken == 1


def test_the_month_counts_what_was_sent_in_it_whatever_became_of_it(world: World) -> None:
    for at in (datetime(2017, 5, 2, 9, tzinfo=UTC), datetime(2017, 5, 31, 22, 59, tzinfo=UTC)):
        world.now = at
        decline_referral(referral=world.sent(), by=world.manager, at=at, why="No worker")
    assert (held(world.service).month, held(world.service).sent) == (date(2017, 5, 1), 2)
    world.now = datetime(2017, 5, 31, 23, 0, tzinfo=UTC)  # midnight in London
    world.sent()
    assert (held(world.service).month, held(world.service).sent) == (date(2017, 6, 1), 1)


def test_the_usual_wait_is_the_middle_of_the_latest_waits_until_work_started() -> None:
    service = make.ServiceFactory()
    worker = make.UserFactory()
    for number in range(24):
        sent_at = make.NOW + timedelta(days=number)
        referral = make.ReferralFactory(service=service)
        Referral.objects.filter(pk=referral.pk).update(state="sent", sent_at=sent_at)
        for name, before, after in (
            ("accept", "sent", "accepted"),
            ("allocate", "accepted", "allocated"),
            ("start", "allocated", "started"),
        ):
            referral.moves.create(
                name=name,
                from_state=before,
                to_state=after,
                happened_at=sent_at + timedelta(days=number),
                by=worker,
            )
    found = held(service)
    assert found.waits == list(range(23, 3, -1))
    assert found.usual_wait == 13


def test_nobody_writes_the_counts_but_the_moves(world: World) -> None:
    world.sent()
    for viewer in (world.officer, world.manager, world.contract_manager):
        with acting_as(make.acting(viewer)):
            assert held(world.service).taken == 1
            with pytest.raises(ProgrammingError), transaction.atomic():
                Occupancy.objects.update(taken=0)


def test_the_rights_of_whoever_moves_are_their_own_again_afterwards(world: World) -> None:
    referral = world.sent()
    with acting_as(make.acting(world.manager)):
        accept_referral(referral=referral, by=world.manager, at=world.now)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("throughline_web",)
