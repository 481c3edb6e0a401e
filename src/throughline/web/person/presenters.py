"""The person's appointments and days, in the words one would say them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from throughline.core.access import Actor
from throughline.line.models import Appointment, Attendance
from throughline.line.queries.rar import RarPosition, rar_positions
from throughline.line.queries.record import with_its_records
from throughline.line.queries.referrals import appointments_visible_to
from throughline.line.states import AppointmentState
from throughline.people.models import Person
from throughline.people.queries.people import sentences_of
from throughline.web import words
from throughline.web.pieces import Tag

WHAT_HAPPENED = {
    Attendance.Happened.ATTENDED: Tag("You took part", "green"),
    Attendance.Happened.LATE: Tag("You came late and took part", "green"),
    Attendance.Happened.NO_SESSION: Tag("You came, but it was not held", "grey"),
    Attendance.Happened.ACCEPTABLE: Tag("You could not come, for a good reason", "grey"),
    Attendance.Happened.MISSED: Tag("You did not come", "red"),
}


@dataclass(frozen=True)
class Meeting:
    """One appointment."""

    when: str
    what: str
    where: str
    counts: str
    tag: Tag | None


class MyAppointments:
    """The appointments of the person: what is coming, soonest first, and what was, latest first."""

    def __init__(self, person: Person, actor: Actor, at: datetime) -> None:
        self.at = at
        found = appointments_visible_to(actor, at).filter(person=person)
        self._all = list(with_its_records(found).order_by("starts_at", "pk"))

    @property
    def coming(self) -> list[Meeting]:
        """What is arranged."""
        return [_meeting(one) for one in self._all if one.starts_at > self.at]

    @property
    def past(self) -> list[Meeting]:
        """What was arranged, the latest first."""
        return [_meeting(one) for one in reversed(self._all) if one.starts_at <= self.at]


@dataclass(frozen=True)
class MyOrder:
    """One order's days in sentences."""

    headline: str
    more: list[str]


class MyDays:
    """The RAR days of the person."""

    def __init__(self, person: Person, at: datetime) -> None:
        requirements = [one for sentence in sentences_of(person) for one in sentence.requirements.all()]
        self.orders = [_order(one) for one in rar_positions(requirements, at=at).values()]


def _order(position: RarPosition) -> MyOrder:
    count = position.count
    by = f", by {words.day(position.ends_on)}" if position.ends_on else ""
    more = []
    if count.retrospective:
        days = words.plural(count.retrospective, "day")
        more.append(f"{days} of these counted because your officer agreed afterwards.")
    if count.still_planned:
        more.append(f"{words.plural(count.still_planned, 'day')} arranged so far.")
    if count.unplanned:
        more.append(f"{words.plural(count.unplanned, 'day')} still to be arranged.")
    return MyOrder(
        f"{count.completed} of {words.plural(count.ordered, 'day')} completed, {count.left} left{by}", more
    )


def _meeting(appointment: Appointment) -> Meeting:
    records: list[Attendance] = appointment.records  # type: ignore[attr-defined]
    cancelled = appointment.state == AppointmentState.CANCELLED
    tag = Tag("Cancelled", "grey") if cancelled else None
    if records and not cancelled:
        tag = WHAT_HAPPENED[Attendance.Happened(records[-1].happened)]
    counts = appointment.planned_as_rar_at is not None and not cancelled
    return Meeting(
        when=f"{words.moment(appointment.starts_at)} to {words.clock_time(appointment.ends_at)}",
        what=_what(appointment),
        where=" · ".join(part for part in (appointment.get_mode_display(), appointment.place) if part),
        counts="Counts towards your days if you take part" if counts and not records else "",
        tag=tag,
    )


def _what(appointment: Appointment) -> str:
    service = appointment.referral.service.name if appointment.referral else "Your officer"
    return words.service_with(service, appointment.worker.full_name, appointment.organisation.name)
