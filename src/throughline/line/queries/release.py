"""What hangs on a day of release: appointments, work of the plan, and the end of referrals (S222)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughline.core.access.actor import as_system
from throughline.core.time import LONDON, london_day, start_of_london_day
from throughline.line.models import (
    Appointment,
    Attendance,
    FromCustody,
    MovedWithRelease,
    Referral,
    ReferralDetails,
)
from throughline.line.rules.release import Follows, Hanging, follow_release
from throughline.line.states import OVER, AppointmentState
from throughline.people.models import Custody, PlannedWork, ReleaseDate
from throughline.people.states import WorkState
from throughline.vocabulary.custody import Begins

Thing = Appointment | PlannedWork | ReferralDetails


@dataclass(frozen=True)
class WhatFollows:
    """One appointment, piece of work or referral that hangs on a release, and what becomes of it."""

    thing: Thing
    follows: Follows


def what_follows(
    custody: Custody, *, before: date | None, release: date | None, at: datetime
) -> list[WhatFollows]:
    """
    What becomes of everything that hangs on a time in custody when its release is on the day `release`.

    `before` is the day on which it was expected until now. In the order of the days on which things stand.
    A fixed number of queries; read as the system, for it is told to whoever supervises the person.
    """
    with as_system():
        things = _Things(custody, before, at)
        found = follow_release(
            things.hanging, release=release, today=london_day(at), others=things.hours_of_others
        )
    by_number = dict(enumerate(things.every))
    answered = [WhatFollows(by_number[one.thing.number], one) for one in found]
    return sorted(answered, key=lambda one: (one.follows.thing.day, one.follows.thing.number))


def from_custody(referral: Referral) -> FromCustody | None:
    """What a referral of somebody in custody says of that; nothing of one made in the community."""
    return FromCustody.objects.filter(referral=referral).select_related("custody", "prison").first()


def moved_with_release(appointments: Iterable[Appointment]) -> dict[int, list[MovedWithRelease]]:
    """By appointment: the changes of a day of release that moved it or left it, the latest first."""
    found: dict[int, list[MovedWithRelease]] = {}
    rows = MovedWithRelease.objects.filter(appointment__in=[one.pk for one in appointments])
    for one in rows.select_related("release").order_by("-release__recorded_at", "-pk"):
        assert one.appointment_id is not None
        found.setdefault(one.appointment_id, []).append(one)
    return found


class _Things:
    """The records that hang on one time in custody, and what the rule is to know of each."""

    def __init__(self, custody: Custody, before: date | None, at: datetime) -> None:
        self._custody, self._before, self._at = custody, before, at
        self._said = _said_before(custody)
        appointments = list(_appointments(custody))
        work = list(_work(custody, before or custody.during.from_))
        self.every: Sequence[Thing] = [*appointments, *work, *_to_finish(custody)]
        self.hanging = list(self._hanging())
        self._mine = {one.pk for one in appointments}

    @property
    def hours_of_others(self) -> list[tuple[datetime, datetime]]:
        """The hours of the person's appointments that hang on nothing."""
        others = Appointment.objects.filter(person=self._custody.person_id, state=AppointmentState.BOOKED)
        coming = others.exclude(pk__in=self._mine).filter(ends_at__gt=self._at)
        return list(coming.values_list("starts_at", "ends_at"))

    def _hanging(self) -> Iterator[Hanging]:
        for number, one in enumerate(self.every):
            if isinstance(one, Appointment):
                yield self._appointment(number, one)
            else:
                day = one.due_on if isinstance(one, PlannedWork) else one.finish_by
                sentence = (
                    one.plan.sentence if isinstance(one, PlannedWork) else one.referral.requirement.sentence
                )
                assert day is not None
                days = self._days_after(one, day)
                if days is not None:
                    yield Hanging(number, day, days, last_day=sentence.during.last_day)

    def _appointment(self, number: int, one: Appointment) -> Hanging:
        day = london_day(one.starts_at)
        is_relative = one.booked_at >= self._custody.recorded_at
        begins, ends = (moment.astimezone(LONDON).time() for moment in (one.starts_at, one.ends_at))
        return Hanging(
            number,
            day,
            self._days_after(one, day) if is_relative else None,
            (begins, ends),
            is_held=one.is_recorded or one.starts_at <= self._at,  # type: ignore[attr-defined]
            in_prison=one.in_prison,
            last_day=one.referral.requirement.sentence.during.last_day if one.referral else None,
        )

    def _days_after(self, thing: Thing, day: date) -> int | None:
        """For how many days after release it is planned, by what was kept when it moved last or was left."""
        said = self._said.get(_key(thing))
        if said is not None and said.now_on == day and said.days_after is not None:
            return said.days_after
        if self._before is None or day < self._before:
            return None
        return (day - self._before).days


def _key(thing: Thing) -> tuple[str, int]:
    if isinstance(thing, Appointment):
        return "appointment", thing.pk
    return ("work", thing.pk) if isinstance(thing, PlannedWork) else ("referral", thing.referral_id)


def _said_before(custody: Custody) -> dict[tuple[str, int], MovedWithRelease]:
    found: dict[tuple[str, int], MovedWithRelease] = {}
    rows = MovedWithRelease.objects.filter(release__custody=custody)
    for one in rows.order_by("release__recorded_at", "release", "pk"):
        for name in ("appointment", "work", "referral"):
            if (pk := getattr(one, f"{name}_id")) is not None:
                found[name, pk] = one
    return found


def _appointments(custody: Custody) -> QuerySet[Appointment]:
    """Those booked for a day in custody or after it."""
    recorded = Exists(Attendance.objects.filter(appointment=OuterRef("pk")))
    found = Appointment.objects.filter(
        person=custody.person_id,
        state=AppointmentState.BOOKED,
        starts_at__gte=start_of_london_day(custody.during.from_),
    )
    return (
        found.annotate(is_recorded=recorded)
        .select_related("organisation", "worker", "referral__requirement__sentence")
        .order_by("starts_at", "pk")
    )


def _work(custody: Custody, since: date) -> QuerySet[PlannedWork]:
    found = PlannedWork.objects.filter(
        Q(due_on__gte=since) | Q(moved_with_release__release__custody=custody),
        plan__person=custody.person_id,
        state__in=(WorkState.PLANNED, WorkState.UNDER_WAY),
        due_on__isnull=False,
    )
    return found.select_related("plan__sentence").distinct().order_by("due_on", "pk")


def _to_finish(custody: Custody) -> QuerySet[ReferralDetails]:
    """When referrals are to be finished that begin on this release and are not over."""
    found = ReferralDetails.objects.filter(
        referral__from_custody__custody=custody,
        referral__from_custody__begins=Begins.RELEASE,
        finish_by__isnull=False,
    ).exclude(referral__state__in=OVER)
    return found.select_related("referral__requirement__sentence", "referral__service").order_by(
        "finish_by", "pk"
    )


def day_before(said: ReleaseDate) -> date | None:
    """The day on which a release was expected before `said`; nothing where none was known."""
    earlier = ReleaseDate.objects.filter(custody=said.custody_id).exclude(pk=said.pk)
    last = earlier.filter(recorded_at__lte=said.recorded_at).order_by("-recorded_at", "-pk").first()
    return last.expected_on if last else None
