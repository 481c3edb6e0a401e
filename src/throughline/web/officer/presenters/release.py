"""What moves with a day of release and what stays, as it is shown before it is done (S222)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from throughline.line.models import Appointment
from throughline.line.queries.release import Thing, WhatFollows
from throughline.people.models import PlannedWork
from throughline.web import words


@dataclass(frozen=True)
class Line:
    """One thing: what it is, the day on which it stands, and the day it goes to or why it stays."""

    what: str
    stands: str
    becomes: str


def moving_in_words(found: Iterable[WhatFollows]) -> list[Line]:
    """What goes to another day."""
    return [
        Line(_what(one.thing), _day(one.follows.thing.day, one.thing), _day(one.follows.to, one.thing))
        for one in found
        if one.follows.moves
    ]


def staying_in_words(found: Iterable[WhatFollows]) -> list[Line]:
    """What stays on its day, and why."""
    return [
        Line(_what(one.thing), _day(one.follows.thing.day, one.thing), str(one.follows.why_left.label))
        for one in found
        if one.follows.why_left is not None
    ]


def _what(thing: Thing) -> str:
    if isinstance(thing, PlannedWork):
        return f"By the plan: {thing.what}"
    if isinstance(thing, Appointment):
        kind = "Supervision" if thing.referral is None else "Appointment"
        return words.service_with(kind, thing.worker.full_name, thing.organisation.name)
    return f"Referral {thing.referral.reference} to {thing.referral.service.name}: to be finished by"


def _day(day: date, thing: Thing) -> str:
    said = words.day(day)
    return f"{said}, {words.clock_time(thing.starts_at)}" if isinstance(thing, Appointment) else said
