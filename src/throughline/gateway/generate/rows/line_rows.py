"""Rows of the line: referrals and their moves, risks shared, appointments, attendance, outcomes."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple


class Referral(NamedTuple):
    """A row of `line.Referral`; the NSI code and the deliverer are the database's."""

    id: int
    reference: str
    person_id: int
    requirement_id: int
    objective_id: int
    service_id: int
    reason: str
    exception_reason: str
    state: str
    referred_by_id: int
    supervisor_id: int
    agreement_id: int | None
    prime_id: int | None
    buyer_id: int | None
    route: str
    worker_id: int | None
    planned_sessions: int
    drafted_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None


class ReferralMove(NamedTuple):
    """A row of `line.ReferralMove`."""

    id: int
    subject_id: int
    name: str
    from_state: str
    to_state: str
    happened_at: datetime
    recorded_at: datetime
    by_id: int
    reason: str


class PlannedReferral(NamedTuple):
    """A row of `line.PlannedReferral`."""

    id: int
    referral_id: int
    work_id: int
    since: datetime


class RiskSharing(NamedTuple):
    """A row of `line.RiskSharing`."""

    id: int
    referral_id: int
    flag_id: int
    shared: bool
    reason: str
    decided_by_id: int
    decided_at: datetime


class ReferralDetails(NamedTuple):
    """A row of `line.ReferralDetails`; `outcomes` is an array of the database, as text."""

    id: int
    referral_id: int
    outcomes: str
    complexity: str
    days_wanted: int | None
    finish_by: date | None


class Shared(NamedTuple):
    """A row of `line.Shared`; `items` is an array of the database, as text."""

    id: int
    person_id: int
    referral_id: int
    organisation_id: int
    items: str
    flag_id: int | None
    concern_id: int | None
    basis: str
    at: datetime
    by_id: int


class ConflictDecision(NamedTuple):
    """A row of `line.ConflictDecision`; `things` is an array of the database, as text."""

    id: int
    sharing_id: int
    things: str
    reason: str
    coordinator: str
    coordinator_reason: str
    spoke_on: date
    decided_by_id: int
    decided_at: datetime


class RiskReading(NamedTuple):
    """A row of `line.RiskReading`."""

    id: int
    sharing_id: int
    read_by_id: int
    read_at: datetime


class Appointment(NamedTuple):
    """A row of `line.Appointment`."""

    id: int
    reference: str
    person_id: int
    referral_id: int | None
    kind: str
    mode: str
    place: str
    worker_id: int
    organisation_id: int
    starts_at: datetime
    ends_at: datetime
    booked_at: datetime
    booked_by_id: int
    rar_requirement_id: int | None
    planned_as_rar_at: datetime | None
    state: str


class AppointmentMove(NamedTuple):
    """A row of `line.AppointmentMove`."""

    id: int
    subject_id: int
    name: str
    from_state: str
    to_state: str
    happened_at: datetime
    recorded_at: datetime
    by_id: int
    reason: str


class Attendance(NamedTuple):
    """A row of `line.Attendance`."""

    id: int
    appointment_id: int
    person_id: int
    organisation_id: int
    happened: str
    took_part: bool
    note: str
    recorded_by_id: int
    recorded_at: datetime
    supersedes_id: int | None = None
    why_corrected: str = ""


class LaterDecision(NamedTuple):
    """A row of `line.LaterDecision`."""

    id: int
    appointment_id: int
    person_id: int
    accepted: bool
    reason: str
    decided_by_id: int
    decided_at: datetime


class MissedDecision(NamedTuple):
    """A row of `line.MissedDecision`."""

    id: int
    attendance_id: int
    person_id: int
    decided: str
    reason: str
    decided_by_id: int
    decided_at: datetime


class Outcome(NamedTuple):
    """A row of `line.Outcome`."""

    id: int
    referral_id: int
    need: str
    achieved: str
    evidence: str
    recorded_by_id: int
    recorded_at: datetime
