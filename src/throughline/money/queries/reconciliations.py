"""What a reconciliation found, for its page (D26, D28)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from throughline.core.access import Actor
from throughline.core.fields import MoneyField
from throughline.core.money import Money
from throughline.money.models import ProviderReturn, ReconciledLine, Reconciliation
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Ended:
    """How many lines ended in one result, and the money on either side of them."""

    result: str
    name: str
    lines: int
    returned: Money
    recorded: Money


@dataclass(frozen=True)
class ReconciliationPage:
    """One reconciliation with its counts, a row for each result even when nothing ended there."""

    reconciliation: Reconciliation
    results: Sequence[Ended]

    @property
    def returned(self) -> Money:
        """The whole of the return."""
        return Money.total(one.returned for one in self.results)

    @property
    def recorded(self) -> Money:
        """The whole of what stands in the ledger for the same parties and period."""
        return Money.total(one.recorded for one in self.results)

    @property
    def exceptions(self) -> int:
        """The number of lines that people have to look at: all that did not match."""
        return sum(one.lines for one in self.results if one.result != ReconciledLine.Result.MATCHED)


def returns_visible_to(actor: Actor) -> QuerySet[ProviderReturn]:
    """The returns between organisations whose money `actor` sees, and those of schemes they oversee."""
    if actor.is_system:
        return ProviderReturn.objects.all()
    ours = actor.holds(Permission.SEE_MONEY)
    return ProviderReturn.objects.filter(
        Q(payer__in=ours)
        | Q(provider__in=ours)
        | Q(scheme__steward__in=actor.holds(Permission.OVERSEE_SCHEME))
    )


def reconciliations_visible_to(actor: Actor) -> QuerySet[Reconciliation]:
    """The reconciliations of the returns that `actor` may see, the latest first, with their parties."""
    return Reconciliation.objects.filter(provider_return__in=returns_visible_to(actor)).select_related(
        "provider_return__payer", "provider_return__provider", "provider_return__scheme", "made_by"
    )


def with_counts(reconciliations: QuerySet[Reconciliation]) -> QuerySet[Reconciliation]:
    """
    Each reconciliation with `matched` and `exceptions`, its numbers of lines.

    Counted for each by itself, so that a page of a long list counts only what it shows.
    """
    matched = Q(result=ReconciledLine.Result.MATCHED)
    return reconciliations.annotate(matched=_number_of(matched), exceptions=_number_of(~matched))


def _number_of(which: Q) -> Coalesce:
    lines = ReconciledLine.objects.filter(which, reconciliation=OuterRef("pk")).order_by()
    counted = lines.values("reconciliation").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def reconciliation_page(reconciliation: Reconciliation) -> ReconciliationPage:
    """Count where the lines of a reconciliation ended, in one query."""
    nothing = Value(Money.zero(), output_field=MoneyField())
    counted = {
        row["result"]: row
        for row in ReconciledLine.objects.filter(reconciliation=reconciliation)
        .values("result")
        .annotate(
            lines=Count("pk"),
            returned=Coalesce(Sum("return_line__amount"), nothing),
            recorded=Coalesce(Sum("entry__amount"), nothing),
        )
        .order_by()
    }
    empty: dict[str, Any] = {"lines": 0, "returned": Money.zero(), "recorded": Money.zero()}
    return ReconciliationPage(
        reconciliation,
        [
            Ended(result.value, str(result.label), row["lines"], row["returned"], row["recorded"])
            for result in ReconciledLine.Result
            for row in (counted.get(result.value, empty),)
        ],
    )


EVERY = "every"
"""In place of a result: the lines of all results."""


def lines_of(reconciliation: Reconciliation, *, result: str = "") -> QuerySet[ReconciledLine]:
    """The lines of one result, or of `EVERY` one; without it all that did not match (S166)."""
    lines = ReconciledLine.objects.filter(reconciliation=reconciliation).select_related(
        "return_line", "entry__service"
    )
    if result == EVERY:
        return lines
    return lines.filter(result=result) if result else lines.exclude(result=ReconciledLine.Result.MATCHED)
