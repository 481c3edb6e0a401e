"""What the worker's day says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from throughline.core.access.actor import Actor
from throughline.core.time import london_day
from throughline.line.models import Appointment
from throughline.line.queries.feedback import feedback_to_give
from throughline.line.queries.referrals import with_what_happened
from throughline.line.queries.waiting import AT_MOST, todays_appointments, waiting_for_worker
from throughline.line.queries.waiting import Waiting as WaitingOnLine
from throughline.web.accounts.telephone import number_waits
from throughline.web.pieces import Link, Tag, Waiting
from throughline.web.referrals.appointments import place_in_words
from throughline.web.referrals.words import happened_tag
from throughline.web.reviews.presenters import feedback_waits
from throughline.web.words import clock_time, day

ROUTES = {
    "Book the first appointment": "referral_book",
    "Give the referral to a worker": "referral_allocate",
    "End it early, as the officer asks": "referral_end_early",
}
"""Where doing a thing that waits begins, when it is not the page of the referral itself."""


@dataclass(frozen=True)
class Slot:
    """One appointment of the day, with what to tap once it has begun."""

    when: str
    who: Link
    what: str
    place: str
    tag: Tag | None
    took_part_href: str = ""
    did_not_come_href: str = ""
    else_href: str = ""


@dataclass(frozen=True)
class TodayPage:
    """The day's appointments in order, and what else waits on the worker."""

    actor: Actor
    at: datetime

    @property
    def title(self) -> str:
        """The heading."""
        return f"Today, {london_day(self.at):%A} {day(self.at)}"

    @cached_property
    def _appointments(self) -> list[Appointment]:
        return list(with_what_happened(todays_appointments(self.actor, self.at)))

    @cached_property
    def slots(self) -> list[Slot]:
        """The appointments in order."""
        return [_slot(one, self.at) for one in self._appointments]

    @cached_property
    def waiting(self) -> list[Waiting]:
        """What waits besides today's own appointments, oldest first."""
        today = {one.pk for one in self._appointments}
        on = london_day(self.at)
        found = [
            waiting_line(one, on=self.at)
            for one in waiting_for_worker(self.actor, self.at)
            if one.appointment is None or one.appointment.pk not in today or london_day(one.since) != on
        ]
        found += [*number_waits(self.actor.user, on), *feedback_that_waits(self.actor, self.at)]
        return sorted(found, key=lambda one: one.since or on)


def feedback_that_waits(actor: Actor, at: datetime) -> list[Waiting]:
    """What reviews of plans ask of the actor, as their home shows it."""
    return [feedback_waits(one, at) for one in feedback_to_give(actor)[:AT_MOST]]


def waiting_line(one: WaitingOnLine, *, on: datetime) -> Waiting:
    """One thing that waits, as a home shows it: what to do for whom, and its clock."""
    record = one.appointment or one.referral
    assert record is not None
    referral = one.referral
    service = referral.service.name if referral else "Supervision"
    return Waiting(
        link=Link(f"{one.what}: {record.person.name}", _where(one)),
        on=london_day(on),
        what=f"{service}, {record.reference}",
        since=london_day(one.since),
        due=one.due_on,
    )


def _where(one: WaitingOnLine) -> str:
    if one.appointment is not None:
        return reverse("appointment_attendance", args=[one.appointment.reference])
    assert one.referral is not None
    return reverse(ROUTES.get(one.what, "referral"), args=[one.referral.reference])


def _slot(one: Appointment, at: datetime) -> Slot:
    records = one.records  # type: ignore[attr-defined]
    record = reverse("appointment_attendance", args=[one.reference])
    begun = one.starts_at <= at and not records
    return Slot(
        when=f"{clock_time(one.starts_at)} to {clock_time(one.ends_at)}",
        who=Link(one.person.name, reverse("appointment", args=[one.reference])),
        what=one.referral.service.name if one.referral else "Supervision",
        place=place_in_words(one),
        tag=happened_tag(records[-1].happened) if records else None,
        took_part_href=f"{record}?happened=attended&from=today" if begun else "",
        did_not_come_href=f"{record}?happened=missed&from=today" if begun else "",
        else_href=f"{record}?from=today" if begun else "",
    )
