"""Raising, changing and ending risk flags, and how grave harm is held to be (D12, S108)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Required, TypedDict, Unpack

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import User
from throughline.core.periods import Period
from throughline.core.time import london_day
from throughline.people.events import RiskEnded, RiskLevelChanged
from throughline.people.models import Person, Restriction, RiskFlag, RiskLevelChange
from throughline.people.refusals import NothingChanges, ReasonNotGiven, RiskIsOver
from throughline.vocabulary.involved import in_their_order
from throughline.vocabulary.permissions import Permission


class RiskSays(TypedDict, total=False):
    """
    What a flag says of a risk, with what a worker must know (S95).

    `limits` is what it forbids or limits of all that services may involve (S96).
    """

    kind: Required[str]
    detail: Required[str]
    who_is_protected: str
    signs_to_watch: str
    what_to_do: str
    restrictions: Iterable[str]
    limits: Iterable[str]


@transaction.atomic
def raise_risk_flag(*, person: Person, by: User, at: datetime, **says: Unpack[RiskSays]) -> RiskFlag:
    """
    Raise a risk flag on `person`, live from the London day of `at`.

    :raises NotAllowed: the current actor does not supervise people
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="raise a risk flag")
    flag = RiskFlag(person=person, during=Period(london_day(at), None))
    return _written(flag, says)


@transaction.atomic
def correct_risk_flag(*, flag: RiskFlag, by: User, at: datetime, **says: Unpack[RiskSays]) -> RiskFlag:
    """
    Put right what a live flag says, where nobody was told of it yet; what it said stays in the audit.

    :raises NotAllowed: the current actor does not supervise people
    :raises RiskIsOver: it is live no longer
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="change this risk")
    locked = _live(flag, at)
    locked.restrictions.all().delete()
    return _written(locked, says)


@transaction.atomic
def end_risk_flag(*, flag: RiskFlag, reason: str, by: User, at: datetime) -> RiskFlag:
    """
    End a risk flag before the London day of `at`; one raised on that day is live to its end.

    Whoever was told of it is told that it has ended.

    :raises NotAllowed: the current actor does not supervise people
    :raises RiskIsOver: it is live no longer
    :raises ReasonNotGiven: no reason was given
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="end this risk")
    if not reason.strip():
        raise ReasonNotGiven("Say why the risk has ended")
    locked = _live(flag, at)
    last = max(london_day(at), locked.during.from_ + timedelta(days=1))
    locked.during, locked.why_ended = locked.during.ended_on(last), reason.strip()
    locked.save(update_fields=["during", "why_ended"])
    announce(RiskEnded(flag_id=locked.pk, by_id=by.pk, at=at))
    return locked


@transaction.atomic
def change_risk_level(
    *, person: Person, level: str, mappa: str, reason: str, by: User, at: datetime
) -> RiskLevelChange:
    """
    Say that the risk of serious harm or the MAPPA level is another from `at` on, and why (S108).

    Every open referral is looked at again in this transaction, and its provider told.

    :raises NotAllowed: the current actor does not supervise people
    :raises ReasonNotGiven: no reason was given
    :raises NothingChanges: both are what they were
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="change the risk level")
    if not reason.strip():
        raise ReasonNotGiven("Say why the risk is another now")
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if (locked.risk_level, locked.mappa) == (level, mappa):
        raise NothingChanges("The risk and the MAPPA level are these already: choose another")
    change = RiskLevelChange.objects.create(
        person=locked,
        was_level=locked.risk_level,
        level=level,
        was_mappa=locked.mappa,
        mappa=mappa,
        reason=reason.strip(),
        changed_by=by,
        changed_at=at,
    )
    person.risk_level, person.mappa = level, mappa
    person.save(update_fields=["risk_level", "mappa"])
    announce(RiskLevelChanged(change_id=change.pk, by_id=by.pk, at=at))
    return change


def _live(flag: RiskFlag, at: datetime) -> RiskFlag:
    locked = RiskFlag.objects.select_for_update(of=("self",)).get(pk=flag.pk)
    if locked.why_ended or london_day(at) not in locked.during:
        raise RiskIsOver("This risk has ended: raise another")
    return locked


def _written(flag: RiskFlag, says: RiskSays) -> RiskFlag:
    flag.kind, flag.detail = says["kind"], says["detail"]
    flag.who_is_protected = says.get("who_is_protected", "")
    flag.signs_to_watch = says.get("signs_to_watch", "")
    flag.what_to_do = says.get("what_to_do", "")
    flag.limits = in_their_order(says.get("limits", ()))
    flag.save()
    Restriction.objects.bulk_create(
        Restriction(flag=flag, text=text) for text in says.get("restrictions", ()) if text.strip()
    )
    return flag
