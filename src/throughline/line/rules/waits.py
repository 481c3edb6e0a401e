"""How long people wait at one step, against the days agreed for it (S110)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Wait:
    """
    So many (`number`) who began to wait on one day and went on on another; `ended` is empty while they wait.

    `due` is the last day in time, empty where nothing is agreed.
    """

    began: date
    ended: date | None
    due: date | None
    number: int = 1


@dataclass(frozen=True)
class Waits:
    """
    What several waits come to. Those still waiting are in no median.

    `in_time` counts those that went on in time, of the `measured` that had a day to go on by.
    """

    done: int
    median_days: int | None
    measured: int
    in_time: int
    waiting: int
    overdue: int


def count_waits(waits: Iterable[Wait], *, on: date) -> Waits:
    """The figures of several waits as they stand on the day `on`; of an even number the lower median."""
    every = list(waits)
    over = [(one, one.ended) for one in every if one.ended is not None]
    still = [one for one in every if one.ended is None]
    return Waits(
        done=sum(one.number for one, _ in over),
        median_days=_median(((ended - one.began).days, one.number) for one, ended in over),
        measured=sum(one.number for one, _ in over if one.due is not None),
        in_time=sum(one.number for one, ended in over if one.due is not None and ended <= one.due),
        waiting=sum(one.number for one in still),
        overdue=sum(one.number for one in still if one.due is not None and on > one.due),
    )


def _median(weighted: Iterable[tuple[int, int]]) -> int | None:
    ordered = sorted(weighted)
    half = (sum(number for _, number in ordered) + 1) // 2
    for days, number in ordered:
        half -= number
        if half <= 0:
            return days
    return None
