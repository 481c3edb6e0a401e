"""The days that quiet times cost, by provider, by officer and by referral (S100)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from throughline.core.access.actor import Actor, as_system
from throughline.core.periods import Period
from throughline.core.time import london_day
from throughline.line.models import QuietSpell, Referral
from throughline.line.queries.silence import UNDER_WAY, quiet_times, recently_under_way
from throughline.line.rules.silence import days_lost
from throughline.people.models import PersonAccess
from throughline.people.queries.limits import hidden_from
from throughline.people.queries.people import rights_of
from throughline.vocabulary.permissions import Permission


class By(StrEnum):
    """What days lost are counted by."""

    PROVIDER = "provider"
    OFFICER = "officer"
    REFERRAL = "referral"


@dataclass(frozen=True)
class Lost:
    """What quiet times came to: of how many referrals, how many times, and how many days in all."""

    name: str
    reference: str
    referrals: int
    times: int
    days: int


@dataclass(frozen=True)
class _Time:
    """One quiet time of one referral, with whose it was."""

    kind: str
    referral: str
    provider: str
    officer: str
    during: Period


def referrals_followed_by(actor: Actor, at: datetime) -> QuerySet[Referral]:
    """The referrals whose silence is the actor's to break: as officer, their manager, provider, worker."""
    rights = rights_of(actor, at, (PersonAccess.Scope.SUPERVISE,)).filter(person=OuterRef("person"))
    ours = Q(deliverer__in=actor.holds(Permission.SEE_ALL_CASES)) | Q(worker=actor.user)
    return Referral.objects.filter(ours | Exists(rights), ~hidden_from(actor))


def lost_by(actor: Actor, at: datetime, during: Period, by: By) -> list[Lost]:
    """
    The days lost in a period to quiet times, until the day of `at`, by provider, officer or referral.

    Those of the actor's own cases are true to the moment while they are open, and afterwards as the daily
    sweep left them. Whoever oversees a scheme reads those that were noted, by provider alone. A day on
    which one referral was quiet in two ways is one day.
    """
    on = london_day(at)
    times = _own(actor, at, on)
    overseen = actor.holds(Permission.OVERSEE_SCHEME)
    if by == By.PROVIDER and overseen:
        times |= _noted(Q(referral__service__scheme__steward__in=overseen))
    grouped: dict[str, list[_Time]] = defaultdict(list)
    for one in times.values():
        if one.during.overlaps(during) and one.during.from_ < on:
            grouped[getattr(one, by)].append(one)
    return [_lost(name, some, during, on) for name, some in sorted(grouped.items())]


def _own(actor: Actor, at: datetime, on: date) -> dict[tuple[str, str, date], _Time]:
    followed = referrals_followed_by(actor, at)
    ids = list(followed.values_list("pk", flat=True))
    times = _noted(Q(referral__in=ids))
    for one in quiet_times(Referral.objects.filter(pk__in=ids, state__in=UNDER_WAY), on=on):
        noted = times.get((one.kind, one.referral.reference, one.during.from_))
        times[one.kind, one.referral.reference, one.during.from_] = _Time(
            one.kind,
            one.referral.reference,
            one.referral.deliverer.name,
            noted.officer if noted is not None else one.referral.referred_by.full_name,
            one.during,
        )
    return times


def _noted(which: Q) -> dict[tuple[str, str, date], _Time]:
    with as_system():
        spells = QuietSpell.objects.filter(which, referral__isnull=False).exclude(ended_on=F("began_on"))
        rows = spells.values_list(
            "kind", "referral__reference", "deliverer__name", "officer__full_name", "began_on", "ended_on"
        )
        return {
            (kind, referral, began): _Time(kind, referral, provider, officer or "", Period(began, ended))
            for kind, referral, provider, officer, began, ended in rows
        }


def _lost(name: str, times: Iterable[_Time], during: Period, on: date) -> Lost:
    by_referral: dict[str, list[Period]] = defaultdict(list)
    for one in times:
        by_referral[one.referral].append(one.during)
    return Lost(
        name=name,
        reference=next(iter(by_referral)),
        referrals=len(by_referral),
        times=sum(len(some) for some in by_referral.values()),
        days=sum(days_lost(some, during, on=on) for some in by_referral.values()),
    )


def days_lost_of(referral: Referral, on: date) -> int:
    """The days that one referral lost until the day `on`, as noted and as it stands."""
    noted = [one.during for one in _noted(Q(referral=referral.pk)).values()]
    now = [one.during for one in quiet_times(recently_under_way(on).filter(pk=referral.pk), on=on)]
    begins = {one.from_ for one in now}
    times = [*now, *(one for one in noted if one.from_ not in begins)]
    return days_lost(times, Period(date.min), on=on)
