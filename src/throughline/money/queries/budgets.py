"""What a budget holds, and what weighs on it (D22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from throughline.core.access import Actor
from throughline.core.fields import MoneyField
from throughline.core.money import Money
from throughline.money.models import Budget, Commitment, LedgerEntry
from throughline.money.queries.ledger import SIGNED
from throughline.money.states import CommitmentState
from throughline.vocabulary.permissions import Permission

_BY_STATE = """
SELECT c.budget_id, c.state, count(*), sum(c.amount), sum(a.accrued), sum(greatest(c.amount, a.accrued))
  FROM money_commitment c CROSS JOIN LATERAL (
       SELECT coalesce(sum(CASE WHEN e.reverses_id IS NULL THEN e.amount ELSE -e.amount END), 0) AS accrued
         FROM money_ledgerentry e WHERE e.referral_id = c.referral_id AND e.tier = 1) a
 WHERE c.budget_id = ANY (%s) GROUP BY c.budget_id, c.state
"""

_States = dict[str, tuple[Any, ...]]


@dataclass(frozen=True)
class BudgetPosition:
    """
    Where a budget stands now.

    `committed` is what the open referrals are expected to cost in all, `accrued` what has been delivered
    under any referral of the budget, `waiting` what waits for its holder. `taken` is what no longer can
    be promised: the larger of promised and delivered for each held commitment, and what was delivered
    under those released.
    """

    amount: Money
    committed: Money
    accrued: Money
    waiting: Money
    taken: Money
    how_many: dict[str, int]

    @property
    def left(self) -> Money:
        """What can still be promised; below nothing when the holder allowed more than there was."""
        return self.amount - self.taken

    @property
    def undelivered(self) -> Money:
        """What is promised to open referrals and has not been delivered yet."""
        return self.taken - self.accrued


def budget_position(budget: Budget) -> BudgetPosition:
    """Give the position of one budget, in one query, from its commitments and the ledger."""
    return budget_positions([budget])[budget.pk]


def budget_positions(budgets: Sequence[Budget]) -> dict[int, BudgetPosition]:
    """Give the positions of budgets by their ids, in one query for all of them."""
    rows: dict[int, _States] = {one.pk: {} for one in budgets}
    if budgets:
        with connection.cursor() as cursor:
            cursor.execute(_BY_STATE, [list(rows)])
            for budget_id, state, *counted in cursor.fetchall():
                rows[budget_id][state] = tuple(counted)
    return {one.pk: _position(one, rows[one.pk]) for one in budgets}


def _position(budget: Budget, rows: _States) -> BudgetPosition:
    zero = (0, Decimal(0), Decimal(0), Decimal(0))
    held, waiting = rows.get(CommitmentState.HELD, zero), rows.get(CommitmentState.WAITING, zero)
    delivered_otherwise = sum(
        (row[2] for state, row in rows.items() if state != CommitmentState.HELD), Decimal(0)
    )
    return BudgetPosition(
        amount=budget.amount,
        committed=Money(held[1]),
        accrued=Money(held[2] + delivered_otherwise),
        waiting=Money(waiting[1]),
        taken=Money(held[3] + delivered_otherwise),
        how_many={state: row[0] for state, row in rows.items()},
    )


def taken_from(budget: Budget) -> Money:
    """Give what can no longer be promised from a budget; lock it first when about to promise."""
    return budget_position(budget).taken


def budgets_visible_to(actor: Actor) -> QuerySet[Budget]:
    """The budgets of organisations whose money `actor` sees or holds, or of a scheme they oversee."""
    if actor.is_system:
        return Budget.objects.all()
    ours = actor.holds(Permission.SEE_MONEY) | actor.holds(Permission.HOLD_BUDGET)
    return Budget.objects.filter(
        Q(buyer__in=ours) | Q(scheme__steward__in=actor.holds(Permission.OVERSEE_SCHEME))
    )


def commitments_of(budget: Budget) -> QuerySet[Commitment]:
    """The commitments of one budget its reader has found, each with what was delivered (`accrued`)."""
    delivered = (
        LedgerEntry.objects.filter(referral=OuterRef("referral"), tier=1)
        .order_by()
        .values("referral")
        .annotate(sum=Sum(SIGNED))
        .values("sum")
    )
    nothing = Value(Money.zero(), output_field=MoneyField())
    return Commitment.objects.filter(budget=budget).annotate(accrued=Coalesce(Subquery(delivered), nothing))
