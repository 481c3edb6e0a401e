"""Booking and cancelling appointments."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import as_system, current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import Organisation, User
from throughline.core.states import move
from throughline.core.time import london_day
from throughline.line.events import AppointmentBooking
from throughline.line.models import Appointment, Referral
from throughline.line.queries.rar import rar_position
from throughline.line.queries.shared_plan import clashing_with
from throughline.line.refusals import (
    AlreadyRecorded,
    AtTheSameHour,
    InCustodyThen,
    MoreRarDaysThanOrdered,
    NotInCustodyThen,
    NotUnderWay,
    OutsideSentence,
)
from throughline.line.states import ALLOCATED, STARTED, AppointmentState
from throughline.people.models import Person, Requirement
from throughline.people.queries.custody import custody_on, prison_on
from throughline.vocabulary.orders import RequirementKind
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def book_activity(
    *,
    referral: Referral,
    starts_at: datetime,
    ends_at: datetime,
    mode: str,
    place: str,
    counts_as_rar: bool,
    by: User,
    at: datetime,
    clash_reason: str = "",
    in_prison: bool = False,
) -> Appointment:
    """
    Book an activity with the referral's worker.

    `counts_as_rar` plans it as RAR activity of the referral's requirement. Booked before it begins it
    counts towards the days when the person takes part; entered afterwards it does not, until the
    responsible officer decides (D17). `in_prison` says that it is held in the prison in which the person is,
    or by telephone or video with it (S222).

    :raises NotUnderWay: the referral is not with a worker
    :raises OutsideSentence: the day is outside the sentence
    :raises InCustodyThen: the person is in custody on that day, and it is not held in the prison (S222)
    :raises NotInCustodyThen: it is to be held in a prison in which the person is not on that day
    :raises AtTheSameHour: the person has another appointment then, and `clash_reason` says nothing (S113)
    :raises MoreRarDaysThanOrdered: with this day more RAR days would be planned than the court ordered (S127)
    :raises NotAllowed: the current actor does not work for the provider
    """
    require(current_actor(), Permission.DELIVER, within=referral.deliverer_id, to="book an appointment")
    if referral.state not in (ALLOCATED, STARTED) or referral.worker is None:
        raise NotUnderWay("Give this referral to a worker before you book an appointment")
    requirement = referral.requirement
    if london_day(starts_at) not in requirement.sentence.during:
        raise OutsideSentence(london_day(starts_at))
    reason = _why_both_stand(referral.person_id, starts_at, ends_at, clash_reason)
    _refuse_where_they_are_not(referral.person, starts_at, in_prison=in_prison)
    announce(AppointmentBooking(referral_id=referral.pk, by_id=by.pk, at=at))
    rar = requirement if counts_as_rar and requirement.kind == RequirementKind.RAR else None
    if rar is not None and starts_at > at:
        _refuse_more_than_ordered(rar, starts_at, at)
    return Appointment.objects.create(
        person_id=referral.person_id,
        referral=referral,
        kind=Appointment.Kind.ACTIVITY,
        mode=mode,
        place=place,
        in_prison=in_prison,
        worker=referral.worker,
        organisation_id=referral.deliverer_id,
        starts_at=starts_at,
        ends_at=ends_at,
        clash_reason=reason,
        booked_at=at,
        booked_by=by,
        rar_requirement=rar,
        planned_as_rar_at=at if rar else None,
    )


@transaction.atomic
def book_supervision(
    *,
    person: Person,
    organisation: Organisation,
    starts_at: datetime,
    ends_at: datetime,
    mode: str,
    place: str,
    by: User,
    at: datetime,
    clash_reason: str = "",
    in_prison: bool = False,
) -> Appointment:
    """
    Book a supervision appointment with the responsible officer. It never counts as a RAR day (D17).

    :raises InCustodyThen: the person is in custody on that day, and it is not held in the prison (S222)
    :raises NotInCustodyThen: it is to be held in a prison in which the person is not on that day
    :raises AtTheSameHour: the person has another appointment then, and `clash_reason` says nothing (S113)
    :raises NotAllowed: the current actor does not supervise people for `organisation`
    """
    require(
        current_actor(), Permission.SUPERVISE, within=organisation.pk, to="book a supervision appointment"
    )
    reason = _why_both_stand(person.pk, starts_at, ends_at, clash_reason)
    _refuse_where_they_are_not(person, starts_at, in_prison=in_prison)
    return Appointment.objects.create(
        person=person,
        kind=Appointment.Kind.SUPERVISION,
        mode=mode,
        place=place,
        in_prison=in_prison,
        worker=by,
        organisation=organisation,
        starts_at=starts_at,
        ends_at=ends_at,
        clash_reason=reason,
        booked_at=at,
        booked_by=by,
    )


@transaction.atomic
def cancel_appointment(*, appointment: Appointment, why: str, by: User, at: datetime) -> Appointment:
    """
    Cancel a booked appointment, with the reason: an activity by who delivers it, supervision by an officer.

    :raises NotAllowed: the current actor does not hold such appointments for the organisation
    :raises MoveNotAllowed: it was cancelled before
    :raises AlreadyRecorded: what happened at it is recorded, and counted
    """
    if appointment.attendances.exists():
        raise AlreadyRecorded("What happened at this appointment is recorded: correct that record instead")
    is_supervision = appointment.kind == Appointment.Kind.SUPERVISION
    move(appointment, "cancel supervision" if is_supervision else "cancel", by=by, at=at, why=why)
    return appointment


def cancel_what_was_to_come(
    referral: Referral, *, by: User, at: datetime, why: str = "The referral is over"
) -> None:
    """Cancel what is booked under a referral and has not begun by `at`: nobody waits for it."""
    with as_system():
        coming = referral.appointments.filter(starts_at__gt=at, state=AppointmentState.BOOKED)
        for appointment in coming.exclude(attendances__isnull=False):
            move(appointment, "cancel", by=by, at=at, why=why)


def _refuse_where_they_are_not(person: Person, starts_at: datetime, *, in_prison: bool) -> None:
    day = london_day(starts_at)
    custody = custody_on(person.pk, day)
    if custody is None and in_prison:
        raise NotInCustodyThen(
            f"{person.name} is not in custody on {day:%-d %B %Y}: choose another day, or do not hold it there"
        )
    if custody is None or in_prison:
        return
    where = f"{person.name} is in {prison_on(custody, day)} on {day:%-d %B %Y}"
    if (out := custody.during.to) is None:
        raise InCustodyThen(
            f"{where}, and the day of release is not known: say that it is held in the prison"
        )
    raise InCustodyThen(
        f"{where}, and expected out on {out:%-d %B %Y}: choose that day or a later one, or say that it is "
        "held in the prison"
    )


def _why_both_stand(person_id: int, starts_at: datetime, ends_at: datetime, why: str) -> str:
    """Why an appointment stands beside others at its hour; nothing where it stands alone."""
    others = clashing_with(person_id, starts_at, ends_at)
    if not others:
        return ""
    if not why.strip():
        raise AtTheSameHour(others[0])
    return why.strip()


def _refuse_more_than_ordered(requirement: Requirement, starts_at: datetime, at: datetime) -> None:
    with as_system():
        # Locked, so that two providers booking at once do not each find the last day free.
        Requirement.objects.select_for_update(of=("self",), no_key=True).get(pk=requirement.pk)
    position = rar_position(requirement, at=at, also_coming=[london_day(starts_at)])
    if position is not None and position.count.is_over_planned:
        raise MoreRarDaysThanOrdered(position.count.ordered)
