"""The plan for everybody who works with the person: nobody's notes, places, reasons or risks (S114)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from throughline.core.access import Actor
from throughline.core.time import london_day
from throughline.line.queries.shared_plan import coming_for, steps_of, who_works_with
from throughline.line.rules.coordination import OutOfOrder, Slot, clashes
from throughline.people.models import Person, Plan, Supervision
from throughline.web import words
from throughline.web.officer.presenters.plan import PlanPage, WorkRow
from throughline.web.pieces import Fact, Tag


@dataclass(frozen=True)
class Goal:
    """One objective, and every organisation's work for it."""

    title: str
    need: str
    state: Tag | None
    rows: list[WorkRow]


class SharedPlanPage:
    """What is planned with a person, by whom and when, as at the moment `at`."""

    def __init__(self, person: Person, plan: Plan | None, actor: Actor, at: datetime) -> None:
        self.person = person
        self.at = at
        self._page = PlanPage(person, plan, actor, at, writes=False) if plan is not None else None

    @property
    def caption(self) -> str:
        """The sentence that the plan is of."""
        return self._page.caption if self._page else ""

    @property
    def dates(self) -> list[Fact]:
        """When the plan was made and is looked at again, and how the days of the order are planned."""
        return self._page.dates_and_days if self._page else []

    @property
    def people(self) -> list[Fact]:
        """Who works with the person, and their telephone numbers."""
        found = [Fact("Responsible officer", self._officer())]
        found += [
            Fact(one.organisation, _contact(one.worker, one.telephone)) for one in who_works_with(self.person)
        ]
        return found

    def _officer(self) -> str:
        held = Supervision.objects.select_related("officer", "organisation").filter(
            person=self.person, during__contains=london_day(self.at)
        )
        now = held.first()
        if now is None:
            return "Nobody today"
        return f"{_contact(now.officer.full_name, now.officer.telephone)}, {now.organisation.name}"

    @property
    def goals(self) -> list[Goal]:
        """What is to change, in the order of the plan, with the work for each."""
        if self._page is None:
            return []
        return [Goal(one.title, one.need, one.state, one.rows) for one in self._page.objectives]

    @property
    def other_work(self) -> list[WorkRow]:
        """Work for no objective; why it is in the plan all the same is the officer's to read."""
        return (
            [replace(one, why_no_objective="") for one in self._page.without_objective] if self._page else []
        )

    @cached_property
    def _coming(self) -> list[Slot]:
        return coming_for(self.person, self.at)

    @property
    def coming(self) -> list[Fact]:
        """The hours that are arranged, each with whose it is."""
        return [Fact(_hours(one), one.organisation) for one in self._coming]

    @property
    def conflicts(self) -> list[str]:
        """What does not fit together, each in a sentence that says how to put it right."""
        found = [_clash(first, second) for first, second in clashes(self._coming)]
        work = [one.work for one in self._page.whole.work] if self._page else []
        return found + [_order(one) for one in steps_of(work)]


def _hours(slot: Slot) -> str:
    return f"{words.moment(slot.starts_at)} to {words.clock_time(slot.ends_at)}"


def _clash(first: Slot, second: Slot) -> str:
    return (
        f"Two appointments meet: {first.organisation} on {_hours(first)}, and {second.organisation} from "
        f"{words.clock_time(second.starts_at)}. Agree between you which one moves"
    )


def _order(one: OutOfOrder) -> str:
    if one.is_begun:
        return f"“{one.what}” has begun, and “{one.before}”, which comes before it, is not done"
    return f"“{one.what}” is due before “{one.before}”, which comes before it"


def _contact(name: str, telephone: str) -> str:
    if not name:
        return "Nobody is given the work yet"
    return f"{name}, {telephone}" if telephone else f"{name} (no telephone recorded)"
