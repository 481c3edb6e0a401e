"""Committing a buyer's money, and what becomes of the commitment (D22)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from throughline.core.access import current_actor, require
from throughline.core.models import User
from throughline.core.states import move, move_named
from throughline.core.time import london_day
from throughline.money.models import Budget, Commitment, FixedPrice
from throughline.money.queries.budgets import taken_from
from throughline.money.queries.pots import pots_for
from throughline.money.refusals import CommitmentNotAllowed, NoBudgetInForce
from throughline.money.rules.pots import Source, source_for
from throughline.money.states import CommitmentState
from throughline.vocabulary.permissions import Permission


def commit_cost(*, referral_id: int, at: datetime) -> Commitment | None:
    """
    Commit what the referral is expected to cost against a budget of its buyer of that day.

    Which of them is a rule (`source_for`): a share of a pot that may be spent on this and holds the cost goes
    before the buyer's own budget. Within what is left, the commitment is held; beyond it, it waits for the
    budget holder. The budgets are locked first, always in one order, so that two acceptances at once never
    both take the last pounds. Nothing is committed for a referral that charges no buyer.

    :raises NoBudgetInForce: the buyer has no budget for the scheme on the London day of `at`
    """
    price = (
        FixedPrice.objects.filter(referral=referral_id, tier=1)
        .select_related("payer", "referral__service__scheme")
        .first()
    )
    if price is None:
        return None
    referral, day = price.referral, london_day(at)
    budgets = {
        one.pk: one
        for one in Budget.objects.select_for_update(of=("self",))
        .filter(scheme=referral.service.scheme_id, buyer=price.payer_id, during__contains=day)
        .filter(Q(pot=None) | Q(pot__in=pots_for(referral)))
        .order_by("pk")
    }
    left = {pk: one.amount - taken_from(one) for pk, one in budgets.items()}
    chosen = source_for(
        price.expected,
        [Source(pk, left[pk], one.during.last_day if one.pot_id else None) for pk, one in budgets.items()],
    )
    if chosen is None:
        raise NoBudgetInForce(
            f"You cannot accept this referral, because {price.payer} has no budget for "
            f"{referral.service.scheme} on {day:%-d %B %Y}. Ask {price.payer} to record one"
        )
    amount = price.expected
    state = CommitmentState.HELD if amount <= chosen.left else CommitmentState.WAITING
    return Commitment.objects.create(
        referral=referral, budget_id=chosen.budget, amount=amount, made_at=at, state=state
    )


@transaction.atomic
def allow_beyond_budget(*, commitment: Commitment, by: User, at: datetime, why: str) -> Commitment:
    """
    Allow a commitment that the budget does not hold; work on the referral can then be booked.

    :raises NotAllowed: whoever acts does not hold this budget
    :raises MoveNotAllowed: the commitment does not wait
    :raises ReasonMissing: no reason was given
    """
    return _decide(commitment, "allow", by=by, at=at, why=why)


@transaction.atomic
def refuse_beyond_budget(*, commitment: Commitment, by: User, at: datetime, why: str) -> Commitment:
    """
    Refuse a commitment that the budget does not hold; nothing can be booked under its referral.

    :raises NotAllowed: whoever acts does not hold this budget
    :raises MoveNotAllowed: the commitment does not wait
    :raises ReasonMissing: no reason was given
    """
    return _decide(commitment, "refuse", by=by, at=at, why=why)


def _decide(commitment: Commitment, name: str, *, by: User, at: datetime, why: str) -> Commitment:
    # Asked before the move: to whoever does not hold the budget, the database hides the row to be locked.
    held_by = commitment.budget.buyer_id
    says = move_named(commitment.MOVES, name).says
    require(current_actor(), Permission.HOLD_BUDGET, within=held_by, to=says)
    move(commitment, name, by=by, at=at, why=why)
    return commitment


def release_commitment(*, referral_id: int, by_id: int, at: datetime) -> Commitment | None:
    """
    Release what was committed to a referral that is over and has not been used.

    What was delivered keeps weighing on the budget; the commitment and its history stay. Nothing
    happens where nothing was committed, or where it was refused.
    """
    open_states = (CommitmentState.HELD, CommitmentState.WAITING)
    commitment = Commitment.objects.filter(referral=referral_id, state__in=open_states).first()
    if commitment is None:
        return None
    move(commitment, "release", by=User.objects.filter(pk=by_id).first(), at=at)
    return commitment


def refuse_unless_paid_for(*, referral_id: int) -> None:
    """
    Refuse to book under a referral whose cost the buyer has not taken on.

    :raises CommitmentNotAllowed: its commitment waits for the budget holder, or was refused
    """
    unsettled = (CommitmentState.WAITING, CommitmentState.REFUSED)
    commitment = (
        Commitment.objects.filter(referral=referral_id, state__in=unsettled)
        .select_related("budget__buyer")
        .first()
    )
    if commitment is None:
        return
    buyer = commitment.budget.buyer
    if commitment.state == CommitmentState.WAITING:
        raise CommitmentNotAllowed(
            f"You cannot book yet, because the cost is beyond the budget of {buyer}. "
            f"Book when its budget holder has allowed it"
        )
    raise CommitmentNotAllowed(
        f"You cannot book, because {buyer} refused the cost of this referral, which is beyond its budget. "
        f"Ask the responsible officer to withdraw the referral"
    )
