"""Which funding routes charge the buyer each time a service is used (D3)."""

from __future__ import annotations

from throughline.vocabulary.routes import FundingRoute

CHARGES_THE_BUYER = frozenset({FundingRoute.RATE_CARD, FundingRoute.SPOT})
"""On every other route the prime is paid otherwise, and only the links below it are paid by use."""


def charges_the_buyer(route: str) -> bool:
    """Say whether the buyer owes the prime for each use; no route, as of a voluntary service, does not."""
    return route in CHARGES_THE_BUYER
