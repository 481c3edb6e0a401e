"""What the directory and the rate card refuse, each a sentence that says how to put it right."""

from __future__ import annotations

from throughline.core.refusals import Refusal


class ServiceNotComplete(Refusal):
    """The entry lacks something without which nobody could find, reach or pay for the service (S5)."""


class ServiceNotOpen(Refusal):
    """Only a published entry is confirmed; the sentence says what state it is in."""


class PriceOverlaps(Refusal):
    """Another price of the same item on the same agreement holds on these days (D2)."""

    field = "from_on"


class PriceInThePast(Refusal):
    """The former price would end on a day that is over, on which referrals were sent at it (S179)."""

    field = "from_on"


class PriceNotOfThisChain(Refusal):
    """The agreement is no link of the chain that the service is delivered under (D24)."""


class PriceOutsideAgreement(Refusal):
    """The agreement is not in force on the first day of the price."""

    field = "from_on"


class PriceBelowNothing(Refusal):
    """A price is nothing or more."""

    field = "amount"


class IntentionPublished(Refusal):
    """It was published, or has a history: it is said to be no longer intended, with a reason (S198)."""


class IntentionOpensTooLate(Refusal):
    """Bids would open after the work has begun."""

    field = "opens_on"


class IntentionValuesOutOfOrder(Refusal):
    """The larger value is below the smaller, or one of the two is left out."""

    field = "value_to"


class NotACommissioningBody(Refusal):
    """The organisation has no role in the scheme from which intentions are due (S198)."""
