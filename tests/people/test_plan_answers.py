"""Who has seen their plan and knows what is in it, by version, and who was not asked (S116)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.models import User
from throughline.core.time import london_day
from throughline.people.actions.plan_answers import answer_about_plan
from throughline.people.actions.plans import say_in_own_words
from throughline.people.models import PersonAccess, PlanAnswer
from throughline.people.queries.plan_answers import (
    PlansKnown,
    latest_answer,
    number_that_stands,
    plans_known,
)
from throughline.people.refusals import PlanChangedSince

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return charlenes_world()


@pytest.fixture
def charlene(world: World) -> User:
    user = make.member("person", world.division)
    make.PersonAccessFactory(person=world.person, user=user, scope=PersonAccess.Scope.SELF, because="self")
    return user


def answered(
    world: World, by: User, answer: str = "both", how: str = "on_screen", number: int = 0
) -> PlanAnswer:
    with acting_as(make.acting(by)):
        return answer_about_plan(
            plan=world.objective.plan, number=number, answer=answer, how=how, by=by, at=world.now
        )


def known(world: World) -> list[PlansKnown]:
    actor = make.acting(world.senior)
    with acting_as(actor):
        return plans_known(actor, london_day(world.now))


@pytest.mark.asks("S116")
def test_the_person_says_on_screen_that_they_have_seen_this_version(world: World, charlene: User) -> None:
    made = answered(world, charlene)
    assert made.version.content["objectives"][0]["words"] == world.objective.words
    assert made.organisation == world.division
    assert latest_answer(world.objective.plan) == made
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanAnswer.objects.update(answer="neither")


@pytest.mark.asks("S116")
def test_what_has_changed_since_is_read_before_it_is_answered(world: World, charlene: User) -> None:
    answered(world, charlene)
    with acting_as(make.acting(world.officer)):
        say_in_own_words(plan=world.objective.plan, own_words="I like it", by=world.officer, at=world.now)
    assert number_that_stands(world.objective.plan) == 2
    with pytest.raises(PlanChangedSince, match="read it again"):
        answered(world, charlene, number=1)
    answered(world, world.officer, "plan_only", "phone", number=2)


def test_the_screen_is_the_persons_and_the_rest_the_officers(world: World, charlene: User) -> None:
    for by, how in ((world.officer, "on_screen"), (charlene, "phone"), (world.worker, "in_person")):
        with pytest.raises(NotAllowed):
            answered(world, by, how=how)
    stranger = make.member("person", world.division)
    with pytest.raises(PlanChangedSince):  # nothing of the plan is in their sight
        answered(world, stranger)
    assert not PlanAnswer.objects.exists()


@pytest.mark.asks("S116")
def test_the_share_who_know_their_plan_by_team_with_who_was_not_asked(world: World, charlene: User) -> None:
    (row,) = known(world)
    assert (row.team, row.officer) == ("NPS Ridgeway", "Helen Price")
    assert (row.plans, row.asked, row.not_asked, row.share) == (1, 0, 1, None)
    answered(world, charlene, "plan_only")
    (row,) = known(world)
    assert (row.asked, row.know, row.know_what_for, row.share) == (1, 1, 0, 100)
    answered(world, world.officer, "neither", "in_person", number=1)
    (row,) = known(world)
    assert (row.asked, row.know, row.share) == (1, 0, 0)
    with acting_as(make.acting(world.officer)):
        say_in_own_words(plan=world.objective.plan, own_words="I like it", by=world.officer, at=world.now)
    (row,) = known(world)
    assert (row.asked, row.not_asked) == (0, 1), "asked about a former version is not asked"


def test_a_plan_of_a_sentence_that_is_over_counts_nowhere(world: World) -> None:
    actor = make.acting(world.senior)
    with acting_as(actor):
        assert plans_known(actor, london_day(world.now + timedelta(days=400))) == []
