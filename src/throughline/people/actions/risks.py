"""Raising and ending risk flags (D12)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.core.periods import Period
from throughline.core.time import london_day
from throughline.people.models import Person, Restriction, RiskFlag
from throughline.vocabulary.involved import in_their_order
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def raise_risk_flag(
    *,
    person: Person,
    kind: str,
    detail: str,
    by: User,
    at: datetime,
    who_is_protected: str = "",
    signs_to_watch: str = "",
    what_to_do: str = "",
    restrictions: Iterable[str] = (),
    limits: Iterable[str] = (),
) -> RiskFlag:
    """
    Raise a risk flag on `person`, live from the London day of `at`, with what a worker must know (S95).

    `limits` is what it forbids or limits of all that services may involve (S96).

    :raises NotAllowed: the current actor does not supervise people
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="raise a risk flag")
    flag = RiskFlag.objects.create(
        person=person,
        kind=kind,
        detail=detail,
        who_is_protected=who_is_protected,
        signs_to_watch=signs_to_watch,
        what_to_do=what_to_do,
        limits=in_their_order(limits),
        during=Period(london_day(at), None),
    )
    Restriction.objects.bulk_create(
        Restriction(flag=flag, text=text) for text in restrictions if text.strip()
    )
    return flag
