"""Appointments as pages show them: what was arranged, what happened, and what it counts for (D17, D18)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from throughline.line.models import Appointment, Attendance, MovedWithRelease
from throughline.line.states import AppointmentState
from throughline.web import words
from throughline.web.navigation import address_of
from throughline.web.pieces import Link, Tag
from throughline.web.referrals.whereabouts import follows_in_words
from throughline.web.referrals.words import happened_tag


@dataclass(frozen=True)
class RecordLine:
    """One record of attendance. `replaced` says that a later one stands in its place."""

    happened: str
    said: str
    note: str
    why: str
    replaced: bool


@dataclass(frozen=True)
class AppointmentCard:
    """One appointment of a list, from when it is to what was recorded of it."""

    when: str
    what: str
    place: str
    counts: str
    moved: list[str]
    tag: Tag
    link: Link | None
    records: list[RecordLine]


def appointment_cards(
    appointments: Iterable[Appointment],
    *,
    at: datetime,
    under_rar: bool,
    to_the_person: bool = False,
    moved: Mapping[int, Sequence[MovedWithRelease]] = MappingProxyType({}),
) -> list[AppointmentCard]:
    """
    Cards of appointments that came with their records and decisions (`with_its_records`), in the order given.

    `under_rar` says that those of them which are activity are under a RAR. Shown to the person
    themselves, notes and links to pages of those who work with them are left out. `moved` is what days of
    release did to each, by its id (S222).
    """
    return [
        _card(one, at, under_rar, to_the_person, [follows_in_words(each) for each in moved.get(one.pk, ())])
        for one in appointments
    ]


def place_in_words(appointment: Appointment) -> str:
    """How and where an appointment is held."""
    where = "in the prison" if appointment.in_prison else ""
    return " · ".join(part for part in (appointment.get_mode_display(), where, appointment.place) if part)


def _card(
    appointment: Appointment, at: datetime, under_rar: bool, to_the_person: bool, moved: list[str]
) -> AppointmentCard:
    records: list[Attendance] = appointment.records  # type: ignore[attr-defined]
    live = records[-1] if records else None
    return AppointmentCard(
        when=f"{words.moment(appointment.starts_at)} to {words.clock_time(appointment.ends_at)}",
        what=_what(appointment),
        place=place_in_words(appointment),
        counts=what_it_counts_for(appointment, live, under_rar=under_rar),
        moved=moved,
        tag=_tag(appointment, live, at),
        link=None if to_the_person else _link(appointment),
        records=[_line(one, replaced=one is not live, to_the_person=to_the_person) for one in records],
    )


def what_it_counts_for(appointment: Appointment, live: Attendance | None, *, under_rar: bool) -> str:
    """Whether an appointment counts towards the RAR days, in a sentence (D17)."""
    if appointment.kind == Appointment.Kind.SUPERVISION:
        return "Supervision: not a RAR day"
    if not under_rar:
        return ""
    planned = appointment.planned_as_rar_at
    if planned is not None and planned < appointment.starts_at:
        return "Planned as RAR activity"
    decisions: list[Any] = getattr(appointment, "decisions", [])
    if decisions:
        last = decisions[-1]
        verdict = "Counted afterwards, as retrospective" if last.accepted else "Not counted"
        return f"{verdict}: {last.reason} ({last.decided_by.full_name}, {words.day(last.decided_at)})"
    if live is not None and live.took_part:
        return "Not planned as RAR activity beforehand: it counts only if the responsible officer accepts it"
    return "Not planned as RAR activity"


def _what(appointment: Appointment) -> str:
    service = appointment.referral.service.name if appointment.referral else "Supervision"
    return words.service_with(service, appointment.worker.full_name, appointment.organisation.name)


def _tag(appointment: Appointment, live: Attendance | None, at: datetime) -> Tag:
    if appointment.state == AppointmentState.CANCELLED:
        return Tag("Cancelled", "grey")
    if live is not None:
        return happened_tag(live.happened)
    return Tag("Booked", "blue") if appointment.starts_at > at else Tag("Not recorded yet", "yellow")


def _line(record: Attendance, *, replaced: bool, to_the_person: bool) -> RecordLine:
    return RecordLine(
        happened=record.get_happened_display(),
        said=f"{record.recorded_by.full_name} recorded it on {words.moment(record.recorded_at)}",
        note="" if to_the_person else record.note,
        why=record.why_corrected,
        replaced=replaced,
    )


def _link(appointment: Appointment) -> Link | None:
    address = address_of("appointment", reference=appointment.reference)
    return (
        Link("Open", address, more=f"the appointment of {words.day(appointment.starts_at)}")
        if address
        else None
    )
