"""What a prime keeps of each rate card price (S74)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from throughline.core.money import Money


@dataclass(frozen=True)
class Retained:
    """What is paid at the top for one item, what is passed on for it, and what stays with the prime."""

    paid: Money
    passed_on: Money

    @property
    def kept(self) -> Money:
        """Paid less passed on; below nothing when more is passed on than is paid."""
        return self.paid - self.passed_on

    @property
    def per_cent(self) -> Decimal | None:
        """The share kept in per cent, to one place, half upwards; nothing of a price of nothing."""
        if not self.paid:
            return None
        share = self.kept.pounds * 100 / self.paid.pounds
        return share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
