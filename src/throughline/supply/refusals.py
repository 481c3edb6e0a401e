"""What the directory and the rate card refuse, each a sentence that says how to put it right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from throughline.core.refusals import Refusal

if TYPE_CHECKING:
    from throughline.supply.queries.completeness import Missing


class ServiceNotComplete(Refusal):
    """The entry lacks something without which nobody could find, reach or pay for the service (S5, S66)."""

    def __init__(self, name: str, missing: Sequence[Missing]) -> None:
        says = [one.says for one in missing]
        listed = " and ".join([", ".join(says[:-1]), says[-1]] if len(says) > 1 else says)
        super().__init__(f"Say {listed} before you publish {name}")
        self.missing = tuple(missing)


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


class ServiceIsWithdrawn(Refusal):
    """A withdrawn entry takes no referrals and is not changed any more (D4)."""


class WithheldPlaceGivenAway(Refusal):
    """A text of the entry holds the name or the address of a place that is withheld (S66)."""


class _AtAField(Refusal):
    """A refusal that belongs beside one of several questions."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class LanguageNotSaid(Refusal):
    """A service is given in some language."""

    field = "languages"


class IntakeNotClear(_AtAField):
    """What is said of the intake leaves open how many it takes, or what there is instead (S63)."""


class ForNobody(Refusal):
    """A service is for women, for men or for both."""

    field = "sexes"


class AgesOutOfOrder(Refusal):
    """The youngest age is above the oldest."""

    field = "oldest"


class RuleSaysNothing(Refusal):
    """A rule of eligibility lets in or keeps out by published values, never both by one of them (S65)."""

    field = "accepts"


class PlaceIsThere(Refusal):
    """The entry has a place of this name."""

    field = "name"


class PlaceNotClear(_AtAField):
    """What is said of a place contradicts itself."""


class HoursOutOfOrder(Refusal):
    """Hours end after they begin, and those of one day do not overlap."""


class RouteIsThere(Refusal):
    """The buyer has a funding route to this service on some of these days (D3)."""

    field = "buyer"


class RouteNotClear(_AtAField):
    """What is said of a funding route contradicts itself or is half said."""


class SharesNotTheWhole(Refusal):
    """The contributions to a co-commissioned route make up the whole (S20)."""


class ContactNotClear(_AtAField):
    """A contact can be reached, stops after beginning, and is followed by another of the same service."""


class AskedForAlready(Refusal):
    """The entry asks for this piece of information."""

    field = "what"


class WordingIsTheEntry(Refusal):
    """Plain English is what the entry itself says."""


class AgreementOfAnother(Refusal):
    """The agreement is not one under which this deliverer works in this scheme."""

    field = "agreement"


class OwnerKeepsNoEntry(Refusal):
    """An entry is owned by somebody who keeps it (D4)."""

    field = "owner"


class ConfirmedSince(Refusal):
    """A confirmation is taken back by whoever made it, on its day, while nobody confirmed it after them."""


class PriceNeedsApproval(Refusal):
    """The rate card of this scheme changes by Change Notification only (D6)."""


class NothingProposed(Refusal):
    """A notification without a line proposes nothing."""


class LineCannotBeSubmitted(Refusal):
    """A line would be refused at decision: the sentence says which and how to put it right."""


class ProposedAlready(Refusal):
    """The notification has a line for this item or agreement."""


class PriceStaysAsItIs(Refusal):
    """The price proposed is the one in force."""

    field = "amount"


class DecidedInPart(Refusal):
    """The Board has decided a line, so that the notification is not the prime's to withdraw any more."""


class InForceTooSoon(Refusal):
    """The decided day is over, or before the day that was asked for."""

    field = "in_force_on"


class NotBeforeTheBoard(Refusal):
    """The line's notification does not stand before the Board; the sentence says where it does."""


class MeetingIsOver(Refusal):
    """The minutes are agreed, or the meeting is on a day to come."""

    field = "held_on"


class NotBeingWritten(Refusal):
    """The notification was submitted, or is over: its lines are changed while it is a draft or returned."""


class OnTrialAlready(Refusal):
    """One trial of a service is undecided at a time (S235)."""


class TrialNotClear(_AtAField):
    """What is said of a trial, or decided on it, contradicts itself or leaves out why (S235)."""


class ClearanceNotClear(_AtAField):
    """What is said of a clearance contradicts itself or leaves out what was checked (S246)."""


class ReviewStillToCome(Refusal):
    """The review lies ahead."""

    field = "held_on"


class ReviewedAlready(Refusal):
    """The rate card has a review on that day."""

    field = "held_on"


class NotInThisChain(Refusal):
    """The agreement is not one of the prime's chain, or is not in force on the day."""

    field = "agreement"


class CannotJoinTheChain(Refusal):
    """The organisation stands in that chain already."""

    field = "organisation"


class StillPaysOthers(Refusal):
    """Agreements below this one are in force on the day."""

    field = "agreement"


class ChangesTooSoon(Refusal):
    """The agreement begins on that day or later, so that nothing of it would be left."""

    field = "from_on"
