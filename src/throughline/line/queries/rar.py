"""RAR days as the records stand, for one order or many, by the rule in `line.rules.rar_days`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from throughline.core.access.actor import as_system
from throughline.core.time import london_day
from throughline.line.models import Appointment, Attendance, LaterDecision
from throughline.line.rules.rar_days import Activity, RarCount, RarOrder, count_rar_days, counted_days
from throughline.line.states import AppointmentState
from throughline.people.models import Requirement
from throughline.vocabulary.orders import RequirementKind


@dataclass(frozen=True)
class RarPosition:
    """One order's days as at a moment: the requirement, the count, and when the order ends."""

    requirement: Requirement
    count: RarCount

    @property
    def ends_on(self) -> date | None:
        """The last day of the order."""
        return self.requirement.sentence.during.last_day


def live_attendances() -> QuerySet[Attendance]:
    """Records that hold: those that nothing supersedes."""
    return Attendance.objects.filter(~Exists(Attendance.objects.filter(supersedes=OuterRef("pk"))))


def rar_positions(
    requirements: Collection[Requirement], *, at: datetime, also_coming: Collection[date] = ()
) -> Mapping[int, RarPosition]:
    """
    The position of each RAR among `requirements` at the moment `at`, by requirement id, in one query.

    Recorded activity counts by the rule; activity after `at` counts only as still planned, whatever was
    recorded since. An activity recorded without a plan counts when the officer's latest decision accepts
    it (D17). Whoever may see the requirement reads the same count, of every provider's activity: which
    activity it was stays with those who may see it. `also_coming` are days counted as planned besides,
    to see what one more booking would make.
    """
    orders = {one.pk: one for one in requirements if one.kind == RequirementKind.RAR}
    recorded: dict[int, list[Activity]] = defaultdict(list)
    coming: dict[int, set[date]] = defaultdict(lambda: set(also_coming))
    for fact in _facts(list(orders)):
        if fact.starts_at <= at:
            recorded[fact.requirement_id].append(fact.activity)
        elif fact.planned_at is not None:
            coming[fact.requirement_id].add(fact.activity.day)
    return {
        pk: RarPosition(
            one,
            count_rar_days(recorded[pk], RarOrder(one.rar_days or 0, one.sentence.during), coming=coming[pk]),
        )
        for pk, one in orders.items()
    }


def rar_position(
    requirement: Requirement, *, at: datetime, also_coming: Collection[date] = ()
) -> RarPosition | None:
    """The position of one requirement, or nothing when it is no RAR; otherwise as `rar_positions`."""
    return rar_positions([requirement], at=at, also_coming=also_coming).get(requirement.pk)


def awaiting_decision(which: Q) -> QuerySet[Appointment]:
    """
    Activities that took place unplanned under a RAR and wait for the officer's decision (S126), oldest first.

    `which` narrows them, as in `Q(referral__requirement=requirement)`.
    """
    took_part = live_attendances().filter(appointment=OuterRef("pk"), took_part=True)
    return (
        Appointment.objects.filter(
            which, referral__requirement__kind=RequirementKind.RAR, state=AppointmentState.BOOKED
        )
        .filter(Q(planned_as_rar_at=None) | Q(planned_as_rar_at__gte=F("starts_at")))
        .filter(Exists(took_part), ~Exists(LaterDecision.objects.filter(appointment=OuterRef("pk"))))
        .order_by("starts_at")
    )


def days_counted_by(requirement: Requirement) -> dict[int, date]:
    """The activities, as recorded by now, by which days of a RAR count: the day of each by appointment id."""
    if requirement.kind != RequirementKind.RAR:
        return {}
    held = {fact.appointment_id: fact.activity for fact in _facts([requirement.pk])}
    days = counted_days(held.values(), RarOrder(requirement.rar_days or 0, requirement.sentence.during))
    return {pk: activity.day for pk, activity in held.items() if days.counts(activity)}


class _Fact(NamedTuple):
    requirement_id: int
    appointment_id: int
    starts_at: datetime
    planned_at: datetime | None
    took_part: bool | None
    accepted: bool | None

    @property
    def activity(self) -> Activity:
        """What the count needs to know of it."""
        return Activity(
            day=london_day(self.starts_at),
            took_part=bool(self.took_part),
            planned_as_rar_before=self.planned_at is not None and self.planned_at < self.starts_at,
            accepted_afterwards=bool(self.accepted),
        )


def _facts(requirement_ids: list[int]) -> list[_Fact]:
    if not requirement_ids:
        return []
    live = live_attendances().filter(appointment=OuterRef("pk")).values("took_part")[:1]
    decided = LaterDecision.objects.filter(appointment=OuterRef("pk")).order_by("-decided_at", "-pk")
    rows = (
        Appointment.objects.filter(referral__requirement__in=requirement_ids, state=AppointmentState.BOOKED)
        .annotate(took_part=Subquery(live), accepted=Subquery(decided.values("accepted")[:1]))
        .values_list(
            "referral__requirement_id", "pk", "starts_at", "planned_as_rar_at", "took_part", "accepted"
        )
    )
    with as_system():
        return [_Fact(*row) for row in rows]
