"""What many do at one moment: no place is sold twice, and of two who decide the second reads why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import close_old_connections, connection, transaction

from tests import factories as make
from tests.gateway.generated import empty, reached_as_web
from tests.world import World, charlenes_world
from throughline.core.access.actor import Actor, acting_as
from throughline.core.models import User
from throughline.core.refusals import Refusal
from throughline.line.actions.referrals import accept_referral, withdraw_referral
from throughline.line.actions.sending import draft_referral, send_referral
from throughline.line.models import Referral
from throughline.line.refusals import NoPlaceLeft
from throughline.line.states import HOLDS_A_PLACE
from throughline.people.models import PersonAccess
from throughline.supply.models import Occupancy, Service

PLACES = 7
PEOPLE = 100
AT_ONCE = 6
Outcome = str


@pytest.fixture(scope="module")
def world(worker_id: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world in a database of its own, where what is done is committed and others see it."""
    name = f"at_once_{worker_id}"
    with django_db_blocker.unblock():
        empty(name)
        with reached_as_web(name):
            with transaction.atomic():
                made = charlenes_world(budget=None)
            yield made


def acting(user: User) -> Actor:
    """Somebody with their rights, for a thread of their own."""
    with transaction.atomic():
        return make.acting(user)


@transaction.atomic
def drafts(world: World) -> list[Referral]:
    """A draft for each of a hundred people of one officer, all to one service with seven places."""
    service = make.ServiceFactory(
        name="Seven places", scheme=world.scheme, deliverer=world.centre, places=PLACES
    )
    make.ServiceRouteFactory(
        service=service, route="commissioned", buyer=world.division, payer=world.division
    )
    made = []
    supervised = {"officer": world.officer, "organisation": world.division}
    for _ in range(PEOPLE):
        requirement = make.RequirementFactory()
        person = requirement.sentence.person
        supervision = make.SupervisionFactory(person=person, **supervised)
        make.PersonAccessFactory(
            person=person, user=world.officer, scope=PersonAccess.Scope.SUPERVISE, because_id=supervision.pk
        )
        with acting_as(make.acting(world.officer)):
            made.append(
                draft_referral(
                    person=person,
                    requirement=requirement,
                    objective=make.ObjectiveFactory(plan__sentence=requirement.sentence),
                    service=service,
                    supervisor=world.division,
                    planned_sessions=6,
                    reason="Isolated",
                    exception_reason="Lives close by",
                    by=world.officer,
                    at=world.now,
                )
            )
    return made


def _paid_for(world: World, service: Service) -> None:
    make.ServiceRouteFactory(
        service=service, route="commissioned", buyer=world.division, payer=world.division
    )


def all_at_once(acts: Sequence[tuple[Actor, Callable[[], object]]], workers: int) -> list[Outcome]:
    """Do everything in threads that begin together, each with its own connection; what each was told."""
    together = Barrier(workers)

    def do(numbered: tuple[int, tuple[Actor, Callable[[], object]]]) -> Outcome:
        number, (actor, act) = numbered
        close_old_connections()
        if number < workers:
            together.wait()
        try:
            with acting_as(actor):
                act()
        except Refusal as refusal:
            return f"{type(refusal).__name__}: {refusal}"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(workers) as threads:
        return list(threads.map(do, enumerate(acts)))


@pytest.mark.asks("S109")
def test_of_100_sent_at_once_to_7_places_exactly_7_are_reserved(world: World) -> None:
    made = drafts(world)
    service = made[0].service

    def sending(referral: Referral) -> Callable[[], object]:
        return lambda: send_referral(referral=referral, decisions={}, by=world.officer, at=world.now)

    officer = acting(world.officer)
    answers = all_at_once([(officer, sending(one)) for one in made], AT_ONCE)
    told = Counter(one.split(":")[0] for one in answers)
    assert told == {"done": PLACES, NoPlaceLeft.__name__: PEOPLE - PLACES}
    with transaction.atomic():
        _seven_hold_a_place(service)


def _seven_hold_a_place(service: Service) -> None:
    held = Referral.objects.filter(service=service)
    assert held.filter(state__in=HOLDS_A_PLACE).count() == PLACES
    assert held.filter(state="draft").count() == PEOPLE - PLACES, "nothing is half sent"
    assert Occupancy.objects.get(service=service).taken == PLACES


def test_accepted_and_withdrawn_at_once_one_wins_and_the_other_reads_why(world: World) -> None:
    for number in range(10):
        with transaction.atomic():
            service = make.ServiceFactory(name=f"Group {number}", scheme=world.scheme, deliverer=world.centre)
            _paid_for(world, service)
            sent = world.sent(service=service)
            theirs, ours = Referral.objects.get(pk=sent.pk), Referral.objects.get(pk=sent.pk)
        told = all_at_once(
            [
                (
                    acting(world.manager),
                    lambda one=theirs: accept_referral(referral=one, by=world.manager, at=world.now),  # type: ignore[misc]
                ),
                (
                    acting(world.officer),
                    lambda one=ours: withdraw_referral(  # type: ignore[misc]
                        referral=one, why="Moved away", by=world.officer, at=world.now
                    ),
                ),
            ],
            2,
        )
        with transaction.atomic():
            state = Referral.objects.get(pk=sent.pk).state
        assert sorted(one == "done" for one in told) == [False, True], told
        (lost,) = (one for one in told if one != "done")
        assert lost.startswith("MoveNotAllowed: You cannot")
        # Who won stands in what the other reads.
        assert ("Helen Price" if told[1] == "done" else "Ruth Adeyemi") in lost
        assert state == ("withdrawn" if told[1] == "done" else "accepted")
