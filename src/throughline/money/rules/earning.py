"""What the delivery of one referral has earned at each tier (D22, D24)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from throughline.core.money import Money
from throughline.vocabulary.routes import PriceUnit


@dataclass(frozen=True)
class Delivery:
    """One attendance that holds (nothing supersedes it), and when its appointment began."""

    attendance_id: int
    began_at: datetime
    took_part: bool


@dataclass(frozen=True)
class TierPrice:
    """What one link of the chain pays for this referral, by the session or once at the start."""

    tier: int
    unit: str
    amount: Money


def earned(deliveries: Iterable[Delivery], prices: Iterable[TierPrice]) -> dict[tuple[int, int], Money]:
    """
    Give what is earned, by attendance and tier (S178).

    A price by the session is earned at each attendance at which the person took part; a price by the
    start once, at the first of them by the time the appointment began (of two at one time, the one
    recorded first). A price of nothing earns nothing.
    """
    held = sorted(
        (one for one in deliveries if one.took_part), key=lambda one: (one.began_at, one.attendance_id)
    )
    wanted: dict[tuple[int, int], Money] = {}
    for price in prices:
        if not price.amount:
            continue
        for delivery in held[:1] if price.unit == PriceUnit.START else held:
            wanted[delivery.attendance_id, price.tier] = price.amount
    return wanted


def expected_cost(price: TierPrice, *, planned_sessions: int) -> Money:
    """Give what a whole referral is expected to cost at this price: the sum that is committed (D22)."""
    return price.amount if price.unit == PriceUnit.START else price.amount * planned_sessions
