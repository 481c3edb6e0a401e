"""Counting RAR days (D17; worked tables in docs/rules/rar-days.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from throughline.core.periods import Period


@dataclass(frozen=True)
class Activity:
    """
    One appointment of one person as the count needs to know it.

    `day` is the London calendar day on which it started. `planned_as_rar_before` says that it was
    planned as RAR activity before it began; `accepted_afterwards`, that it was not but the
    responsible officer accepted it later, with a reason.
    """

    day: date
    took_part: bool
    planned_as_rar_before: bool
    accepted_afterwards: bool = False


@dataclass(frozen=True)
class RarOrder:
    """The number of days the court ordered, and the half-open dates within which they count."""

    days: int
    dates: Period


@dataclass(frozen=True)
class RarCount:
    """
    Days completed under one order. `planned` and `retrospective` are apart and never pass `ordered`.

    `still_planned` counts distinct coming days, within the dates, that hold activity planned as RAR and
    are not counted yet: it never adds to what is completed (S125).
    """

    ordered: int
    planned: int
    retrospective: int
    still_planned: int = 0

    @property
    def completed(self) -> int:
        """Days that count, planned and retrospective together."""
        return self.planned + self.retrospective

    @property
    def left(self) -> int:
        """Days of the order not yet completed."""
        return self.ordered - self.completed

    @property
    def unplanned(self) -> int:
        """Days left for which no coming activity is planned (S127)."""
        return max(self.left - self.still_planned, 0)

    @property
    def is_over_planned(self) -> bool:
        """Whether more days are planned than are left of the order (S127)."""
        return self.still_planned > self.left


@dataclass(frozen=True)
class CountedDays:
    """The days that count under one order: as planned, and accepted afterwards; no day is in both."""

    planned: frozenset[date]
    retrospective: frozenset[date]

    def counts(self, activity: Activity) -> bool:
        """Whether the activity is one by which its day counts."""
        if not activity.took_part:
            return False
        if activity.day in self.planned:
            return activity.planned_as_rar_before
        return activity.day in self.retrospective and activity.accepted_afterwards


def counted_days(activities: Iterable[Activity], order: RarOrder) -> CountedDays:
    """
    Give the days that count under one RAR order (D17).

    Where more took place than the court ordered, the earliest count, planned days before those accepted
    afterwards.
    """
    inside = [one for one in activities if one.took_part and one.day in order.dates]
    planned = {one.day for one in inside if one.planned_as_rar_before}
    afterwards = {one.day for one in inside if one.accepted_afterwards} - planned
    counted = sorted(planned)[: order.days]
    return CountedDays(frozenset(counted), frozenset(sorted(afterwards)[: order.days - len(counted)]))


def count_rar_days(
    activities: Iterable[Activity], order: RarOrder, *, coming: Iterable[date] = ()
) -> RarCount:
    """
    Count the days a person has completed under one RAR order, in London calendar days (D17).

    Several activities on one day make one day. A day accepted afterwards counts apart, as
    retrospective, and only when nothing planned counts on it. The two together stop at the number
    the court ordered; planned days are counted first. `coming` are the days of activity booked as
    RAR and not yet recorded.
    """
    activities = list(activities)
    days = counted_days(activities, order)
    inside = [one for one in activities if one.took_part]
    done = {one.day for one in inside if one.planned_as_rar_before or one.accepted_afterwards}
    return RarCount(
        ordered=order.days,
        planned=len(days.planned),
        retrospective=len(days.retrospective),
        still_planned=len({day for day in coming if day in order.dates} - done),
    )
