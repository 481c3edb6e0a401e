"""What the books hold, read past every page: for the rules that hold of them at every moment (D23)."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet, Sum

from throughline.core.access import Actor
from throughline.core.money import Money
from throughline.line.models import Referral
from throughline.money.models import LedgerEntry
from throughline.money.queries.ledger import entries_visible_to


def ledger_of(referral: Referral, actor: Actor) -> QuerySet[LedgerEntry]:
    """The entries of one referral that `actor` may see, in the order they were made."""
    return (
        entries_visible_to(actor)
        .filter(referral=referral)
        .select_related("payer", "provider", "service")
        .order_by("pk")
    )


def account_balances(actor: Actor) -> dict[int, Money]:
    """Each account's debits less its credits by the account's id; together they are nothing."""
    entries = entries_visible_to(actor)
    sums: dict[int, Money] = defaultdict(Money.zero)
    for account, amount in entries.values_list("debit").annotate(total=Sum("amount")).order_by():
        sums[account] += amount
    for account, amount in entries.values_list("credit").annotate(total=Sum("amount")).order_by():
        sums[account] -= amount
    return dict(sums)
