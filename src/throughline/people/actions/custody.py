"""Recording where somebody is: taken into custody, moved between prisons, released on a day (S222)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import User
from throughline.core.periods import Period
from throughline.core.time import london_day
from throughline.people.events import CustodyBegan, ReleaseDateSaid
from throughline.people.models import Custody, HeldIn, Person, Prison, ReleaseDate, Sentence
from throughline.people.refusals import (
    CustodyDaysWrong,
    InCustodyAlready,
    NothingChanges,
    ReasonNotGiven,
    ReleasedAlready,
    ReleaseDayWrong,
    WhyNotKnownMissing,
)
from throughline.people.rules.custody_dates import LONGEST_DAYS
from throughline.vocabulary.orders import AFTER_CUSTODY
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Release:
    """When a release is expected, or why that is not known; `has_happened` when they are out already."""

    expected_on: date | None
    why_not_known: str = ""
    has_happened: bool = False


@transaction.atomic
def begin_custody(
    *,
    person: Person,
    prison: Prison,
    held_as: str,
    from_on: date,
    release: Release,
    by: User,
    at: datetime,
) -> Custody:
    """
    Record that a person is in custody from a day on, in which prison, and when their release is expected.

    What is arranged for days inside is marked for who arranged it; a listener tells them.

    :raises NotAllowed: the current actor does not supervise people
    :raises InCustodyAlready: they are in custody on some of these days by what is recorded
    :raises CustodyDaysWrong: the first day is still to come
    :raises ReleaseDayWrong: the release would be on or before the first day
    :raises WhyNotKnownMissing: no day of release is known, and nothing says why
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="record where this person is")
    if from_on > london_day(at):
        raise CustodyDaysWrong("First day in custody must be today or in the past")
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    _refuse_unknown(release)
    during = _until(from_on, release.expected_on)
    if (other := Custody.objects.filter(person=person, during__overlap=during).first()) is not None:
        first = other.during.from_
        raise InCustodyAlready(
            f"{person.name} is recorded in custody from {first:%-d %B %Y}: say there what has changed, or "
            "choose another first day"
        )
    custody = Custody.objects.create(person=person, during=during, recorded_by=by, recorded_at=at)
    _hold(custody, prison, held_as, from_on, "", by=by, at=at)
    said = _say(custody, release, "", by=by, at=at)
    announce(CustodyBegan(release_id=said.pk, by_id=by.pk, at=at))
    return custody


@transaction.atomic
def move_prison(
    *, custody: Custody, prison: Prison, held_as: str, from_on: date, reason: str, by: User, at: datetime
) -> HeldIn:
    """
    Record that somebody is in another prison from a day on, or held as something else; the release stays.

    :raises NotAllowed: the current actor does not supervise people
    :raises ReleasedAlready: they are out
    :raises CustodyDaysWrong: the day is to come, or before what is recorded last
    :raises NothingChanges: it is where they are already
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="record where this person is")
    _locked(custody)
    last = custody.held_in.first()
    assert last is not None
    if (last.prison_id, last.held_as) == (prison.pk, held_as):
        raise NothingChanges(f"They are in {prison} already: choose another prison, or how they are held now")
    if not last.from_on <= from_on <= london_day(at):
        raise CustodyDaysWrong(f"First day there must be from {last.from_on:%-d %B %Y} to today")
    return _hold(custody, prison, held_as, from_on, reason, by=by, at=at)


@transaction.atomic
def say_release(*, custody: Custody, release: Release, reason: str, by: User, at: datetime) -> ReleaseDate:
    """
    Say that a release is expected on another day, is not known any more, or has happened, and why.

    What stood before stays readable. What hangs on the day follows in this transaction, by a listener.

    :raises NotAllowed: the current actor does not supervise people
    :raises ReleasedAlready: they are out
    :raises ReasonNotGiven: no reason is given
    :raises ReleaseDayWrong: the day is on or before the first in custody, has passed, or is to come and is
        said to have happened
    :raises WhyNotKnownMissing: no day is known, and nothing says why
    :raises NothingChanges: it is what is recorded already
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="move this day of release")
    held = _locked(custody)
    check_release(held, release, reason, on=london_day(at))
    said = _say(held, release, reason, by=by, at=at)
    Custody.objects.filter(pk=held.pk).update(
        during=_until(held.during.from_, release.expected_on), is_over=release.has_happened
    )
    announce(ReleaseDateSaid(release_id=said.pk, by_id=by.pk, at=at))
    return said


def check_release(custody: Custody, release: Release, reason: str, *, on: date) -> None:
    """
    Refuse what cannot be said of a release on the day `on`, before anything is shown or moved.

    :raises PeopleRefusal: as `say_release`
    """
    _refuse_unknown(release)
    if not reason.strip():
        raise ReasonNotGiven("Say why you change the day of release")
    day, last = release.expected_on, custody.release_dates.first()
    if day is not None:
        _until(custody.during.from_, day)
        if release.has_happened and day > on:
            raise ReleaseDayWrong("Day of release must be today or in the past, when they are out already")
        if not release.has_happened and day < on:
            raise ReleaseDayWrong("Expected day of release must be today or in the future")
    if last is not None and not release.has_happened and last.expected_on == day and day is not None:
        raise NothingChanges("Their release is expected on that day already: choose another")


@transaction.atomic
def say_time_served(
    *, sentence: Sentence, custody_days: int, remand_days: int, by: User, at: datetime
) -> None:
    """
    Record how many days of custody a sentence is of, and how many of them were served on remand (S231).

    :raises NotAllowed: the current actor does not supervise people
    :raises CustodyDaysWrong: the sentence is not after custody, or it is not a short one
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="record time in custody")
    if sentence.kind not in AFTER_CUSTODY:
        raise CustodyDaysWrong("Only a licence and supervision after sentence follow time in custody")
    if not 2 <= custody_days < LONGEST_DAYS or not 0 <= remand_days <= custody_days:
        refused = CustodyDaysWrong("Days on remand must be no more than the days of custody")
        refused.field = "remand_days"
        raise refused
    sentence.custody_days, sentence.remand_days = custody_days, remand_days
    sentence.save(update_fields=["custody_days", "remand_days"])


def _locked(custody: Custody) -> Custody:
    # Whoever books an appointment locks the person, so that neither misses what the other does.
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=custody.person_id)
    held = Custody.objects.select_for_update(of=("self",)).get(pk=custody.pk)
    if held.is_over:
        raise ReleasedAlready("They were released: record a new time in custody, if they are inside again")
    return held


def _refuse_unknown(release: Release) -> None:
    if release.expected_on is None and not release.why_not_known.strip():
        raise WhyNotKnownMissing("Say why the day of release is not known")


def _until(from_on: date, released_on: date | None) -> Period:
    if released_on is not None and released_on <= from_on:
        raise ReleaseDayWrong(f"Day of release must be after {from_on:%-d %B %Y}, the first day in custody")
    return Period(from_on, released_on)


def _hold(
    custody: Custody, prison: Prison, held_as: str, from_on: date, reason: str, *, by: User, at: datetime
) -> HeldIn:
    return HeldIn.objects.create(
        custody=custody,
        prison=prison,
        held_as=held_as,
        from_on=from_on,
        reason=reason.strip(),
        recorded_by=by,
        recorded_at=at,
    )


def _say(custody: Custody, release: Release, reason: str, *, by: User, at: datetime) -> ReleaseDate:
    return ReleaseDate.objects.create(
        custody=custody,
        expected_on=release.expected_on,
        why_not_known="" if release.expected_on else release.why_not_known.strip(),
        reason=reason.strip(),
        is_released=release.has_happened,
        recorded_by=by,
        recorded_at=at,
    )
