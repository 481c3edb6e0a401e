"""Which live referrals carry out work of the plan, by officer and team, and which do not and why (S112)."""

from __future__ import annotations

import pytest

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.line.models import PlannedReferral
from throughline.line.queries.linked import Linked, Unlinked, referrals_linked
from throughline.people.actions.plans import move_objective
from throughline.people.models import PlannedWork

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return charlenes_world()


def counted(world: World) -> tuple[list[Linked], list[Unlinked]]:
    actor = make.acting(world.senior)
    with acting_as(actor):
        return referrals_linked(actor, world.now)


@pytest.mark.asks("S112")
def test_what_was_sent_carries_out_work_and_a_draft_is_not_live(world: World) -> None:
    world.draft()
    assert counted(world) == ([], [])
    world.person.referrals.all().update(state="withdrawn")
    world.allocated()
    (row,), exceptions = counted(world)
    assert (row.team, row.officer) == ("NPS Ridgeway", "Helen Price")
    assert (row.live, row.linked, row.share) == (1, 1, 100)
    assert exceptions == []


@pytest.mark.asks("S112")
def test_an_exception_says_why(world: World) -> None:
    referral = world.allocated()
    with acting_as(make.acting(world.officer)):
        move_objective(
            objective=world.objective, name="achieve", why="She goes out each week",
            by=world.officer, at=world.now,
        )  # fmt: skip
    (row,), (found,) = counted(world)
    assert (row.live, row.linked, row.unlinked, row.share) == (1, 0, 1, 0)
    assert found.referral == referral
    assert found.why == "Its objective is achieved: She goes out each week"
    PlannedWork.objects.update(state="dropped")
    assert counted(world)[1][0].why == "Its work was dropped"
    PlannedReferral.objects.all().delete()
    assert counted(world)[1][0].why == "No work of the plan is carried out by it"


@pytest.mark.asks("S112")
def test_those_who_manage_other_teams_count_their_own(world: World) -> None:
    world.allocated()
    for user in (world.officer, make.member("senior_officer", make.OrganisationFactory())):
        actor = make.acting(user)
        with acting_as(actor):
            assert referrals_linked(actor, world.now) == ([], [])
