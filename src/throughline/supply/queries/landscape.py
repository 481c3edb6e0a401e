"""A scheme's supply chain in figures: each is a count of agreements or organisations that can be listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from throughline.supply.models import Agreement


@dataclass(frozen=True)
class Landscape:
    """
    Contracts with the payer at the top, who holds them, who works below, and the links between.

    An organisation counts once in each: `primes` hold at least one contract, `subcontractors` stand at least
    once below somebody, `both` do both (D1). `links` are agreements below a contract.
    """

    contracts: int
    primes: int
    subcontractors: int
    links: int
    both: int

    @property
    def organisations(self) -> int:
        """Every organisation of the chain but those that pay at the top, each counted once."""
        return self.primes + self.subcontractors - self.both

    @property
    def sentence(self) -> str:
        """The figures in one line."""
        return (
            f"{self.contracts:,} contracts, {self.primes:,} primes, {self.subcontractors:,} subcontractors, "
            f"{self.links:,} prime–subcontractor links, {self.both:,} organisations that are both"
        )


def agreements_of(scheme_id: int, *, on: date | None = None) -> QuerySet[Agreement]:
    """The agreements of a scheme, of all time or in force on a day; abandoned ones are not among them."""
    found = Agreement.objects.filter(scheme_id=scheme_id).exclude(state="abandoned")
    return found if on is None else found.filter(during__contains=on)


def landscape(scheme_id: int, *, on: date | None = None) -> Landscape:
    """Count the chain of a scheme, of all time or as at a day (one query)."""
    primes: set[int] = set()
    below: set[int] = set()
    contracts = links = 0
    for tier, provider in agreements_of(scheme_id, on=on).values_list("tier", "provider_id"):
        if tier == 1:
            contracts += 1
            primes.add(provider)
        else:
            links += 1
            below.add(provider)
    return Landscape(contracts, len(primes), len(below), links, len(primes & below))
