"""Raising a concern about risk, reading it, and deciding what follows (S97, S107)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import User
from throughline.line.actions.sharing_log import log_concern
from throughline.line.events import RiskConcernDecided, RiskConcernRaised
from throughline.line.models import ConcernCopy, ConcernDecision, ConcernReading, Referral, RiskConcern
from throughline.line.queries.concerns import due_for, others_to_tell
from throughline.line.refusals import DecidedBefore, NotTheirPersonNow
from throughline.line.states import ACCEPTED, ALLOCATED, STARTED
from throughline.people.models import Person
from throughline.vocabulary.permissions import Permission

UNDER_WAY = frozenset({ACCEPTED, ALLOCATED, STARTED})
"""States of a referral under which a provider works with the person, and learns things."""


@transaction.atomic
def raise_concern(
    *, referral: Referral, what: str, how_known: str, in_danger: bool, by: User, at: datetime
) -> RiskConcern:
    """
    Tell the responsible officer what was learned about a person's risk; a decision waits on them (S97).

    It passes nobody of the chain between: the officer is told in this transaction.

    :raises NotAllowed: whoever acts does not work with people for the provider
    :raises NotTheirPersonNow: the provider does not work with the person under this referral now
    """
    require(current_actor(), Permission.DELIVER, within=referral.deliverer_id, to="raise a concern")
    if referral.state not in UNDER_WAY:
        raise NotTheirPersonNow(
            "Nobody works under this referral now. Telephone the responsible officer instead"
        )
    made = RiskConcern.objects.create(
        referral=referral,
        person_id=referral.person_id,
        deliverer_id=referral.deliverer_id,
        what=what.strip(),
        how_known=how_known.strip(),
        in_danger=in_danger,
        raised_by=by,
        raised_at=at,
        due_at=due_for(referral, at),
    )
    made.refresh_from_db(fields=["reference"])
    note_concern_read(concern=made, by=by, at=at)
    announce(RiskConcernRaised(concern_id=made.pk, by_id=by.pk, at=at))
    return made


@transaction.atomic
def note_concern_read(*, concern: RiskConcern, by: User, at: datetime) -> None:
    """Note when somebody first read a concern; later readings change nothing."""
    ConcernReading.objects.get_or_create(concern=concern, read_by=by, defaults={"read_at": at})


@transaction.atomic
def decide_on_concern(
    *, concern: RiskConcern, decided: str, what_follows: str, tell: Collection[int], by: User, at: datetime
) -> ConcernDecision:
    """
    Decide, as the responsible officer, what follows from a concern, and which other providers are told.

    `tell` are ids of the person's other open referrals; what they do not name is told nothing.

    :raises NotAllowed: the current actor does not supervise people
    :raises DecidedBefore: somebody decided on it before
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="decide on a concern")
    Person.objects.select_for_update(of=("self",)).get(pk=concern.person_id)  # one decision at a time
    before = ConcernDecision.objects.filter(concern=concern).select_related("decided_by").first()
    if before is not None:
        raise DecidedBefore(f"{before.decided_by} decided on this concern on {before.decided_at:%-d %B %Y}")
    made = ConcernDecision.objects.create(
        concern=concern,
        person_id=concern.person_id,
        decided=decided,
        what_follows=what_follows.strip(),
        decided_by=by,
        decided_at=at,
    )
    told = [one for one in others_to_tell(concern) if one.pk in tell]
    ConcernCopy.objects.bulk_create(
        ConcernCopy(concern=concern, referral=one, person_id=concern.person_id, made_by=by, made_at=at)
        for one in told
    )
    log_concern(concern, told, by=by, at=at)
    announce(
        RiskConcernDecided(concern_id=concern.pk, by_id=by.pk, at=at, told=tuple(one.pk for one in told))
    )
    return made
