"""Which budget a referral is bought from, and what of a pot will be left at its deadline (S77)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from throughline.core.money import Money, Rounding
from throughline.core.periods import Period


@dataclass(frozen=True)
class Source:
    """
    A budget of the buyer that may pay for a referral: its id, and what can still be promised from it.

    `deadline` is the last day on which a share of a pot can be spent; nothing for the buyer's own budget.
    """

    budget: int
    left: Money
    deadline: date | None = None


def source_for(amount: Money, sources: Sequence[Source]) -> Source | None:
    """
    The budget that an amount is promised from; nothing where there is none at all.

    Money that would otherwise lapse goes first: of the pots that hold the whole amount the one with the
    earliest deadline, and of those with the same the first given. Where none does, the buyer's own budget,
    whether it holds the amount or not; where the buyer has none, the pot with the most left.
    """
    pots = [one for one in sources if one.deadline is not None]
    holding = [one for one in pots if amount <= one.left]
    if holding:
        return min(holding, key=lambda one: one.deadline or date.max)
    own = next((one for one in sources if one.deadline is None), None)
    return own or max(pots, key=lambda one: one.left, default=None)


@dataclass(frozen=True)
class Forecast:
    """
    What is expected of an amount of money by its last day, at the pace until now.

    `expected` is what will have been delivered by then, `unspent` what will be left, `promised` how much of
    that is promised to referrals that are open. `days_gone` and `days_left` both count whole days, the day
    of the forecast among the former.
    """

    days_gone: int
    days_left: int
    expected: Money
    unspent: Money
    promised: Money

    @property
    def leaves_money(self) -> bool:
        """Whether something will be left."""
        return self.unspent > Money.zero()


def forecast(
    *, amount: Money, delivered: Money, open_promises: Money, during: Period, on: date
) -> Forecast | None:
    """
    Forecast what of `amount` will be left on the last day of `during`, seen at the end of the day `on`.

    The pace is what was delivered, by the day, since the first day. It goes on: what is expected is what was
    delivered and the pace for every day that is left, to the nearest penny, and never more than there is
    nor less than was delivered. `open_promises` is what is promised and not delivered yet: it says how much
    of what is left has somebody's name on it, and does not make it be delivered in time. Before the first
    day there is no pace, and so no forecast; nor for a period without an end.
    """
    if during.to is None or on < during.from_:
        return None
    days_gone = (min(on, during.last_day or on) - during.from_).days + 1
    days_left = max((during.to - on).days - 1, 0)
    more = delivered.times(Fraction(days_left, days_gone), Rounding.HALF_UP)
    expected = max(delivered, min(delivered + more, amount))
    unspent = max(amount - expected, Money.zero())
    return Forecast(days_gone, days_left, expected, unspent, min(unspent, max(open_promises, Money.zero())))
