"""RAR days as the records stand, for one order or many, by the rule in `line.rules.rar_days`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from throughline.core.access.actor import as_system
from throughline.core.time import london_day
from throughline.line.models import Appointment, Attendance, LaterDecision
from throughline.line.rules.rar_days import Activity, RarCount, RarOrder, count_rar_days
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
    for requirement_id, starts_at, planned_at, took_part, accepted in _facts(list(orders)):
        day = london_day(starts_at)
        if starts_at > at:
            if planned_at is not None:
                coming[requirement_id].add(day)
            continue
        recorded[requirement_id].append(
            Activity(
                day=day,
                took_part=bool(took_part),
                planned_as_rar_before=planned_at is not None and planned_at < starts_at,
                accepted_afterwards=bool(accepted),
            )
        )
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


_Fact = tuple[int, datetime, datetime | None, bool | None, bool | None]


def _facts(requirement_ids: list[int]) -> list[_Fact]:
    if not requirement_ids:
        return []
    live = live_attendances().filter(appointment=OuterRef("pk")).values("took_part")[:1]
    decided = LaterDecision.objects.filter(appointment=OuterRef("pk")).order_by("-decided_at", "-pk")
    rows = (
        Appointment.objects.filter(referral__requirement__in=requirement_ids, state=AppointmentState.BOOKED)
        .annotate(took_part=Subquery(live), accepted=Subquery(decided.values("accepted")[:1]))
        .values_list("referral__requirement_id", "starts_at", "planned_as_rar_at", "took_part", "accepted")
    )
    with as_system():
        return list(rows)
