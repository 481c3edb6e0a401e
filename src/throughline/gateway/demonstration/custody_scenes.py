"""Somebody in custody whose day of release has moved, with what hangs on it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from throughline.core.access import acting_as
from throughline.core.access.actor import SYSTEM, Actor
from throughline.core.models import User
from throughline.core.periods import Period
from throughline.people.actions.custody import Release, begin_custody, say_release, say_time_served
from throughline.people.models import Custody, Person, Prison, PrisonDesignation
from throughline.vocabulary.custody import HeldAs, PrisonKind
from throughline.vocabulary.orders import AFTER_CUSTODY

PRISONS = (
    ("HARTSEASE", "HMP Hartsease (invented)", PrisonKind.RESETTLEMENT),
    ("WAYFARER", "HMP Wayfarer (invented)", PrisonKind.OTHER),
)
LATER = timedelta(days=7)
"""By how much the release is moved."""


def two_prisons(since: date) -> Prison:
    """One of each kind, and the resettlement prison of the two."""
    with acting_as(SYSTEM):
        for code, name, kind in PRISONS:
            prison, _ = Prison.objects.get_or_create(code=code, defaults={"name": name, "is_invented": True})
            if not prison.designations.exists():
                PrisonDesignation.objects.create(prison=prison, kind=kind, during=Period(since, None))
        return Prison.objects.get(code=PRISONS[0][0])


def taken_inside(
    person: Person, *, out_on: date, officer: Actor, by: User, at: datetime, today: date
) -> Custody:
    """The officer records custody, and how long the sentence is where it follows custody."""
    prison = two_prisons(today.replace(month=1, day=1))
    with acting_as(officer):
        sentence = person.sentences.get()
        if sentence.kind in AFTER_CUSTODY:
            say_time_served(sentence=sentence, custody_days=84, remand_days=9, by=by, at=at)
        return begin_custody(
            person=person,
            prison=prison,
            held_as=HeldAs.SENTENCED,
            from_on=today - timedelta(12),
            release=Release(out_on),
            by=by,
            at=at,
        )


def released_a_week_later(custody: Custody, *, out_on: date, officer: Actor, by: User, at: datetime) -> None:
    """The officer moves the day of release, and what hangs on it moves with it."""
    with acting_as(officer):
        say_release(
            custody=custody,
            release=Release(out_on + LATER),
            reason="The prison added seven days for breaking its rules",
            by=by,
            at=at,
        )
