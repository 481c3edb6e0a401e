"""When silence begins and ends, and how many days it costs (D16, S100)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from throughline.core.periods import Period

Allowed = Callable[[date], int | None]
"""How many days may pass without a word after one said on a day; nothing where no rule says so."""


def silences(words: Sequence[date], allowed: Allowed, *, over_on: date | None, on: date) -> list[Period]:
    """
    The times in which nothing was recorded for longer than allowed, as they stand on the day `on`.

    `words` are the days on which something was recorded, the earliest first. After as many days as allowed
    silence begins: with 14, after a word on the 1st, on the 15th. It ends with the next word, or on the day
    the referral was over; the one that lasts has no end.
    """
    found = []
    for said, next_ in zip(words, [*words[1:], over_on], strict=False):
        if (most := allowed(said)) is None:
            continue
        begins = said + timedelta(days=most)
        if next_ is not None:
            found += [Period(begins, next_)] if begins < next_ else []
        elif begins <= on:
            found.append(Period(begins))
    return found


def standstill(due: date | None, went_on: date | None, *, on: date) -> Period | None:
    """The time from the day after the last one in time until it went on; nothing while it is in time."""
    if due is None:
        return None
    begins = due + timedelta(days=1)
    if went_on is not None:
        return Period(begins, went_on) if begins < went_on else None
    return Period(begins) if begins <= on else None


def uncovered(away: Period, covers: Iterable[Period], held: Period, *, on: date) -> list[Period]:
    """
    The times in which a worker who holds a referral was away and nobody covered, as known on the day `on`.

    Nothing of it lies after `on`: what is to come is not lost yet. A time that lasts has no end.
    """
    both = away.intersection(held)
    if both is None:
        return []
    left = [both]
    for cover in covers:
        left = [part for one in left for part in _without(one, cover)]
    return [Period(one.from_) if one.to is None or one.to > on else one for one in left if one.from_ <= on]


def days_lost(times: Iterable[Period], within: Period, *, on: date) -> int:
    """
    How many days several times come to within a period, up to but not including the day `on`.

    A day on which two things were silent at once is one day.
    """
    last = min(on, within.to) if within.to is not None else on
    days, until = 0, within.from_
    for begins, ends in sorted((max(one.from_, within.from_), min(one.to or last, last)) for one in times):
        days += max((ends - max(begins, until)).days, 0)
        until = max(until, ends)
    return days


def _without(one: Period, other: Period) -> list[Period]:
    if not one.overlaps(other):
        return [one]
    before = [Period(one.from_, other.from_)] if one.from_ < other.from_ else []
    goes_on = other.to is not None and (one.to is None or other.to < one.to)
    return [*before, Period(other.to, one.to)] if goes_on and other.to is not None else before
