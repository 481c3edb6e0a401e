"""What moves with a day of release, and what stays and why (S222)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from throughline.core.time import LONDON
from throughline.vocabulary.custody import WhyLeft


@dataclass(frozen=True)
class Hanging:
    """
    Something that stands on a day after release, or on one before it.

    `days_after` is for how many days after release it is planned; nothing where it was arranged for a day
    that turned out to be inside. `hour` is when it begins and ends by the clock in London, of an appointment.
    `last_day` is that of its sentence.
    """

    number: int
    day: date
    days_after: int | None
    hour: tuple[time, time] | None = None
    is_held: bool = False
    in_prison: bool = False
    last_day: date | None = None


@dataclass(frozen=True)
class Follows:
    """To which day something goes, or why it stays; then `to` is the day on which it stands."""

    thing: Hanging
    to: date
    why_left: WhyLeft | None = None

    @property
    def moves(self) -> bool:
        """Whether it goes to another day."""
        return self.why_left is None


def follow_release(
    things: Iterable[Hanging],
    *,
    release: date | None,
    today: date,
    others: Sequence[tuple[datetime, datetime]] = (),
) -> list[Follows]:
    """
    What becomes of `things` when release is expected on another day, or on none that is known.

    Whatever is planned for so many days after release stays so many days after it, at the same hour. It is
    left where it was held or begun, is held in the prison, would fall on a day gone by or after the sentence,
    or at an hour of `others` or of something that is left. What neither moves nor has anything to be said
    about it is not among them.
    """
    every = list(things)
    found = [one for one in (_alone(thing, release, today) for thing in every) if one is not None]
    while True:
        moving = {one.thing.number for one in found if one.moves}
        left = [hour for one in every if one.number not in moving and (hour := _hour(one, one.day))]
        clashing = [one for one in found if one.moves and _meets(_hour(one.thing, one.to), [*others, *left])]
        if not clashing:
            return found
        found = [
            Follows(one.thing, one.thing.day, WhyLeft.CLASH) if one in clashing else one for one in found
        ]


def _alone(thing: Hanging, release: date | None, today: date) -> Follows | None:
    why = _why_left(thing, release, today)
    if why is not None:
        return Follows(thing, thing.day, why)
    if thing.days_after is None or release is None:
        return None
    to = release + timedelta(thing.days_after)
    return Follows(thing, to) if to != thing.day else None


def _why_left(thing: Hanging, release: date | None, today: date) -> WhyLeft | None:
    if thing.is_held:
        return WhyLeft.HELD if thing.days_after is not None else None
    if thing.in_prison:
        is_out = release is not None and release <= thing.day
        return WhyLeft.OUT_BY_THEN if is_out else WhyLeft.PRISON
    if thing.days_after is None:
        return WhyLeft.INSIDE if release is None or thing.day < release else None
    if release is None:
        return WhyLeft.NOT_KNOWN
    to = release + timedelta(thing.days_after)
    if to == thing.day:
        return None
    if to < today:
        return WhyLeft.PASSED
    return WhyLeft.AFTER_SENTENCE if thing.last_day is not None and to > thing.last_day else None


def _hour(thing: Hanging, day: date) -> tuple[datetime, datetime] | None:
    if thing.hour is None:
        return None
    begins, ends = (datetime.combine(day, hour, LONDON) for hour in thing.hour)
    return begins, ends if ends > begins else ends + timedelta(1)


def _meets(hour: tuple[datetime, datetime] | None, taken: Iterable[tuple[datetime, datetime]]) -> bool:
    return hour is not None and any(hour[0] < ends and begins < hour[1] for begins, ends in taken)
