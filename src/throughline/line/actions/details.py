"""Saying what is wanted of a referral, and amending it once it is sent (S104)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import User
from throughline.core.time import london_day
from throughline.line.events import ReferralAmended
from throughline.line.models import Amendment, Referral, ReferralDetails
from throughline.line.queries.details import details_of
from throughline.line.refusals import (
    AmendmentSaysNotWhy,
    FinishOutsideSentence,
    MoreDaysWantedThanOrdered,
    NothingToAmend,
)
from throughline.line.states import DRAFT, OVER
from throughline.vocabulary.complexity import Complexity
from throughline.vocabulary.desired_outcomes import DESIRED
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Wanted:
    """What is wanted of a referral; empty where it is not said. `outcomes` are codes, in any order."""

    reason: str
    sessions: int
    outcomes: tuple[str, ...] = ()
    complexity: str = ""
    days_wanted: int | None = None
    finish_by: date | None = None


@transaction.atomic
def say_what_is_wanted(
    *, referral: Referral, wanted: Wanted, why: str, by: User, at: datetime
) -> list[Amendment]:
    """
    Say what is wanted of a referral. Of one that was sent each difference is an amendment, with `why`.

    :raises NotAllowed: the current actor does not refer for the organisation that supervises
    :raises NothingToAmend: the referral is over
    :raises FinishOutsideSentence: it would be finished after the sentence ends, or before today
    :raises MoreDaysWantedThanOrdered: more RAR days are wanted than the court ordered
    :raises AmendmentSaysNotWhy: something differs from what was sent, and no reason is given
    """
    require(current_actor(), Permission.REFER, within=referral.supervisor_id, to="amend this referral")
    held = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if held.state in OVER:
        raise NothingToAmend("This referral is over: nothing about it can be changed any more")
    details = details_of(held) or ReferralDetails(referral=held)
    # A day that was said before and has passed since hinders nobody from changing something else.
    if wanted.finish_by != details.finish_by:
        _refuse_untimely(held, wanted.finish_by, london_day(at))
    _refuse_more_days(held, wanted.days_wanted)
    changed = list(_differences(held, details, wanted))
    if not changed:
        return []
    made = _amended(held, changed, why, by=by, at=at) if held.state != DRAFT else []
    Referral.objects.filter(pk=held.pk).update(reason=wanted.reason, planned_sessions=wanted.sessions)
    details.outcomes, details.complexity = sorted(wanted.outcomes), wanted.complexity
    details.days_wanted, details.finish_by = wanted.days_wanted, wanted.finish_by
    details.save()
    if made:
        announce(ReferralAmended(referral_id=held.pk, by_id=by.pk, at=at))
    return made


def _differences(
    referral: Referral, details: ReferralDetails, wanted: Wanted
) -> Iterator[tuple[Amendment.Topic, str, str]]:
    topic = Amendment.Topic
    for what, was, now in (
        (topic.REASON, referral.reason, wanted.reason),
        (topic.SESSIONS, str(referral.planned_sessions), str(wanted.sessions)),
        (topic.OUTCOMES, _outcomes(details.outcomes), _outcomes(wanted.outcomes)),
        (topic.COMPLEXITY, _level(details.complexity), _level(wanted.complexity)),
        (topic.DAYS, _number(details.days_wanted), _number(wanted.days_wanted)),
        (topic.FINISH, _day(details.finish_by), _day(wanted.finish_by)),
    ):
        if was != now:
            yield what, was, now


def _amended(
    referral: Referral,
    changed: list[tuple[Amendment.Topic, str, str]],
    why: str,
    *,
    by: User,
    at: datetime,
) -> list[Amendment]:
    if not why.strip():
        raise AmendmentSaysNotWhy("Say why you change this: the provider reads it")
    return Amendment.objects.bulk_create(
        Amendment(referral=referral, topic=topic, was=was, now=now, why=why.strip(), made_by=by, made_at=at)
        for topic, was, now in changed
    )


def _refuse_untimely(referral: Referral, finish_by: date | None, today: date) -> None:
    last = referral.requirement.sentence.during.last_day
    if finish_by is None:
        return
    if finish_by < today:
        raise FinishOutsideSentence("The day it is to be finished by has passed: choose one to come")
    if last is not None and finish_by > last:
        raise FinishOutsideSentence(
            f"The sentence ends on {last:%-d %B %Y}: choose that day or one before it"
        )


def _refuse_more_days(referral: Referral, days_wanted: int | None) -> None:
    ordered = referral.requirement.rar_days
    if days_wanted is not None and days_wanted > (ordered or 0):
        raise MoreDaysWantedThanOrdered(ordered)


def _outcomes(codes: list[str] | tuple[str, ...]) -> str:
    return "; ".join(DESIRED[code] for code in sorted(codes))


def _level(complexity: str) -> str:
    return Complexity(complexity).label if complexity else ""


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _day(value: date | None) -> str:
    return f"{value:%-d %B %Y}" if value else ""
