"""What primes keep of their rate cards, item by item, for the steward of the scheme (S74)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.core.access import Actor
from throughline.core.models import Organisation
from throughline.core.money import Money
from throughline.supply.models import Agreement, Price, RateCardItem
from throughline.supply.rules.retained import Retained
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class RetainedOfItem:
    """
    One item as its prime is paid for it on a day, and what is passed on to the provider below.

    `retained` is nothing where nothing is agreed with the provider below by use; then nobody can say what
    stays. A prime that delivers by itself passes nothing on.
    """

    item: RateCardItem
    prime: Organisation
    provider: Organisation | None
    paid: Money
    retained: Retained | None
    pk: int

    @property
    def prime_name(self) -> str:
        """The prime, to sort by."""
        return self.prime.name

    @property
    def service_name(self) -> str:
        """The service, to sort by."""
        return self.item.service.name

    @property
    def pence_kept(self) -> int | None:
        """What stays, in pence, to sort by."""
        return self.retained.kept.pence if self.retained else None

    @property
    def per_cent(self) -> Decimal | None:
        """The share that stays, to sort by."""
        return self.retained.per_cent if self.retained else None


def retained_by_primes(actor: Actor, *, on: date) -> Sequence[RetainedOfItem]:
    """What primes keep of each item to be bought on a day, in the schemes `actor` oversees (2 queries)."""
    overseen = actor.holds(Permission.OVERSEE_SCHEME)
    prices = list(
        Price.objects.filter(
            agreement__scheme__steward__in=overseen, agreement__tier__lte=2, during__contains=on
        )
        .select_related("item__service__agreement", "agreement__provider")
        .order_by("agreement__provider__name", "item__service__name", "item__name", "pk")
    )
    second = [
        one.item.service.agreement.path[1]
        for one in prices
        if one.item.service.agreement and len(one.item.service.agreement.path) > 1
    ]
    below = Agreement.objects.select_related("provider").in_bulk(set(second))
    passed_on = {(one.item_id, one.agreement_id): one.amount for one in prices if one.agreement.tier == 2}
    return [_of(one, below, passed_on) for one in prices if one.agreement.tier == 1]


def _of(top: Price, below: dict[int, Agreement], passed_on: dict[tuple[int, int], Money]) -> RetainedOfItem:
    chain = top.item.service.agreement
    path = chain.path if chain else []
    link = below.get(path[1]) if len(path) > 1 else None
    if link is None:
        retained: Retained | None = Retained(top.amount, Money.zero())
    else:
        amount = passed_on.get((top.item_id, link.pk))
        retained = None if amount is None else Retained(top.amount, amount)
    return RetainedOfItem(
        top.item, top.agreement.provider, link.provider if link else None, top.amount, retained, top.pk
    )
