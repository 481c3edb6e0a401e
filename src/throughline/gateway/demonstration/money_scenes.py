"""The money of the demonstration: an advance for the year, and a cost that waits for the budget holder."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Sum

from throughline.core.access import acting_as
from throughline.core.access.actor import SYSTEM, Actor
from throughline.core.models import Organisation
from throughline.core.money import Money, share
from throughline.core.time import FinancialYear, start_of_london_day
from throughline.gateway.demonstration.cast import Cast
from throughline.money.actions.advances import pay_advance
from throughline.money.actions.pots import PotTerms, set_up_pot
from throughline.money.models import Budget, LedgerEntry, Pot
from throughline.money.queries.budgets import budget_position
from throughline.money.queries.pots import buyers_of
from throughline.supply.models import ServiceKind

_THOUSAND = Money("1000.00")
_POT = Money("750000.00")


def pay_the_years_advance(cast: Cast, prime: Organisation, today: date, actor: Actor) -> LedgerEntry:
    """The buyer pays the prime for the year ahead, a little more than has been delivered by now (D25)."""
    year = FinancialYear.containing(today)
    with acting_as(SYSTEM):
        delivered = LedgerEntry.objects.filter(
            scheme=cast.scheme, payer=cast.division, provider=prime, tier=1, reverses=None,
            happened_on__gte=year.period.from_,
        ).aggregate(sum=Sum("amount"))["sum"] or Money.zero()  # fmt: skip
    advance = _rounded_up(delivered) + _THOUSAND
    with acting_as(actor):
        return pay_advance(
            scheme=cast.scheme, payer=cast.division, provider=prime, amount=advance,
            paid_on=year.period.from_, payment_reference=f"Advance {year}", by=cast.users["commissioner"],
            at=start_of_london_day(year.period.from_),
        )  # fmt: skip


def leave_little_in_the_budget(cast: Cast, on: date, *, left: Money) -> Budget:
    """Set the buyer's budget of that day so that `left` or a little less remains in it (D22)."""
    with acting_as(SYSTEM):
        budget = Budget.objects.get(scheme=cast.scheme, buyer=cast.division, pot=None, during__contains=on)
        budget.amount = _rounded_down(budget_position(budget).taken + left)
        budget.save(update_fields=["amount"])
    return budget


def ring_fence_a_pot(cast: Cast, today: date, actor: Actor, *, at: datetime) -> Pot:
    """£750,000 for the year, divided evenly between the divisions, for one kind of service (S77)."""
    with acting_as(SYSTEM):
        kinds = ServiceKind.objects.filter(scheme=cast.scheme).exclude(pk=cast.service.kind_id)
        kind = kinds.order_by("name").first()
        buyers = buyers_of(cast.scheme, on=today)
    with acting_as(actor):
        return set_up_pot(
            scheme=cast.scheme,
            terms=PotTerms(
                name=f"Additional provision {FinancialYear.containing(today)}",
                principles="For what people need and nobody buys yet. Small local providers come first.",
                amount=_POT,
                during=FinancialYear.containing(today).period,
                kinds=[kind] if kind else [],
            ),
            shares=dict(zip(buyers, share(_POT, [1] * len(buyers)), strict=True)),
            by=cast.users["contract_manager"],
            at=at,
        )


def _rounded_up(amount: Money) -> Money:
    return Money.of_pence((amount.pence // 100_000 + 1) * 100_000)


def _rounded_down(amount: Money) -> Money:
    return Money.of_pence(amount.pence // 10_000 * 10_000)
