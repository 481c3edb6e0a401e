"""The plan keeps in step with its referrals: which work each carries out, how far it has come (D13, S112)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import SYSTEM, acting_as
from throughline.line.actions.outcomes import Achieved
from throughline.line.actions.plans import choose_work
from throughline.line.actions.referrals import (
    complete_referral,
    decline_referral,
    end_referral_early,
    withdraw_referral,
)
from throughline.line.models import PlannedReferral, Referral
from throughline.line.queries.plan import whole_plan
from throughline.line.refusals import NotWorkForThisReferral, WorkIsAReferral, WorkNoLongerFits
from throughline.people.actions.planned_work import Work, change_work, move_work, plan_work
from throughline.people.actions.plans import add_objective
from throughline.people.models import PlannedWork

DAY = timedelta(days=1)
OUTCOME = {"wellbeing": Achieved("partly", "Goes to the group")}


@pytest.fixture
def world(db: None) -> World:
    return charlenes_world()


def planned(world: World, **given: object) -> PlannedWork:
    work = Work(**({"what": "A group", "who": "provider", "objective": world.objective} | given))  # type: ignore[arg-type]
    with acting_as(make.acting(world.officer)):
        return plan_work(plan=world.objective.plan, work=work, by=world.officer, at=world.now)


def work_of(referral: Referral) -> PlannedWork:
    return PlannedReferral.objects.get(referral=referral).work


class TestPuttingIntoThePlan:
    @pytest.mark.asks("S112")
    def test_a_referral_that_nobody_planned_is_in_the_plan_once_it_is_sent(self, world: World) -> None:
        draft = world.draft()
        assert not PlannedReferral.objects.filter(referral=draft).exists()
        made = work_of(world.sent(service=make_another(world)))
        assert (made.what, made.organisation, made.objective) == (
            "Debt advice",
            world.centre,
            world.objective,
        )
        assert made.due_on is None
        last = world.objective.plan.versions.first()
        assert last is not None
        assert (last.why, last.by) == ("Referred to Debt advice", world.officer)

    def test_work_planned_with_the_provider_is_carried_out_by_its_referral(self, world: World) -> None:
        waiting = planned(world, organisation=world.centre)
        planned(world, what="Something else")
        assert work_of(world.sent()) == waiting

    def test_work_planned_with_no_provider_yet_gets_the_one_referred_to(self, world: World) -> None:
        waiting = planned(world)
        assert work_of(world.sent()) == waiting
        waiting.refresh_from_db()
        assert waiting.organisation == world.centre

    def test_with_two_to_choose_from_it_is_not_guessed_which(self, world: World) -> None:
        first, second = planned(world), planned(world, what="A talk")
        referral = world.sent()
        added = work_of(referral)
        assert added not in (first, second)
        with acting_as(make.acting(world.officer)):
            choose_work(referral=referral, work=second, by=world.officer, at=world.now)
        assert work_of(referral) == second
        added.refresh_from_db()
        assert added.state == "dropped"

    def test_work_that_another_referral_carries_out_is_left_to_it(self, world: World) -> None:
        waiting = planned(world, organisation=world.centre)
        assert work_of(world.sent()) == waiting
        assert work_of(world.sent(service=make_another(world))) != waiting

    @pytest.mark.parametrize("other", ["objective", "who", "provider"])
    def test_work_that_does_not_fit_is_refused(self, world: World, other: str) -> None:
        referral = world.sent()
        with acting_as(SYSTEM):
            sentence = world.requirement.sentence
            objective = add_objective(
                sentence=sentence, need="finance", words="Pay", by=world.officer, at=world.now
            )
            otherwise: dict[str, dict[str, object]] = {
                "objective": {"objective": objective},
                "who": {"who": "officer"},
                "provider": {"organisation": make.OrganisationFactory()},
            }
        piece = planned(world, **otherwise[other])
        with acting_as(make.acting(world.officer)), pytest.raises(NotWorkForThisReferral):
            choose_work(referral=referral, work=piece, by=world.officer, at=world.now)
        refused = pytest.raises(IntegrityError, match="the same objective by the same provider")
        with refused, transaction.atomic():
            PlannedReferral.objects.filter(referral=referral).update(work=piece)


class TestFollowing:
    def test_work_begins_with_the_first_activity_and_ends_with_the_referral(self, world: World) -> None:
        referral = world.allocated()
        assert work_of(referral).state == "planned"
        world.attended(referral, world.now)
        assert work_of(referral).state == "under_way"
        referral.refresh_from_db()
        with acting_as(make.acting(world.worker)):
            complete_referral(referral=referral, outcomes=OUTCOME, by=world.worker, at=world.now + DAY)
        work = work_of(referral)
        assert work.state == "done"
        assert [(one.name, one.by) for one in work.moves.all()] == [
            ("begin", world.worker),
            ("finish", world.worker),
        ]

    @pytest.mark.asks("S112")
    @pytest.mark.parametrize("falls_through", [decline_referral, withdraw_referral])
    def test_a_referral_that_falls_through_leaves_its_work_to_be_done(
        self, world: World, falls_through: Callable[..., Referral]
    ) -> None:
        referral = world.sent()
        with acting_as(SYSTEM):
            falls_through(referral=referral, why="Full", by=world.manager, at=world.now)
        work = work_of(referral)
        assert work.state == "planned"
        again = world.sent()
        assert work_of(again) == work

    def test_one_that_ends_early_puts_its_work_back(self, world: World) -> None:
        referral = world.allocated()
        world.attended(referral, world.now)
        referral.refresh_from_db()
        with acting_as(make.acting(world.worker)):
            end_referral_early(
                referral=referral, why="Moved", outcomes=OUTCOME, by=world.worker, at=world.now + DAY
            )
        work = work_of(referral)
        assert work.state == "planned"
        last = work.moves.last()
        assert last is not None
        assert last.reason == "The referral ended early"

    def test_work_of_a_referral_is_moved_by_no_hand(self, world: World) -> None:
        work = work_of(world.sent())
        with acting_as(make.acting(world.officer)):
            with pytest.raises(WorkIsAReferral, match="move the referral instead"):
                move_work(planned=work, name="drop", why="Not wanted", by=world.officer, at=world.now)
            with pytest.raises(WorkNoLongerFits):
                change_work(
                    planned=work,
                    work=Work("A group", "officer", objective=world.objective),
                    why="I do it myself",
                    by=world.officer,
                    at=world.now,
                )
            change_work(
                planned=work,
                work=Work(
                    "A group on Tuesdays",
                    "provider",
                    objective=world.objective,
                    organisation=world.centre,
                    due_on=world.now.date() + 30 * DAY,
                ),
                why="The day is agreed",
                by=world.officer,
                at=world.now,
            )
        assert work_of(Referral.objects.get()).due_on == world.now.date() + 30 * DAY


class TestThePlanWithItsWork:
    @pytest.mark.asks("S112")
    def test_an_objective_without_work_and_work_without_an_objective_are_both_seen(
        self, world: World
    ) -> None:
        planned(world, who="person", what="Ring home", objective=None, why_no_objective="She wants to")
        with acting_as(make.acting(world.officer)):
            whole = whole_plan(make.acting(world.officer), world.objective.plan, world.now)
        assert [one.has_no_work for one in whole.objectives] == [True]
        assert [one.work.why_no_objective for one in whole.without_objective] == ["She wants to"]

    def test_work_is_overdue_from_the_day_after_it_was_due(self, world: World) -> None:
        due_on = world.now.date() + DAY
        planned(world, due_on=due_on, who="officer")
        with acting_as(make.acting(world.officer)):
            seen = [
                whole_plan(make.acting(world.officer), world.objective.plan, world.now + days * DAY)
                for days in (1, 2)
            ]
        assert [one.work[0].overdue for one in seen] == [False, True]

    def test_days_planned_stand_beside_those_ordered(self, world: World) -> None:
        planned(world, rar_days=6)
        planned(world, rar_days=4, who="officer", what="A talk")
        with acting_as(make.acting(world.officer)):
            whole = whole_plan(make.acting(world.officer), world.objective.plan, world.now)
        assert (whole.rar_ordered, whole.rar_planned) == (15, 10)


class TestFirstReview:
    @pytest.mark.asks("S115")
    @pytest.mark.parametrize(("days", "review_on"), [(112, "2017-09-21"), (None, None)])
    def test_a_new_plan_is_looked_at_again_by_the_rule_of_its_scheme(
        self, world: World, days: int | None, review_on: str | None
    ) -> None:
        make.AreaRoleFactory(scheme=world.scheme, organisation=world.division, role="division")
        if days:
            make.SchemeRuleFactory(scheme=world.scheme, name="plan_review_days", value=days)
        sentence = make.SentenceFactory(person=world.person)
        with acting_as(make.acting(world.officer)):
            made = add_objective(
                sentence=sentence, need="finance", words="Pay the rent", by=world.officer, at=world.now
            )
        made.plan.refresh_from_db()
        assert (made.plan.review_on and made.plan.review_on.isoformat()) == review_on


def make_another(world: World) -> object:
    service = make.ServiceFactory(
        name="Debt advice", scheme=world.scheme, deliverer=world.centre, kind=world.service.kind
    )
    make.ServiceRouteFactory(service=service, route="charitable")
    make.ServiceNeedFactory(service=service)
    return service
