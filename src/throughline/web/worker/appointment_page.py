"""One appointment as its page shows it, and what whoever looks may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from throughline.core.access.actor import Actor
from throughline.line.models import Appointment, Attendance
from throughline.line.queries.record import with_its_records
from throughline.line.queries.referrals import appointments_visible_to
from throughline.line.states import AppointmentState
from throughline.people.models import Person
from throughline.people.queries.people import people_visible_to
from throughline.vocabulary.orders import RequirementKind
from throughline.web.pieces import Fact, Happened, Link, Tag
from throughline.web.referrals.appointments import what_it_counts_for
from throughline.web.referrals.words import NOT_NAMED, happened_tag
from throughline.web.words import clock_time, day, moment


@dataclass(frozen=True)
class Held:
    """An appointment with its records, and the person when whoever asks may know them."""

    appointment: Appointment
    person: Person | None
    records: list[Attendance]

    @property
    def name(self) -> str:
        """Whose appointment it is."""
        return self.person.name if self.person else NOT_NAMED

    @property
    def live(self) -> Attendance | None:
        """The record that holds."""
        return self.records[-1] if self.records else None

    @property
    def can_be_cancelled(self) -> bool:
        """Whether it is booked and nothing is recorded of it."""
        return self.appointment.state == AppointmentState.BOOKED and not self.records

    def may_record(self, actor: Actor) -> bool:
        """Whether `actor` holds such appointments for the organisation whose it is."""
        return actor.may(self.appointment.held_by, within=self.appointment.organisation_id)

    def why_not_recorded_now(self, at: datetime) -> str:
        """Why attendance cannot be recorded at `at`; nothing when it can."""
        if self.appointment.state == AppointmentState.CANCELLED:
            return "This appointment was cancelled, so there is nothing to record"
        if self.live is not None:
            return "What happened is recorded already: correct it if it is wrong"
        if self.appointment.starts_at > at:
            return f"You can record what happened from {moment(self.appointment.starts_at)}, when it begins"
        return ""


def held_appointment(actor: Actor, reference: str, *, at: datetime) -> Held | None:
    """The appointment called `reference` as `actor` may see it; nothing when they may not see one."""
    visible = with_its_records(appointments_visible_to(actor, at)).filter(reference=reference)
    found = visible.select_related(
        "worker", "organisation", "booked_by", "referral__service", "rar_requirement"
    ).first()
    if found is None:
        return None
    person = people_visible_to(actor, at).filter(pk=found.person_id).first()
    return Held(found, person, found.records)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class AppointmentPage:
    """What the page of an appointment says."""

    held: Held
    actor: Actor
    at: datetime

    @property
    def title(self) -> str:
        """The heading."""
        return f"Appointment on {day(self.held.appointment.starts_at)}"

    @property
    def reference(self) -> str:
        """What people say on the telephone."""
        return self.held.appointment.reference

    @property
    def back(self) -> Link | None:
        """The referral it belongs to."""
        referral = self.held.appointment.referral
        if referral is None:
            return None
        return Link(f"Referral {referral.reference}", reverse("referral", args=[referral.reference]))

    @property
    def tag(self) -> Tag:
        """Its state, or what happened."""
        one = self.held.appointment
        if one.state == AppointmentState.CANCELLED:
            return Tag("Cancelled", "grey")
        if self.held.live is not None:
            return happened_tag(self.held.live.happened)
        return Tag("Booked", "blue") if one.starts_at > self.at else Tag("Not recorded yet", "yellow")

    @property
    def may_record(self) -> bool:
        """Whether to offer recording now."""
        return self.held.may_record(self.actor) and not self.held.why_not_recorded_now(self.at)

    @property
    def may_correct(self) -> bool:
        """Whether to offer a correction."""
        return self.held.live is not None and self.held.may_record(self.actor)

    @property
    def may_cancel(self) -> bool:
        """Whether to offer to cancel."""
        return self.held.can_be_cancelled and self.held.may_record(self.actor)

    @cached_property
    def facts(self) -> list[Fact]:
        """When, how, where, with whom, and what it counts for."""
        one = self.held.appointment
        found = [
            Fact("When", f"{moment(one.starts_at)} to {clock_time(one.ends_at)}"),
            Fact("How", one.get_mode_display()),
            Fact("Where", one.place),
            Fact("With", f"{one.worker.full_name}, {one.organisation.name}"),
            Fact("Service", one.referral.service.name if one.referral else "Supervision"),
        ]
        if one.clash_reason:
            found.append(Fact("Stands beside another", one.clash_reason))
        if counts := what_it_counts_for(one, self.held.live, under_rar=self._under_rar):
            found.append(Fact("RAR", counts))
        return found

    @property
    def _under_rar(self) -> bool:
        one = self.held.appointment
        if one.referral is None or self.held.person is None:
            return one.rar_requirement_id is not None
        return bool(one.referral.requirement.kind == RequirementKind.RAR)

    @cached_property
    def happened(self) -> list[Happened]:
        """Everything that happened to it, in order: booked, recorded, corrected, cancelled."""
        one = self.held.appointment
        found = [Happened("Booked", one.booked_at, one.booked_by.full_name)]
        for record in self.held.records:
            was = "Corrected to" if record.supersedes_id else "Recorded"
            replaced = "" if record is self.held.live else " (a later record stands in its place)"
            found.append(
                Happened(
                    f"{was}: {record.get_happened_display().lower()}{replaced}",
                    record.recorded_at,
                    record.recorded_by.full_name,
                    record.why_corrected,
                )
            )
        found += [
            Happened("Cancelled", move.happened_at, move.by.full_name if move.by else "", move.reason)
            for move in one.moves.select_related("by")
        ]
        return sorted(found, key=lambda line: line.at)

    @property
    def note(self) -> str:
        """What was written about it, in the record that holds."""
        return self.held.live.note if self.held.live else ""
