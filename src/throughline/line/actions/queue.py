"""Departing from the order of a queue, on the record (S75)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import as_system, current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.core.states import ReasonMissing
from throughline.core.time import london_day
from throughline.line.models import QueueOverride, Referral
from throughline.line.queries.queue import queue_rule, waiting_as, who_waits
from throughline.line.refusals import LineRefusal
from throughline.line.rules.queue import ahead_of, in_order
from throughline.line.states import ACCEPTED
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.queues import Turn


class OutOfTurn(LineRefusal):
    """Others stand before this referral, and nobody said why it goes first."""

    field = "out_of_turn"


class NotInTheQueue(LineRefusal):
    """The referral waits no longer, or stands already where it is to be put."""


@transaction.atomic
def change_turn(*, referral: Referral, turn: Turn, why: str, by: User, at: datetime) -> QueueOverride:
    """
    Put a referral that waits first or last in its queue, or back in turn; its buyers and others' read why.

    :raises NotAllowed: whoever acts does not decide on referrals for the provider
    :raises ReasonMissing: no reason was given
    :raises NotInTheQueue: it waits no longer, or stands so already
    """
    require(
        current_actor(),
        Permission.DECIDE_REFERRALS,
        within=referral.deliverer_id,
        to="change the turn of this referral",
    )
    if not why.strip():
        raise ReasonMissing("Say why you change the turn of this referral")
    with as_system():
        waiting = who_waits(referral.service_id)
        standing = {one.pk: waiting_as(one).placed or Turn.BACK for one in waiting}
        if referral.pk not in standing or standing[referral.pk] == turn:
            raise NotInTheQueue("This referral waits no longer, or stands there already")
        passed = _passed_by(referral, turn, waiting, at)
        return _recorded(referral, turn, passed, why=why, by=by, at=at)


def take_in_turn(*, referral: Referral, why: str, by: User, at: datetime) -> QueueOverride | None:
    """
    Record that a referral is given to a worker before others whose turn comes first; nothing when it is next.

    Only referrals that are accepted wait for a worker. Where the scheme has no rule, nobody stands before
    another.

    :raises OutOfTurn: others stand before it, and `why` is empty
    """
    if referral.state != ACCEPTED:
        return None
    day = london_day(at)
    rule = queue_rule(referral.service.scheme_id, on=day)
    if not rule.is_set:
        return None
    with as_system():
        waiting = {one.pk: one for one in who_waits(referral.service_id, [ACCEPTED])}
        before = ahead_of(referral.pk, [waiting_as(one) for one in waiting.values()], rule.criteria, on=day)
        if not before:
            return None
        if not why.strip():
            number = len(before)
            who = "1 referral stands" if number == 1 else f"{number} referrals stand"
            raise OutOfTurn(f"{who} before this one. Say why it goes first, or take the next one")
        passed = [waiting[one.referral] for one in before]
        return _recorded(referral, Turn.OUT_OF_TURN, passed, why=why, by=by, at=at)


def _passed_by(referral: Referral, turn: Turn, waiting: Sequence[Referral], at: datetime) -> list[Referral]:
    """Those who stood before it and now stand behind: nobody, unless it is put first."""
    if turn != Turn.FIRST:
        return []
    day = london_day(at)
    rule = queue_rule(referral.service.scheme_id, on=day)
    ordered = in_order([waiting_as(one) for one in waiting], rule.criteria, on=day)
    before = ordered[: [one.referral for one in ordered].index(referral.pk)]
    by_number = {one.pk: one for one in waiting}
    return [by_number[one.referral] for one in before if one.placed != Turn.FIRST]


def _recorded(
    referral: Referral, turn: Turn, passed: Sequence[Referral], *, why: str, by: User, at: datetime
) -> QueueOverride:
    passed_over = sorted({one.supervisor_id for one in passed})
    return QueueOverride.objects.create(
        referral=referral,
        referral_reference=referral.reference,
        service_id=referral.service_id,
        deliverer_id=referral.deliverer_id,
        moved_for_id=referral.supervisor_id,
        turn=turn,
        passed=len(passed),
        passed_over=[one.supervisor_id for one in passed],
        buyers=sorted({referral.supervisor_id, *passed_over}),
        why=why.strip(),
        made_by=by,
        made_at=at,
    )
