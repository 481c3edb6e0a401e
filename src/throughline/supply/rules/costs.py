"""What a price comes to: of some minutes, and of a whole referral ahead (D22; docs/rules/prices.md)."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from throughline.core.money import Money, Rounding
from throughline.vocabulary.routes import BY_WHAT_IS_PLANNED, PriceUnit

AN_HOUR: Final = 60
"""Minutes in an hour, and how long a session usually lasts where nobody said otherwise."""


def price_of_minutes(by_the_hour: Money, minutes: int) -> Money:
    """Give what some minutes cost at a price by the hour, to the nearest penny, half a penny upwards."""
    return by_the_hour.times(Fraction(minutes, AN_HOUR), Rounding.HALF_UP)


def expected_cost(amount: Money, unit: str, *, sessions: int, usual_minutes: int = AN_HOUR) -> Money:
    """
    Give what a whole referral is expected to cost at a price: the sum that is committed (D22).

    By the session, and by the RAR day, one for each of the planned `sessions`; by the hour, each session
    as long as one usually is, rounded to the penny once for each session, as it is charged. By the start, by
    the completion and by the outcome, one.
    """
    if unit not in BY_WHAT_IS_PLANNED:
        return amount
    each = price_of_minutes(amount, usual_minutes) if unit == PriceUnit.HOUR else amount
    return each * sessions
