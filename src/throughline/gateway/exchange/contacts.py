"""Sessions and what happened at them: booked and recorded once, by our rules; written out (S122, S123)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from throughline.core.access import Actor
from throughline.core.files import RowRefused
from throughline.core.models import User
from throughline.core.time import LONDON
from throughline.gateway.exchange.mapping import CaseMapping
from throughline.gateway.exchange.nsis import NOT_FOUND
from throughline.gateway.exchange.rows import CaseRow
from throughline.line.actions.appointments import book_activity
from throughline.line.actions.attendance import correct_attendance, record_attendance
from throughline.line.models import Appointment, Attendance, Referral
from throughline.line.queries.case_systems import appointments_exchanged, referrals_exchanged
from throughline.line.rules.nsi import Fact
from throughline.line.states import AppointmentState
from throughline.vocabulary.orders import RequirementKind

KEYS: Final = UUID("6f2b7c1e-0f0a-4c5f-9f0e-2b1f6d6a7c11")
"""The name space of the keys by which what a file records is known when it comes again."""


@dataclass(frozen=True)
class ContactLine:
    """One session: of which referral, when, how, and what happened where that is known."""

    id: str
    case_number: str
    reference: str
    appointment: str
    is_session: bool
    starts_at: datetime
    ends_at: datetime
    mode: str
    place: str
    counts_as_rar: str
    happened: str
    note: str


@dataclass
class Contacts:
    """What books and records the sessions of one file, in somebody's name; `told` stays empty."""

    mapping: CaseMapping
    actor: Actor
    by: User
    at: datetime
    told: list[str]
    number: int | None = None

    def read(self, row: CaseRow) -> ContactLine:
        """
        Give one session from one row.

        :raises RowRefused: a field cannot be read, or it ends before it begins
        """
        day = row.needed_day("held_on")
        starts_at = row.moment(day, "starts_at")
        assert starts_at is not None
        ends_at = row.moment(day, "ends_at", optional=True) or starts_at + timedelta(hours=1)
        if ends_at <= starts_at:
            raise RowRefused("The session ends before it begins. Check both times")
        return ContactLine(
            id=row.text("id", limit=100),
            case_number=row.text("case_number", limit=20),
            reference=row.reference("reference", "RF"),
            appointment=row.reference("appointment", "AP", optional=True),
            is_session=row.code("kind", nothing="activity") == "activity",
            starts_at=starts_at,
            ends_at=ends_at,
            mode=row.code("mode", nothing=Appointment.Mode.IN_PERSON),
            place=row.text("place", limit=200, optional=True),
            counts_as_rar=row.code("counts_as_rar"),
            happened=row.code("happened"),
            note=row.text("note", limit=4000, optional=True, multiline=True),
        )

    def load(self, line: ContactLine) -> bool:
        """
        Book the session where it is not booked, and record what happened; says whether anything changed.

        :raises RowRefused: there is no such referral or appointment for whoever acts
        :raises Refusal: the rules of booking and recording refuse it
        """
        if not line.is_session:
            return False
        referral = (
            referrals_exchanged(self.actor, self.at)
            .filter(reference=line.reference, person__case_number=line.case_number)
            .select_related("requirement__sentence")
            .first()
        )
        if referral is None or not line.case_number:
            raise RowRefused(NOT_FOUND)
        appointment = _appointment(referral, line)
        booked = appointment is None
        if appointment is None:
            appointment = self._book(referral, line)
        return self._record(appointment, line) or booked

    def _book(self, referral: Referral, line: ContactLine) -> Appointment:
        is_rar = referral.requirement.kind == RequirementKind.RAR
        return book_activity(
            referral=referral,
            starts_at=line.starts_at,
            ends_at=line.ends_at,
            mode=line.mode,
            place=line.place,
            counts_as_rar=line.counts_as_rar == "yes" if line.counts_as_rar else is_rar,
            by=self.by,
            at=self.at,
        )

    def _record(self, appointment: Appointment, line: ContactLine) -> bool:
        if not line.happened:
            return False
        # With its number, so that a later file may say again what an earlier one said before a correction.
        in_file = "" if self.number is None else str(self.number)
        key = uuid5(KEYS, "|".join((self.mapping.system, line.id, line.happened, line.note, in_file)))
        records = list(appointment.attendances.order_by("recorded_at", "pk"))
        if any(one.key == key for one in records):
            return False  # it came before, and whatever corrected it since stands
        if not records:
            record_attendance(
                appointment=appointment,
                happened=line.happened,
                note=line.note,
                by=self.by,
                at=self.at,
                key=key,
            )
            return True
        if (records[-1].happened, records[-1].note) == (line.happened, line.note):
            return False
        correct_attendance(
            attendance=records[-1], happened=line.happened, note=line.note, by=self.by, at=self.at, key=key,
            why=f"The case system {self.mapping.system} says so",
        )  # fmt: skip
        return True


def contacts_to_write(actor: Actor, at: datetime) -> Iterator[Mapping[str, Fact]]:
    """The sessions of the referrals that `actor` may exchange, with what happened."""
    for one in appointments_exchanged(actor, at).iterator(chunk_size=2_000):
        assert one.referral is not None
        record: Attendance | None = one.records[-1] if one.records else None  # type: ignore[attr-defined]
        starts_at, ends_at = one.starts_at.astimezone(LONDON), one.ends_at.astimezone(LONDON)
        yield {
            "id": one.reference,
            "case_number": one.person.case_number,
            "reference": one.referral.reference,
            "appointment": one.reference,
            "kind": "activity",
            "held_on": starts_at.date(),
            "starts_at": f"{starts_at:%H:%M}",
            "ends_at": f"{ends_at:%H:%M}",
            "mode": one.mode,
            "place": one.place,
            "counts_as_rar": "yes" if one.rar_requirement_id else "no",
            "happened": record.happened if record else None,
            "note": record.note if record else None,
            "officer": one.worker.email,
            "enforcement": "yes" if _enforced(record) else "no",
        }


def _appointment(referral: Referral, line: ContactLine) -> Appointment | None:
    booked = referral.appointments.filter(state=AppointmentState.BOOKED)
    if not line.appointment:
        return booked.filter(starts_at=line.starts_at).first()
    found = booked.filter(reference=line.appointment).first()
    if found is None:
        raise RowRefused(
            "The referral has no booked appointment with this reference. Check it, or leave it empty"
        )
    if found.starts_at != line.starts_at:
        stands = found.starts_at.astimezone(LONDON)
        raise RowRefused(
            f"The appointment is at {stands:%H:%M} on {stands:%-d %B %Y} here. Put its day and time right, "
            "or cancel it here and leave its reference empty"
        )
    return found


def _enforced(record: Attendance | None) -> bool:
    decided = getattr(record, "missed_decision", None)
    return decided is not None and decided.decided != decided.Decided.ACCEPTABLE
