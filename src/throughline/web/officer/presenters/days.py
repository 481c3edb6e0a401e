"""One person's RAR days: what counted, who delivered it, what waits, what is planned (D17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q
from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.time import london_day
from throughline.line.models import Appointment
from throughline.line.queries.rar import RarPosition, awaiting_decision, rar_positions
from throughline.line.queries.record import with_its_records
from throughline.line.queries.referrals import appointments_visible_to
from throughline.line.states import AppointmentState
from throughline.people.models import Person, Requirement
from throughline.people.queries.people import sentences_of
from throughline.web import words
from throughline.web.pieces import Figure, Link
from throughline.web.referrals.presenters import rar_days_in_words


@dataclass(frozen=True)
class DayLine:
    """One calendar day: what counts of it, and each activity on it with who delivered it."""

    day: date
    counts: str
    activities: list[str]


@dataclass(frozen=True)
class OrderCard:
    """One RAR with its figures and days."""

    title: str
    figures: list[Figure]
    warning: str
    done: list[DayLine]
    ahead: list[DayLine]


class DaysPage:
    """The days of one person for their officer at the moment `at`."""

    def __init__(self, person: Person, actor: Actor, at: datetime) -> None:
        self.person = person
        self.actor = actor
        self.at = at

    @property
    def back(self) -> Link:
        """To the person."""
        return Link(self.person.name, reverse("officer_person", args=[self.person.reference]))

    @cached_property
    def orders(self) -> list[OrderCard]:
        """Each RAR of the person, the latest sentence first."""
        requirements = []
        for sentence in sentences_of(self.person):
            for one in sentence.requirements.all():
                one.sentence = sentence
                requirements.append(one)
        positions = rar_positions(requirements, at=self.at)
        activity = self._activity([one.pk for one in requirements if one.pk in positions])
        return [self._order(position, activity[pk]) for pk, position in positions.items()]

    @property
    def to_decide(self) -> list[tuple[Link, str]]:
        """Activity that took place unplanned and waits for a decision (S126)."""
        found = awaiting_decision(Q(person=self.person)).select_related(
            "referral__service", "worker", "organisation"
        )
        return [
            (
                Link(
                    words.moment(one.starts_at),
                    reverse("officer_decide", args=[self.person.reference, one.reference]),
                    more="decide whether it counts",
                ),
                _what(one),
            )
            for one in found
        ]

    def _activity(self, requirement_ids: list[int]) -> dict[int, list[Appointment]]:
        found: dict[int, list[Appointment]] = defaultdict(list)
        visible = appointments_visible_to(self.actor, self.at).filter(
            referral__requirement__in=requirement_ids, state=AppointmentState.BOOKED
        )
        for one in with_its_records(visible).order_by("starts_at"):
            if one.referral is not None:
                found[one.referral.requirement_id].append(one)
        return found

    def _order(self, position: RarPosition, activity: list[Appointment]) -> OrderCard:
        requirement: Requirement = position.requirement
        taken_part = [one for one in activity if one.starts_at <= self.at and _took_part(one)]
        ahead = [one for one in activity if one.starts_at > self.at and one.planned_as_rar_at is not None]
        ends = position.ends_on
        by = f", by {words.day(ends)}" if ends else ""
        return OrderCard(
            title=f"{rar_days_in_words(position)}{by} ({requirement.sentence})",
            figures=_figures(position),
            warning=warning_of(position),
            done=_lines(taken_part, requirement, past=True),
            ahead=_lines(ahead, requirement, past=False),
        )


def days_in_words(position: RarPosition) -> str:
    """Where an order stands in one line, as in `1 of 15 RAR days, 2 planned ahead, 12 unplanned`."""
    count = position.count
    parts = [rar_days_in_words(position)]
    if count.still_planned:
        parts.append(f"{count.still_planned} planned ahead")
    if count.unplanned:
        parts.append(f"{count.unplanned} unplanned")
    return ", ".join(parts)


def warning_of(position: RarPosition) -> str:
    """What is wrong with the plan of an order, or nothing (S127)."""
    count = position.count
    if count.unplanned:
        days = words.plural(count.unplanned, "day")
        return f"{count.unplanned} unplanned: nothing is booked for {days} of this order"
    over = count.still_planned - count.left
    if over > 0:
        return f"{words.plural(over, 'day')} more planned than the court ordered: they will not count"
    return ""


def _figures(position: RarPosition) -> list[Figure]:
    count = position.count
    return [
        Figure(count.ordered, "days ordered by the court"),
        Figure(count.planned, "completed as planned", "#done"),
        Figure(count.retrospective, "counted afterwards (retrospective)", "#done"),
        Figure(count.left, "days left"),
        Figure(count.still_planned, "days planned ahead", "#ahead"),
        Figure(count.unplanned, "days left and unplanned"),
    ]


def _lines(activity: Iterable[Appointment], requirement: Requirement, *, past: bool) -> list[DayLine]:
    by_day: dict[date, list[Appointment]] = defaultdict(list)
    for one in activity:
        by_day[london_day(one.starts_at)].append(one)
    return [
        DayLine(day, _counts(day, those, requirement) if past else "", [_what(one) for one in those])
        for day, those in by_day.items()
    ]


def _counts(day: date, activity: list[Appointment], requirement: Requirement) -> str:
    if day not in requirement.sentence.during:
        return "Outside the dates of the order: does not count"
    if any(one.planned_as_rar_at is not None and one.planned_as_rar_at < one.starts_at for one in activity):
        return "One RAR day" if len(activity) == 1 else f"One RAR day, from {len(activity)} activities"
    decisions = [one.decisions[-1] for one in activity if one.decisions]  # type: ignore[attr-defined]
    if any(decision.accepted for decision in decisions):
        return "One RAR day, counted afterwards (retrospective)"
    return "Refused: does not count" if decisions else "Not planned beforehand: waits for your decision"


def _took_part(appointment: Appointment) -> bool:
    records = appointment.records  # type: ignore[attr-defined]
    return bool(records) and bool(records[-1].took_part)


def _what(appointment: Appointment) -> str:
    service = appointment.referral.service.name if appointment.referral else "Supervision"
    held = words.service_with(service, appointment.worker.full_name, appointment.organisation.name)
    return f"{words.clock_time(appointment.starts_at)} {held}"
