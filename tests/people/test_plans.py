"""The plan: objectives, the work for each, the order of it, and a version with every change (D13, S112)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from throughline.core.access.actor import SYSTEM, acting_as
from throughline.core.access.permissions import NotAllowed
from throughline.core.models import User
from throughline.core.refusals import Refusal
from throughline.core.states import MoveNotAllowed, ReasonMissing
from throughline.people.actions.planned_work import Work, change_work, move_work, plan_work
from throughline.people.actions.plans import (
    add_objective,
    change_objective,
    move_objective,
    say_in_own_words,
    set_review,
)
from throughline.people.models import Objective, Plan, PlannedWork, PlanVersion
from throughline.people.queries.plans import changes_of, content_of
from throughline.people.refusals import (
    DueOutsideSentence,
    MoreRarDaysInPlan,
    ObjectiveIsClosed,
    ReasonForChangeMissing,
    WhoDoesItMissing,
    WhyNoObjectiveMissing,
    WorkWaitsForItself,
)
from throughline.people.states import OBJECTIVE_MOVES, WORK_MOVES, ObjectiveState, WorkState

AT = make.NOW
DAY = timedelta(days=1)


@pytest.fixture
def officer(db: None) -> User:
    return make.member("responsible_officer", make.OrganisationFactory())


@pytest.fixture
def objective(officer: User) -> Iterator[Objective]:
    """An objective of somebody whom the officer supervises, under an order of 15 RAR days; they act."""
    requirement = make.RequirementFactory(rar_days=15)
    person = requirement.sentence.person
    organisation = officer.memberships.get().organisation
    held = make.SupervisionFactory(person=person, officer=officer, organisation=organisation)
    make.PersonAccessFactory(person=person, user=officer, because_id=held.pk)
    made = make.ObjectiveFactory(plan__sentence=requirement.sentence)
    with acting_as(make.acting(officer)):
        yield made


def work(serves: Objective, **given: Any) -> Work:
    whole: dict[str, Any] = {"what": "A group", "who": "officer", "objective": serves} | given
    return Work(**whole)


def planned(serves: Objective, officer: User, **given: Any) -> PlannedWork:
    return plan_work(plan=serves.plan, work=work(serves, **given), by=officer, at=AT)


class TestWork:
    def test_work_says_what_by_whom_by_when_after_what_and_for_how_many_days(
        self, objective: Objective, officer: User
    ) -> None:
        first = planned(objective, officer, what="See the doctor", who="other", with_whom="Her doctor")
        centre = make.OrganisationFactory(name="The women's centre")
        planned(
            objective,
            officer,
            what="A group",
            who="provider",
            organisation=centre,
            due_on=date(2017, 9, 1),
            after=first,
            rar_days=5,
        )
        said = [now for _, differences in changes_of(objective.plan)[:1] for now in differences]
        assert [one.now for one in said] == [
            "A group: The women's centre, by 1 September 2017, after “See the doctor”, 5 RAR days"
        ]

    @pytest.mark.asks("S112")
    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            pytest.param({"objective": None}, WhyNoObjectiveMissing, id="no objective and no reason"),
            pytest.param({"who": "other"}, WhoDoesItMissing, id="somebody else who is not named"),
            pytest.param({"due_on": date(2018, 5, 2)}, DueOutsideSentence, id="the day after the sentence"),
            pytest.param({"due_on": date(2017, 5, 1)}, DueOutsideSentence, id="the day before the sentence"),
            pytest.param({"rar_days": 16}, MoreRarDaysInPlan, id="more days than ordered"),
        ],
    )
    def test_work_is_refused(
        self, objective: Objective, officer: User, given: dict[str, Any], refusal: type[Refusal]
    ) -> None:
        with pytest.raises(refusal):
            planned(objective, officer, **given)
        assert not PlannedWork.objects.exists()
        assert not PlanVersion.objects.filter(number=2).exists()

    @pytest.mark.parametrize("due_on", [date(2017, 5, 2), date(2018, 5, 1)], ids=["first day", "last day"])
    def test_work_is_due_within_the_sentence(self, objective: Objective, officer: User, due_on: date) -> None:
        assert planned(objective, officer, due_on=due_on).due_on == due_on

    @pytest.mark.asks("S112")
    def test_work_without_an_objective_says_why(self, objective: Objective, officer: User) -> None:
        made = planned(objective, officer, objective=None, why_no_objective="The court asked for it")
        assert made.why_no_objective == "The court asked for it"
        with (
            pytest.raises(IntegrityError, match="work_serves_an_objective_or_says_why_not"),
            transaction.atomic(),
        ):
            PlannedWork.objects.filter(pk=made.pk).update(why_no_objective="")

    def test_nothing_is_added_to_a_closed_objective(self, objective: Objective, officer: User) -> None:
        move_objective(objective=objective, name="achieve", why="She goes out", by=officer, at=AT)
        with pytest.raises(ObjectiveIsClosed, match="is achieved: open it again first"):
            planned(objective, officer)

    @pytest.mark.asks("S127")
    def test_the_plan_uses_no_more_days_than_were_ordered(self, objective: Objective, officer: User) -> None:
        first = planned(objective, officer, rar_days=10)
        with pytest.raises(MoreRarDaysInPlan, match="plan 5 or fewer here"):
            planned(objective, officer, rar_days=6)
        planned(objective, officer, rar_days=5)
        with pytest.raises(MoreRarDaysInPlan, match="All 15 days the court ordered are planned"):
            planned(objective, officer, rar_days=1)
        with (
            pytest.raises(IntegrityError, match="More RAR days would be planned than the court ordered"),
            transaction.atomic(),
        ):
            PlannedWork.objects.filter(pk=first.pk).update(rar_days=11)
        move_work(planned=first, name="drop", why="It is full", by=officer, at=AT)
        planned(objective, officer, rar_days=10)

    def test_days_cannot_be_planned_where_none_were_ordered(
        self, objective: Objective, officer: User
    ) -> None:
        objective.plan.sentence.requirements.update(kind="unpaid_work", rar_days=None)
        with pytest.raises(MoreRarDaysInPlan, match="ordered no RAR days"):
            planned(objective, officer, rar_days=1)

    @pytest.mark.asks("S113")
    def test_the_order_never_goes_round_in_a_circle(self, objective: Objective, officer: User) -> None:
        first = planned(objective, officer, what="First")
        second = planned(objective, officer, what="Second", after=first)
        third = planned(objective, officer, what="Third", after=second)
        for later in (second, third):
            with pytest.raises(WorkWaitsForItself, match="waits for this work"):
                change_work(
                    planned=first,
                    work=work(objective, what="First", after=later),
                    why="To begin sooner",
                    by=officer,
                    at=AT,
                )
            with pytest.raises(IntegrityError, match="would wait for itself"), transaction.atomic():
                PlannedWork.objects.filter(pk=first.pk).update(after=later)

    def test_work_of_another_plan_is_refused_by_the_database(
        self, objective: Objective, officer: User
    ) -> None:
        made = planned(objective, officer)
        with acting_as(SYSTEM):
            elsewhere = make.PlannedWorkFactory()
            for given in ({"objective": elsewhere.objective}, {"after": elsewhere}):
                with pytest.raises(IntegrityError, match="this plan"), transaction.atomic():
                    PlannedWork.objects.filter(pk=made.pk).update(**given)

    def test_a_change_says_why(self, objective: Objective, officer: User) -> None:
        made = planned(objective, officer)
        with pytest.raises(ReasonForChangeMissing):
            change_work(planned=made, work=work(objective), why=" ", by=officer, at=AT)


class TestObjectives:
    def test_they_keep_their_order(self, objective: Objective, officer: User) -> None:
        sentence = objective.plan.sentence
        second = add_objective(sentence=sentence, need="finance", words="Pay the rent", by=officer, at=AT)
        third = add_objective(sentence=sentence, need="alcohol", words="Drink less", by=officer, at=AT)
        change_objective(
            objective=third,
            need="alcohol",
            words="Drink less at home",
            own_words="I drink when I am alone",
            position=1,
            why="She wants this first",
            by=officer,
            at=AT,
        )
        kept = objective.plan.objectives.order_by("position")
        assert list(kept.values_list("pk", "position")) == [(third.pk, 1), (objective.pk, 2), (second.pk, 3)]

    def test_a_plan_is_begun_once(self, objective: Objective, officer: User) -> None:
        add_objective(
            sentence=objective.plan.sentence, need="finance", words="Pay the rent", by=officer, at=AT
        )
        assert Plan.objects.filter(sentence=objective.plan.sentence).count() == 1

    def test_who_does_not_supervise_writes_nothing(self, objective: Objective) -> None:
        worker = make.member("support_worker", make.OrganisationFactory())
        with acting_as(make.acting(worker)), pytest.raises(NotAllowed):
            add_objective(sentence=objective.plan.sentence, need="finance", words="x", by=worker, at=AT)


OBJECTIVE_STANDS = {
    "open": [],
    "achieved": ["achieve"],
    "dropped": ["drop"],
}
WORK_STANDS: dict[str, list[str]] = {
    "planned": [],
    "under_way": ["begin"],
    "done": ["finish"],
    "dropped": ["drop"],
}


@pytest.mark.parametrize("move", OBJECTIVE_MOVES, ids=lambda move: move.name)
@pytest.mark.parametrize("state", ObjectiveState.values)
def test_every_move_of_an_objective(objective: Objective, officer: User, state: str, move: Any) -> None:
    for name in OBJECTIVE_STANDS[state]:
        move_objective(objective=objective, name=name, why="So it is", by=officer, at=AT)
    if state in move.frm:
        with pytest.raises(ReasonMissing):
            move_objective(objective=objective, name=move.name, why="", by=officer, at=AT)
        move_objective(objective=objective, name=move.name, why="So it is", by=officer, at=AT)
        assert Objective.objects.get(pk=objective.pk).state == move.to
    else:
        with pytest.raises(MoveNotAllowed):
            move_objective(objective=objective, name=move.name, why="So it is", by=officer, at=AT)


@pytest.mark.parametrize("move", WORK_MOVES, ids=lambda move: move.name)
@pytest.mark.parametrize("state", WorkState.values)
def test_every_move_of_work(objective: Objective, officer: User, state: str, move: Any) -> None:
    made = planned(objective, officer)
    for name in WORK_STANDS[state]:
        move_work(planned=made, name=name, why="So it is", by=officer, at=AT)
    if state in move.frm:
        move_work(planned=made, name=move.name, why="So it is", by=officer, at=AT)
        assert PlannedWork.objects.get(pk=made.pk).state == move.to
    else:
        with pytest.raises(MoveNotAllowed):
            move_work(planned=made, name=move.name, why="So it is", by=officer, at=AT)


@dataclass(frozen=True)
class Change:
    """One change that somebody tries, and the numbers that say of which part, how, and with what."""

    what: str
    which: int
    how: int
    days: int

    def make(self, plan: Plan, by: User) -> None:
        objective = nth(list(plan.objectives.all()), self.which)
        pieces = list(plan.work.all())
        piece = nth(pieces, self.which) if pieces else None
        after = nth([None, *pieces], self.how)
        given = work(objective, what=nth(["A group", "A talk"], self.how), rar_days=self.days, after=after)
        match self.what:
            case "add":
                add_objective(sentence=plan.sentence, need="finance", words="Pay the rent", by=by, at=AT)
            case "change" if piece:
                change_work(planned=piece, work=given, why="So", by=by, at=AT)
            case "move work" if piece:
                name = nth(WORK_MOVES, self.how).name
                move_work(planned=piece, name=name, why="So", by=by, at=AT)
            case "move objective":
                name = nth(OBJECTIVE_MOVES, self.how).name
                move_objective(objective=objective, name=name, why="So", by=by, at=AT)
            case "words":
                say_in_own_words(plan=plan, own_words=nth(["", "I want to sleep"], self.how), by=by, at=AT)
            case _:
                plan_work(plan=plan, work=given, by=by, at=AT)


def nth(found: Sequence[Any], number: int) -> Any:
    return found[number % len(found)]


CHANGE = st.builds(
    Change,
    what=st.sampled_from(["add", "plan", "change", "move work", "move objective", "words"]),
    which=st.integers(0, 5),
    how=st.integers(0, 5),
    days=st.integers(0, 9),
)


class TestVersions:
    def test_a_plan_that_came_without_versions_keeps_what_stood(
        self, objective: Objective, officer: User
    ) -> None:
        say_in_own_words(plan=objective.plan, own_words="I want to sleep", by=officer, at=AT)
        first, second = objective.plan.versions.order_by("number")
        assert (first.by, first.why) == (None, "As it stood before the first change that was kept")
        assert first.content["own_words"] == ""
        assert second.content["own_words"] == "I want to sleep"
        assert second.by == officer

    def test_what_changes_nothing_makes_no_version(self, objective: Objective, officer: User) -> None:
        for _ in range(2):
            set_review(plan=objective.plan, review_on=date(2017, 8, 1), why="As agreed", by=officer, at=AT)
        assert objective.plan.versions.count() == 2

    def test_how_far_work_has_come_is_no_part_of_it(self, objective: Objective, officer: User) -> None:
        made = planned(objective, officer)
        before = objective.plan.versions.count()
        move_work(planned=made, name="begin", by=officer, at=AT)
        move_work(planned=made, name="finish", by=officer, at=AT)
        assert objective.plan.versions.count() == before
        assert [one.name for one in made.moves.all()] == ["begin", "finish"]

    def test_nobody_changes_or_removes_one(self, objective: Objective, officer: User) -> None:
        planned(objective, officer)
        with acting_as(SYSTEM):
            for act in (lambda kept: kept.update(why="Otherwise"), lambda kept: kept.delete()):
                with pytest.raises(Exception, match=r"Cannot (update|delete)"), transaction.atomic():
                    act(PlanVersion.objects.filter(plan=objective.plan))

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(CHANGE, min_size=1, max_size=9))
    def test_after_any_changes_the_last_version_is_the_plan(
        self, objective: Objective, officer: User, changes: list[Change]
    ) -> None:
        """And each version, numbered one after the other, says something else than the one before."""
        plan = objective.plan
        with transaction.atomic():
            for one in changes:
                with suppress(Refusal):
                    one.make(plan, officer)
            kept = list(plan.versions.order_by("number"))
            assert [one.number for one in kept] == list(range(1, len(kept) + 1))
            assert not kept or kept[-1].content == content_of(Plan.objects.get(pk=plan.pk))
            assert all(one.content != after.content for one, after in pairwise(kept))
            transaction.set_rollback(True)
