"""Whatever anybody does in whatever order, no referral is without what it belongs to (S91)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.refusals import Refusal
from throughline.core.states import move
from throughline.line.actions.ending import Why, end_before_time
from throughline.line.actions.outcomes import Achieved
from throughline.line.actions.referrals import (
    accept_referral,
    allocate_referral,
    answer_about_referral,
    ask_about_referral,
    complete_referral,
    decline_referral,
    end_referral_early,
    withdraw_referral,
)
from throughline.line.actions.sending import send_referral
from throughline.line.models import Referral
from throughline.line.states import REFERRAL_MOVES

pytestmark = [pytest.mark.django_db, pytest.mark.asks("S91")]
LINKS = ("person", "requirement", "objective", "service", "nsi_code")
OPEN_MOVES = {(state, one.name) for one in REFERRAL_MOVES for state in one.frm}
DONE = {"wellbeing": Achieved("yes", "Goes each week")}


def act(world: World, referral: Referral, name: str, who: str) -> None:
    """One act by one person, as the page would call it."""
    user = getattr(world, who)
    how: dict[str, Any] = {"referral": referral, "by": user, "at": world.now}
    with acting_as(make.acting(user)), transaction.atomic():
        match name:
            case "send":
                send_referral(decisions={}, **how)
            case "ask":
                ask_about_referral(question="When?", **how)
            case "answer":
                answer_about_referral(answer="Mondays", **how)
            case "accept":
                accept_referral(**how)
            case "decline":
                decline_referral(why="No place", **how)
            case "allocate":
                allocate_referral(worker=world.worker, **how)
            case "attend":
                world.attended(referral, world.now + timedelta(days=9))
            case "complete":
                complete_referral(outcomes=DONE, **how)
            case "end" | "hand back":
                end_before_time(why=Why("moved"), outcomes=DONE, **how)
            case "end early":
                end_referral_early(why="Recalled", outcomes=DONE, **how)
            case "withdraw":
                withdraw_referral(why="Moved", **how)
            case link:
                setattr(referral, link, None)
                referral.save(update_fields=[link])


LIKELY = {
    "send": "officer",
    "ask": "manager",
    "answer": "officer",
    "accept": "manager",
    "decline": "manager",
    "allocate": "manager",
    "attend": "worker",
    "complete": "worker",
    "end early": "worker",
    "end": "officer",
    "hand back": "worker",
    "withdraw": "officer",
}
ACTS = tuple(LIKELY)
SOMEBODY = st.sampled_from(("officer", "manager", "worker", "supply_chain_manager"))
RIGHT = st.sampled_from(ACTS).map(lambda name: (name, LIKELY[name]))
WRONG = st.tuples(st.sampled_from((*ACTS, *LINKS)), SOMEBODY)


@given(st.lists(st.one_of(RIGHT, RIGHT, RIGHT, WRONG), min_size=3, max_size=9))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_acts_reaches_a_referral_without_its_links(acts: list[tuple[str, str]]) -> None:
    with transaction.atomic():
        world = charlenes_world()
        drafted = world.draft()
        held = {link: getattr(drafted, link) for link in LINKS}
        for name, who in acts:
            before = Referral.objects.get()
            try:
                act(world, Referral.objects.get(), name, who)
            except (Refusal, ObjectDoesNotExist, DatabaseError, ValueError):
                assert Referral.objects.get().state == before.state
            now = Referral.objects.get()
            assert {link: getattr(now, link) for link in LINKS} == held
            assert all(held.values())
            if now.state != before.state:
                made = now.moves.order_by("pk").values_list("from_state", "name")
                assert set(made) <= OPEN_MOVES
                assert made.count() >= 1
        transaction.set_rollback(True)


@pytest.mark.parametrize("link", ["person_id", "requirement_id", "objective_id", "service_id", "nsi_code"])
def test_the_database_has_no_referral_without_it(link: str) -> None:
    world = charlenes_world()
    referral = world.draft()
    nothing = "''" if link == "nsi_code" else "NULL"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE line_referral SET {link} = {nothing} WHERE id = %s", [referral.pk])


def test_a_move_that_is_in_no_table_does_not_exist() -> None:
    world = charlenes_world()
    with acting_as(make.acting(world.officer)), pytest.raises(LookupError):
        move(world.draft(), "hurry", by=world.officer, at=world.now)
