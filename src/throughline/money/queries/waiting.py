"""What of the money waits on somebody: returns to match, differences to settle, commitments to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from throughline.core.access import Actor
from throughline.core.money import Money
from throughline.core.time import london_day
from throughline.money.models import Budget, Commitment, ProviderReturn, ReconciledLine, Reconciliation
from throughline.money.queries.budgets import budget_position
from throughline.money.queries.reconciliations import reconciliations_visible_to
from throughline.money.states import CommitmentState
from throughline.vocabulary.permissions import Permission

AT_MOST = 50
"""How many of each kind a home shows."""


@dataclass(frozen=True)
class BeyondBudget:
    """A commitment that waits for its budget's holder, and how far beyond the budget it would go."""

    commitment: Commitment
    since: date
    beyond: Money


def returns_to_match(actor: Actor) -> QuerySet[ProviderReturn]:
    """
    Returns that nobody has matched with the record yet, the earliest period first.

    For whoever reconciles for their payer, or for the steward of their scheme.
    """
    theirs = actor.holds(Permission.RECONCILE)
    return (
        ProviderReturn.objects.filter(Q(payer__in=theirs) | Q(scheme__steward__in=theirs))
        .exclude(Exists(Reconciliation.objects.filter(provider_return=OuterRef("pk"))))
        .select_related("payer", "provider")
        .order_by("period__endswith", "pk")
    )


def differences_open(actor: Actor) -> QuerySet[Reconciliation]:
    """
    The latest match of each return whose match left lines to look at, the earliest first.

    Each with `lines_open`, how many lines did not match.
    """
    theirs = actor.holds(Permission.RECONCILE)
    later = Reconciliation.objects.filter(
        provider_return=OuterRef("provider_return"), made_at__gt=OuterRef("made_at")
    )
    unmatched = ~Q(lines__result=ReconciledLine.Result.MATCHED)
    return (
        reconciliations_visible_to(actor)
        .filter(Q(provider_return__payer__in=theirs) | Q(provider_return__scheme__steward__in=theirs))
        .exclude(Exists(later))
        .annotate(lines_open=Count("lines", filter=unmatched))
        .filter(lines_open__gt=0)
        .order_by("made_at", "pk")
    )


def commitments_waiting(actor: Actor) -> Sequence[BeyondBudget]:
    """The commitments that wait for `actor` as holder of their budget, the earliest first (D22)."""
    waiting = list(
        Commitment.objects.filter(
            state=CommitmentState.WAITING, budget__buyer__in=actor.holds(Permission.HOLD_BUDGET)
        )
        .select_related("budget")
        .order_by("made_at", "pk")[:AT_MOST]
    )
    left = {budget.pk: budget_position(budget).left for budget in {one.budget for one in waiting}}
    return [BeyondBudget(one, london_day(one.made_at), one.amount - left[one.budget_id]) for one in waiting]


def budgets_held(actor: Actor, *, on: date) -> QuerySet[Budget]:
    """The budgets in force on a day that `actor` holds, by scheme."""
    return (
        Budget.objects.filter(buyer__in=actor.holds(Permission.HOLD_BUDGET), during__contains=on)
        .select_related("scheme", "buyer")
        .order_by("scheme__name", "buyer__name", "pk")
    )
