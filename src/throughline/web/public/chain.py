"""The figures of a supply chain, each leading to the list it was counted from (D28)."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from throughline.supply.models import Scheme
from throughline.supply.queries.landscape import Landscape
from throughline.web.pieces import Figure
from throughline.web.public.lists import BELOW, BOTH, PRIME


def chain_figures(scheme: Scheme, counted: Landscape, on: date | None) -> list[Figure]:
    """Contracts, who holds them, who works below, the links between, and who does both."""

    def to(name: str, position: str) -> str:
        query = {"scheme": scheme.code, "position": position}
        return reverse(name, query=query | ({"as_at": on.isoformat()} if on else {}))

    of = f"of {counted.organisations:,} organisations"
    return [
        Figure(counted.contracts, "contracts", to("public_agreements", PRIME)),
        Figure(counted.primes, "primes (Tier 1)", to("public_chain", PRIME), of),
        Figure(counted.subcontractors, "subcontractors (Tier 2 or lower)", to("public_chain", BELOW), of),
        Figure(counted.links, "links from prime to subcontractor", to("public_agreements", BELOW)),
        Figure(counted.both, "are both", to("public_chain", BOTH), of),
    ]
