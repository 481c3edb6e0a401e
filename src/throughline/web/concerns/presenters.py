"""A concern as its page shows it, and the list of them."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.time import london_day
from throughline.line.models import ConcernDecision, RiskConcern
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.lists import Column
from throughline.web.pieces import Fact, Happened, Link, Tag, Waiting
from throughline.web.referrals.receiving import called

_DECIDED = {"risk_changed": "red", "plan_changed": "yellow", "nothing": "green"}


def standing_of(concern: RiskConcern, at: datetime) -> Tag:
    """Whether it waits, waits too long, or what was decided."""
    if (decision := decision_of(concern)) is not None:
        return Tag(str(decision.get_decided_display()), _DECIDED[decision.decided])
    if concern.due_at is not None and concern.due_at <= at:
        return Tag("Unanswered too long", "red")
    return Tag("Waits for the officer", "blue")


def decision_of(concern: RiskConcern) -> ConcernDecision | None:
    """The decision, if there is one."""
    found: ConcernDecision | None = getattr(concern, "decision", None)
    return found


def to_concern(concern: RiskConcern) -> Link:
    """Its reference, leading to it."""
    return Link(concern.reference, reverse("concern", args=[concern.reference]))


def columns(at: datetime) -> tuple[Column[RiskConcern], ...]:
    """The columns of the list."""
    return (
        Column[RiskConcern](
            "reference", "Concern", to_concern, download=lambda one: one.reference, order="reference"
        ),
        Column[RiskConcern](
            "person",
            "Person",
            lambda one: one.person.name,
            order=("person__last_name", "person__first_names"),
        ),
        Column[RiskConcern]("raised", "Raised", lambda one: one.raised_at, order="raised_at"),
        Column[RiskConcern](
            "by",
            "By",
            lambda one: f"{one.raised_by.full_name}, {one.deliverer.name}",
            order="deliverer__name",
        ),
        Column[RiskConcern]("due", "Answer by", lambda one: one.due_at, order="due_at", nullable=True),
        Column[RiskConcern](
            "standing",
            "Where it stands",
            lambda one: standing_of(one, at),
            download=lambda one: standing_of(one, at).text,
        ),
    )


def concern_waits(concern: RiskConcern, at: datetime, *, escalated: bool = False) -> Waiting:
    """The concern as something that waits on an officer, or at last on whoever manages them."""
    what = "Unanswered concern about risk" if escalated else "Decide on a concern about risk"
    said = ["Somebody may be in danger"] if concern.in_danger else []
    return Waiting(
        Link(f"{what}: {concern.person.name}", reverse("concern", args=[concern.reference])),
        london_day(at),
        ". ".join([*said, f"{concern.raised_by.full_name}, {concern.deliverer.name}"]),
        london_day(concern.raised_at),
        london_day(concern.due_at) if concern.due_at is not None else None,
    )


class ConcernPage:
    """One concern for one viewer at the moment `at`."""

    def __init__(self, concern: RiskConcern, actor: Actor, at: datetime, *, supervises: bool) -> None:
        self.concern = concern
        self.actor = actor
        self.at = at
        self.supervises = supervises

    @property
    def title(self) -> str:
        """What the page is about."""
        return f"Concern {self.concern.reference}"

    @property
    def state(self) -> Tag:
        """Where it stands."""
        return standing_of(self.concern, self.at)

    @property
    def can_decide(self) -> bool:
        """Whether the viewer decides on it."""
        return self.supervises and self.actor.may(Permission.SUPERVISE) and decision_of(self.concern) is None

    @property
    def facts(self) -> list[Fact]:
        """What was said, by whom, and by when it is answered."""
        one = self.concern
        return [
            Fact("Person", one.person.name),
            Fact("What was learned", one.what),
            Fact("How it is known", one.how_known or "Not said"),
            Fact("Somebody may be in danger now", one.in_danger),
            Fact("Raised by", self._who_raised()),
            Fact("Answer by", one.due_at or "No time is set"),
        ]

    def _who_raised(self) -> str:
        return f"{called(self.concern.raised_by)}, {self.concern.deliverer.name}"

    @property
    def decision(self) -> list[Fact]:
        """What was decided and what follows."""
        made = decision_of(self.concern)
        if made is None:
            return []
        return [
            Fact("Decided", made.get_decided_display()),
            Fact("What follows", made.what_follows),
            Fact("By", f"{made.decided_by.full_name}, {words.moment(made.decided_at)}"),
            Fact(
                "Told as well", [one.referral.deliverer.name for one in self.concern.copies.all()] or "Nobody"
            ),
        ]

    @property
    def readings(self) -> list[Happened]:
        """Who read it first when, the earliest first."""
        return [Happened("Read", one.read_at, one.read_by.full_name) for one in self.concern.readings.all()]
