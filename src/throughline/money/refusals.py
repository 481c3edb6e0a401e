"""What money refuses, each as a sentence that can stand on a page."""

from __future__ import annotations

from throughline.core.refusals import Refusal


class MoneyRefused(Refusal):
    """Money does not allow what was asked; the text says why and how to put it right."""


class PriceNotInForce(MoneyRefused):
    """A route that is paid by use has no price on the day of sending (D22)."""


class NotForSaleHere(MoneyRefused):
    """What is on the rate card is for other buyers, or for people who live elsewhere."""


class NoBudgetInForce(MoneyRefused):
    """The buyer has no budget on the day its money would be committed (D22)."""


class CommitmentNotAllowed(MoneyRefused):
    """The cost is beyond the budget and its holder has not allowed it, so nothing may be booked (D22)."""


class AdvanceAlreadyPaid(MoneyRefused):
    """The same payment was entered before."""

    field = "payment_reference"


class AdvanceOfNothing(MoneyRefused):
    """An advance was nothing, or less than nothing."""

    field = "amount"


class ChoiceNeedsApproval(MoneyRefused):
    """The choice goes beyond what officers choose alone, and nobody has allowed it (S240)."""


class NothingToApprove(MoneyRefused):
    """The referral may be sent as it is, or is sent already."""


class AskedBefore(MoneyRefused):
    """Approval was asked, and the question stands."""


class LimitBeginsTooSoon(MoneyRefused):
    """A limit would begin in the past, or before the one that stands."""

    field = "from_on"
