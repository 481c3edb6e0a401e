"""Deciding what of a person's risks a provider is told, and reading what was shared (D14, S94, S96)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from throughline.core.models import User
from throughline.core.time import london_day
from throughline.line.actions.sharing_log import log_risks
from throughline.line.models import ConflictDecision, Referral, RiskReading, RiskSharing
from throughline.line.queries.late_conflicts import LateConflict
from throughline.line.refusals import (
    ConflictNotDecided,
    ConversationOutOfTime,
    RiskMustBeShared,
    RiskNotDecided,
)
from throughline.line.rules.conflicts import Conflict, GoingOn, conflicts, not_answered, out_of_time
from throughline.line.rules.risk_sharing import Decision, LiveFlag, undecided, withheld_but_mandatory
from throughline.supply.models import Service
from throughline.vocabulary.risks import RiskKind

MUST_BE_SHARED_WHERE_CHILDREN_COME = frozenset({RiskKind.DOMESTIC_ABUSE, RiskKind.CHILD_SAFEGUARDING})
"""Kinds of risk that a service which meets children has to be told of (S94)."""


def share_risks(
    referral: Referral,
    service: Service,
    flags: Sequence[LiveFlag],
    decisions: Mapping[int, Decision],
    going_on: Mapping[int, GoingOn],
    *,
    by: User,
    at: datetime,
) -> list[int]:
    """
    Record what was decided about each of `flags` for one referral, and why it goes on against any.

    Gives the ids of the flags that are shared.

    :raises RiskNotDecided: one is neither shared nor withheld with a reason
    :raises RiskMustBeShared: one that this service has to be told of is withheld
    :raises ConflictNotDecided: one forbids what the service involves, and not both reasons are recorded
    :raises ConversationOutOfTime: the conversation about it was before the risk was raised, or is to come
    """
    if open_ones := undecided(flags, decisions):
        raise RiskNotDecided(open_ones)
    mandatory = MUST_BE_SHARED_WHERE_CHILDREN_COME if service.meets_children else frozenset()
    found = conflicts(flags, service.everything_involved)
    against = {one.flag.id for one in found}
    kept = withheld_but_mandatory(flags, decisions, mandatory)
    kept += [one for one in flags if one.id in against and not decisions[one.id].shared and one not in kept]
    if kept:
        raise RiskMustBeShared(kept)
    _refuse_unanswered(found, service, going_on, at)
    made = RiskSharing.objects.bulk_create(
        RiskSharing(
            referral=referral,
            flag_id=flag.id,
            shared=decisions[flag.id].shared,
            reason=decisions[flag.id].reason.strip(),
            decided_by=by,
            decided_at=at,
        )
        for flag in flags
    )
    log_risks(referral, [flag for flag in flags if decisions[flag.id].shared], by=by, at=at)
    _go_on({one.flag_id: one for one in made}, found, going_on, by=by, at=at)
    return [flag.id for flag in flags if decisions[flag.id].shared]


def go_on_against(
    late: Sequence[LateConflict],
    service: Service,
    going_on: Mapping[int, GoingOn],
    *,
    by: User,
    at: datetime,
) -> None:
    """
    Record why an open referral goes on although its service has begun to involve what a shared risk forbids.

    :raises ConflictNotDecided: not both reasons and a conversation are recorded for each
    :raises ConversationOutOfTime: the conversation was before the risk was raised, or is to come
    """
    found = [one.conflict for one in late]
    _refuse_unanswered(found, service, going_on, at)
    _go_on({one.sharing.flag_id: one.sharing for one in late}, found, going_on, by=by, at=at)


def note_risks_read(referral: Referral, *, by: User, at: datetime) -> None:
    """
    Note that `by`, of the provider, has read what was shared with this referral; the first time stays (S94).

    Adds nothing for risks read before, so it may be called each time the page is shown.
    """
    read = RiskReading.objects.filter(read_by=by).values("sharing")
    new = RiskSharing.objects.filter(referral=referral, shared=True).exclude(pk__in=read)
    RiskReading.objects.bulk_create(
        [RiskReading(sharing=sharing, read_by=by, read_at=at) for sharing in new], ignore_conflicts=True
    )


def _refuse_unanswered(
    found: Sequence[Conflict], service: Service, going_on: Mapping[int, GoingOn], at: datetime
) -> None:
    if open_ones := not_answered(found, going_on):
        raise ConflictNotDecided(open_ones, service.name)
    if untimely := out_of_time(found, going_on, today=london_day(at)):
        raise ConversationOutOfTime(untimely[0])


def _go_on(
    sharings: Mapping[int, RiskSharing],
    found: Sequence[Conflict],
    going_on: Mapping[int, GoingOn],
    *,
    by: User,
    at: datetime,
) -> None:
    ConflictDecision.objects.bulk_create(
        ConflictDecision(
            sharing=sharings[one.flag.id],
            things=list(one.things),
            reason=going_on[one.flag.id].reason.strip(),
            coordinator=going_on[one.flag.id].coordinator.strip(),
            coordinator_reason=going_on[one.flag.id].coordinator_reason.strip(),
            spoke_on=going_on[one.flag.id].spoke_on,
            decided_by=by,
            decided_at=at,
        )
        for one in found
    )
