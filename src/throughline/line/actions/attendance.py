"""Recording attendance once, correcting it, and deciding on what was not planned (D17, D18)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import User
from throughline.core.states import move
from throughline.line.events import AttendanceRecorded, RarDayDecided
from throughline.line.models import Appointment, Attendance, LaterDecision
from throughline.line.refusals import (
    AlreadyCorrected,
    AlreadyRecorded,
    AppointmentCancelled,
    AppointmentNotYet,
    CorrectionSaysNothing,
    NothingToDecide,
)
from throughline.line.states import ALLOCATED, AppointmentState
from throughline.vocabulary.orders import RequirementKind
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def record_attendance(
    *,
    appointment: Appointment,
    happened: str,
    by: User,
    at: datetime,
    note: str = "",
    key: UUID | None = None,
) -> Attendance:
    """
    Record what happened at an appointment, once, by whoever was there (D18).

    The plan, the RAR count, the money of every tier and the figures follow in this transaction. The
    same `key` sent again gives back the record it made the first time and changes nothing.

    :raises AppointmentNotYet: it begins after `at`
    :raises AppointmentCancelled: it was cancelled
    :raises AlreadyRecorded: somebody recorded it before
    :raises NotAllowed: the current actor does not hold such appointments for the organisation
    """
    held = _lock(appointment)
    _require_recorder(held)
    if key is not None and (before := held.attendances.filter(key=key).first()) is not None:
        return before
    if held.state == AppointmentState.CANCELLED:
        raise AppointmentCancelled("This appointment was cancelled, so there is nothing to record")
    if held.starts_at > at:
        raise AppointmentNotYet(
            "You cannot record attendance before the appointment begins: record it once it has begun"
        )
    if (former := held.attendances.select_related("recorded_by").first()) is not None:
        raise AlreadyRecorded(
            f"{former.recorded_by} recorded this appointment on {former.recorded_at:%-d %B %Y}: "
            "correct that record"
        )
    return _add(held, happened=happened, note=note, by=by, at=at, key=key)


@transaction.atomic
def correct_attendance(
    *,
    attendance: Attendance,
    happened: str,
    why: str,
    by: User,
    at: datetime,
    note: str = "",
    key: UUID | None = None,
) -> Attendance:
    """
    Correct a record by a new one that supersedes it; both stay to be seen (D18).

    :raises AlreadyCorrected: another correction came first
    :raises CorrectionSaysNothing: it does not say why
    """
    held = _lock(attendance.appointment)
    _require_recorder(held)
    if key is not None and (before := held.attendances.filter(key=key).first()) is not None:
        return before
    if not why.strip():
        raise CorrectionSaysNothing("Say why the first record was wrong")
    later = Attendance.objects.filter(supersedes=attendance).select_related("recorded_by").first()
    if later is not None:
        raise AlreadyCorrected(
            f"{later.recorded_by} corrected this record on {later.recorded_at:%-d %B %Y}: "
            "correct that one instead"
        )
    return _add(
        held,
        happened=happened,
        note=note,
        by=by,
        at=at,
        key=key,
        supersedes=attendance,
        why_corrected=why.strip(),
    )


@transaction.atomic
def decide_afterwards(
    *, appointment: Appointment, accepted: bool, reason: str, by: User, at: datetime
) -> LaterDecision:
    """
    Decide, as the responsible officer, whether activity that was not planned as RAR counts (D17, S126).

    Accepted, the day counts as retrospective and is reported apart. A later decision stands over an
    earlier one; both stay.

    :raises NothingToDecide: it was planned beforehand, or there is no RAR to count towards
    :raises NotAllowed: the current actor does not supervise the person
    """
    referral = appointment.referral
    if referral is None or referral.requirement.kind != RequirementKind.RAR:
        raise NothingToDecide("This appointment is not under a rehabilitation activity requirement")
    require(current_actor(), Permission.SUPERVISE, within=referral.supervisor_id, to="decide on RAR days")
    if appointment.planned_as_rar_at is not None and appointment.planned_as_rar_at < appointment.starts_at:
        raise NothingToDecide(
            "This activity was planned as RAR activity beforehand, so it counts without a decision"
        )
    if not reason.strip():
        raise CorrectionSaysNothing("Say why this activity counts or does not count")
    made = LaterDecision.objects.create(
        appointment=appointment,
        person_id=appointment.person_id,
        accepted=accepted,
        reason=reason.strip(),
        decided_by=by,
        decided_at=at,
    )
    announce(RarDayDecided(decision_id=made.pk, referral_id=referral.pk, by_id=by.pk, at=at))
    return made


def _lock(appointment: Appointment) -> Appointment:
    return (
        Appointment.objects.select_for_update(of=("self",)).select_related("referral").get(pk=appointment.pk)
    )


def _require_recorder(appointment: Appointment) -> None:
    is_supervision = appointment.kind == Appointment.Kind.SUPERVISION
    require(
        current_actor(),
        Permission.SUPERVISE if is_supervision else Permission.DELIVER,
        within=appointment.organisation_id,
        to="record this appointment",
    )


def _add(
    appointment: Appointment,
    *,
    happened: str,
    note: str,
    by: User,
    at: datetime,
    key: UUID | None,
    supersedes: Attendance | None = None,
    why_corrected: str = "",
) -> Attendance:
    took_part = happened in Attendance.TOOK_PART
    made = Attendance.objects.create(
        appointment=appointment,
        person_id=appointment.person_id,
        organisation_id=appointment.organisation_id,
        happened=happened,
        took_part=took_part,
        note=note,
        recorded_by=by,
        recorded_at=at,
        supersedes=supersedes,
        why_corrected=why_corrected,
        key=key,
    )
    referral = appointment.referral
    if took_part and referral is not None and referral.state == ALLOCATED:
        move(referral, "start", by=by, at=at)
    announce(
        AttendanceRecorded(
            attendance_id=made.pk,
            referral_id=appointment.referral_id,
            supersedes_id=supersedes.pk if supersedes else None,
            by_id=by.pk,
            at=at,
        )
    )
    return made
