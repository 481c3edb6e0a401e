"""The settlement of a year paid in advance (D25)."""

from __future__ import annotations

from dataclasses import dataclass

from throughline.core.money import Money


@dataclass(frozen=True)
class Settlement:
    """What was paid ahead, and the value delivered against it."""

    advance: Money
    delivered: Money

    @property
    def balance(self) -> Money:
        """The advance less the value delivered: above nothing it is to come back, below it is owed (S165)."""
        return self.advance - self.delivered

    @property
    def clawback(self) -> Money:
        """What the provider gives back; £0.00 when delivery has reached the advance."""
        return max(self.balance, Money.zero())

    @property
    def due(self) -> Money:
        """What the payer still owes beyond the advance; £0.00 while the advance lasts."""
        return max(-self.balance, Money.zero())
