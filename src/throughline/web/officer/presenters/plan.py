"""The page of a plan: who does what by when for each objective, and what is missing (D13, S112)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.time import london_day
from throughline.line.models import Referral
from throughline.line.queries.plan import ObjectiveInPlan, WholePlan, WorkInPlan, whole_plan
from throughline.line.states import HOLDS_A_PLACE
from throughline.people.models import Person, Plan, PlannedWork
from throughline.people.queries.plan_answers import latest_answer, number_that_stands
from throughline.people.rules.plan_in_words import WHO_TO_OTHERS
from throughline.people.states import ObjectiveState, WorkState
from throughline.web import words
from throughline.web.pieces import Fact, Happened, Link, Shown, Tag
from throughline.web.referrals.words import state_tag

OBJECTIVE_COLOURS = {"open": "blue", "achieved": "green", "dropped": "grey"}
WORK_COLOURS = {"planned": "grey", "under_way": "blue", "done": "green", "dropped": "grey"}
MOVES = {"begin": "Begun", "finish": "Done", "put-back": "Put back", "drop": "Drop"}
"""The moves of work that no referral carries out, by the part of the address, as a link says them."""
OPEN_TO = {
    WorkState.PLANNED: ("begin", "finish", "drop"),
    WorkState.UNDER_WAY: ("finish", "put-back", "drop"),
    WorkState.DONE: ("put-back",),
    WorkState.DROPPED: ("put-back",),
}


@dataclass(frozen=True)
class WorkRow:
    """One piece of work: its cells, and what can be done with it."""

    what: str
    by_whom: str
    by_when: str
    after: str
    rar_days: int
    stands: list[Shown]
    links: list[Link]
    why_no_objective: str = ""


@dataclass(frozen=True)
class ObjectiveCard:
    """One objective with its work. `missing` says that it has none (D13)."""

    title: str
    need: str
    own_words: str
    state: Tag | None
    rows: list[WorkRow]
    unplanned: list[tuple[Link, Tag]]
    links: list[Link]
    missing: bool


class PlanPage:
    """Words, tags and links of one plan at the moment `at`, for the officer who `writes` it or a reader."""

    def __init__(self, person: Person, plan: Plan, actor: Actor, at: datetime, *, writes: bool) -> None:
        self.person = person
        self.writes = writes
        self.actor = actor
        self.at = at
        self.on = london_day(at)
        self.whole: WholePlan = whole_plan(actor, plan, at)
        self.plan = self.whole.plan

    def _address(self, name: str, *parts: object) -> str:
        return reverse(name, args=[self.person.reference, *parts])

    @property
    def title(self) -> str:
        """What the page is about."""
        return f"Plan of {self.person.name}"

    @property
    def caption(self) -> str:
        """The sentence that the plan is of."""
        return str(self.plan.sentence)

    @property
    def buttons(self) -> list[Link]:
        """What can be done with the plan as a whole."""
        if not self.writes:
            return []
        return [
            Link("Add an objective", self._address("officer_objective")),
            Link("Add work", self._address("officer_plan_work")),
            Link("Write down their own words", self._address("officer_plan_own_words")),
            Link("Review the plan", self._address("plan_review")),
        ]

    @property
    def facts(self) -> list[Fact]:
        """When it was made and is looked at again, whether the person knows it, and the days planned."""
        made, again, *days = self.dates_and_days
        change = self._address("plan_seen") if self.writes else ""
        return [made, again, Fact("Seen by the person", self._seen(), change), *days]

    @property
    def dates_and_days(self) -> list[Fact]:
        """When it was made, when it is looked at again, and how the days of the order are planned."""
        found = [
            Fact("Made", self.plan.made_on),
            Fact(
                "Looked at again",
                self._review(),
                self._address("officer_plan_review_day") if self.writes else "",
            ),
        ]
        if self.whole.rar_ordered:
            left = self.whole.rar_ordered - self.whole.rar_planned
            days = f"{self.whole.rar_planned} of {words.plural(self.whole.rar_ordered, 'day')} ordered"
            found.append(Fact("RAR days in the plan", f"{days}, {left} not planned for any work"))
        return found

    def _seen(self) -> Shown:
        said, stands = latest_answer(self.plan), number_that_stands(self.plan)
        if said is None:
            return Tag("Not asked", "orange")
        if said.version.number != stands:
            return Tag(f"Not asked about version {stands}", "orange")
        return f"{said.get_answer_display()}. {said.get_how_display()}, {words.day(said.recorded_at)}"

    def _review(self) -> Shown:
        review_on = self.plan.review_on
        if review_on is None:
            return Tag("No day is set", "orange")
        if review_on < self.on:
            return Tag(f"Overdue: it was due by {words.day(review_on)}", "red")
        return review_on

    @property
    def own_words(self) -> str:
        """What the person says of the plan as a whole."""
        return self.plan.own_words

    @property
    def to_put_right(self) -> list[str]:
        """What the plan does not say and should, each in a sentence."""
        found = [
            f"No work is planned for “{one.objective.words}”"
            for one in self.whole.objectives
            if one.is_open and one.has_no_work
        ]
        found += [
            f"No date is agreed for “{one.work.what}”"
            for one in self.whole.work
            if one.work.due_on is None and one.work.state != WorkState.DONE
        ]
        found += [
            f"{_who(one)} serves “{objective.objective.words}”, which is "
            f"{objective.objective.get_state_display().lower()}: end the work, or open the objective again"
            for objective in self.whole.objectives
            if not objective.is_open
            for one in objective.work
            if one.work.state in (WorkState.PLANNED, WorkState.UNDER_WAY)
        ]
        return found

    @cached_property
    def objectives(self) -> list[ObjectiveCard]:
        """The objectives in their order, those that are open first."""
        ordered = sorted(self.whole.objectives, key=lambda one: not one.is_open)
        return [self._objective(one) for one in ordered]

    def _objective(self, one: ObjectiveInPlan) -> ObjectiveCard:
        objective = one.objective
        links = [Link("Change", self._address("officer_plan_objective", objective.pk), more=objective.words)]
        if one.is_open:
            add = f"{self._address('officer_plan_work')}?objective={objective.pk}"
            links = [Link("Add work", add, more=f"for {objective.words}"), *links]
            moves = [("achieve", "Achieved"), ("drop", "Drop")]
        else:
            moves = [("reopen", "Open again")]
        links += [
            Link(text, self._address("officer_plan_objective_move", objective.pk, name), more=objective.words)
            for name, text in moves
        ]
        colour = OBJECTIVE_COLOURS[objective.state]
        return ObjectiveCard(
            title=objective.words,
            need=objective.get_need_display(),
            own_words=objective.own_words,
            state=None if one.is_open else Tag(str(ObjectiveState(objective.state).label), colour),
            rows=[self._row(piece) for piece in one.work],
            unplanned=[(_referral(held), state_tag(held.state)) for held in one.unplanned],
            links=links if self.writes else [],
            missing=one.is_open and one.has_no_work,
        )

    @property
    def without_objective(self) -> list[WorkRow]:
        """Work that serves no objective, with why it is in the plan all the same."""
        return [self._row(one) for one in self.whole.without_objective]

    def _row(self, one: WorkInPlan) -> WorkRow:
        work = one.work
        stands: list[Shown] = [Tag(str(WorkState(work.state).label), WORK_COLOURS[work.state])]
        if one.overdue:
            stands.append(Tag("Overdue", "red"))
        for held in one.referrals:
            stands += [_referral(held), state_tag(held.state)]
        return WorkRow(
            what=work.what,
            by_whom=_who(one),
            by_when=words.day(work.due_on) if work.due_on else "No date agreed",
            after=work.after.what if work.after else "",
            rar_days=work.rar_days,
            stands=stands,
            links=self._links(one),
            why_no_objective=work.why_no_objective,
        )

    def _links(self, one: WorkInPlan) -> list[Link]:
        work = one.work
        if not self.writes:
            return []
        found = [Link("Change", self._address("officer_plan_work_change", work.pk), more=work.what)]
        if one.is_referred:
            return found + [
                Link(
                    "Carries out other work",
                    self._address("officer_plan_referral", held.reference),
                    more=f"than {work.what}",
                )
                for held in one.referrals
                if held.state in HOLDS_A_PLACE
            ]
        if work.who == PlannedWork.Who.PROVIDER and work.state == WorkState.PLANNED:
            found.append(Link("Refer", self._address("referral_draft"), more=f"to a service: {work.what}"))
        return found + [
            Link(MOVES[name], self._address("officer_plan_work_move", work.pk, name), more=work.what)
            for name in OPEN_TO[WorkState(work.state)]
        ]


@dataclass(frozen=True)
class Change:
    """One version of a plan: who made it when and why, and what it changed."""

    head: Happened
    differences: list[tuple[str, str]]


def _who(one: WorkInPlan) -> str:
    return one.by_whom or WHO_TO_OTHERS[one.work.who].capitalize()


def _referral(referral: Referral) -> Link:
    return Link(
        words.service_by(referral.service.name, referral.deliverer.name),
        reverse("referral", args=[referral.reference]),
    )
