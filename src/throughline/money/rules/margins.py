"""What each tier keeps of one price (D24)."""

from __future__ import annotations

from collections.abc import Sequence

from throughline.core.money import Money


def retained(prices: Sequence[Money]) -> list[Money]:
    """
    Give what each tier keeps, for prices from the top of the chain down (S178).

    Every tier keeps its price less the one below it, and the deliverer, the last, keeps its whole price,
    so the parts sum to the buyer's price. A tier that pays out more than it receives keeps less than
    nothing: shown as such, never as zero.
    """
    below = [*prices[1:], Money.zero()] if prices else []
    return [price - paid_on for price, paid_on in zip(prices, below, strict=True)]
