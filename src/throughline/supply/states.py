"""The moves of an agreement, of a service's directory entry and of a Change Notification (D6)."""

from django.db import models

from throughline.core.states import Move
from throughline.vocabulary.permissions import Permission


class AgreementState(models.TextChoices):
    """Where an agreement stands."""

    NEGOTIATING = "negotiating", "Under negotiation"
    NOT_RECORDED = "unknown", "Signing not recorded"
    SIGNED = "signed", "Signed"
    ENDED = "ended", "Ended"
    ABANDONED = "abandoned", "Abandoned"


class ServiceState(models.TextChoices):
    """Where a directory entry stands."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    SUSPENDED = "suspended", "Suspended"
    WITHDRAWN = "withdrawn", "Withdrawn"


class IntentionState(models.TextChoices):
    """How far a body is with something it means to buy."""

    PLANNED = "planned", "Planned"
    TALKING = "talking", "Talking with providers"
    OPEN = "open", "Open for bids or applications"
    AWARDED = "awarded", "Awarded"
    DROPPED = "dropped", "No longer intended"


class NeedState(models.TextChoices):
    """Where a stated need on the noticeboard stands."""

    WAITING = "waiting", "Waiting for an answer"
    OFFERED = "offered", "Offers to consider"
    MET = "met", "Met"
    NOT_NOW = "not_now", "Cannot be met now"
    WITHDRAWN = "withdrawn", "Withdrawn"


class OfferState(models.TextChoices):
    """Where an offer on the noticeboard stands."""

    MADE = "made", "Waiting for an answer"
    TALKING = "talking", "Being talked about"
    TAKEN_UP = "taken_up", "Taken up"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


AGREEMENT_MOVES = (
    Move("sign", frozenset({AgreementState.NEGOTIATING, AgreementState.NOT_RECORDED}), AgreementState.SIGNED,
         Permission.PROPOSE_PRICES, "mark this agreement as signed"),
    Move("abandon", frozenset({AgreementState.NEGOTIATING}), AgreementState.ABANDONED,
         Permission.PROPOSE_PRICES, "abandon this agreement", needs_reason=True),
    # Also one that was never signed: its services may have been delivered all the same (D7).
    Move("end", frozenset({AgreementState.NEGOTIATING, AgreementState.NOT_RECORDED, AgreementState.SIGNED}),
         AgreementState.ENDED, Permission.PROPOSE_PRICES, "end this agreement", needs_reason=True),
)  # fmt: skip

SERVICE_MOVES = (
    Move("publish", frozenset({ServiceState.DRAFT, ServiceState.SUSPENDED}), ServiceState.PUBLISHED,
         Permission.EDIT_SERVICES, "publish this service", or_may=Permission.OVERSEE_SCHEME),
    Move("suspend", frozenset({ServiceState.PUBLISHED}), ServiceState.SUSPENDED,
         Permission.EDIT_SERVICES, "suspend this service", needs_reason=True,
         or_may=Permission.OVERSEE_SCHEME),
    Move("withdraw", frozenset({ServiceState.DRAFT, ServiceState.PUBLISHED, ServiceState.SUSPENDED}),
         ServiceState.WITHDRAWN, Permission.EDIT_SERVICES, "withdraw this service", needs_reason=True,
         or_may=Permission.OVERSEE_SCHEME),
)  # fmt: skip

_BEFORE_IT_OPENS = frozenset({IntentionState.PLANNED, IntentionState.TALKING})
_NOT_AWARDED = _BEFORE_IT_OPENS | {IntentionState.OPEN}
INTENTION_MOVES = (
    Move("talk", frozenset({IntentionState.PLANNED}), IntentionState.TALKING,
         Permission.STATE_INTENTIONS, "say that you talk with providers about it"),
    Move("open", _BEFORE_IT_OPENS, IntentionState.OPEN,
         Permission.STATE_INTENTIONS, "say that it is open for bids or applications"),
    Move("award", _NOT_AWARDED, IntentionState.AWARDED,
         Permission.STATE_INTENTIONS, "say that it is awarded"),
    Move("drop", _NOT_AWARDED, IntentionState.DROPPED,
         Permission.STATE_INTENTIONS, "say that it is no longer intended", needs_reason=True),
    Move("resume", frozenset({IntentionState.DROPPED}), IntentionState.PLANNED,
         Permission.STATE_INTENTIONS, "say that it is intended again", needs_reason=True),
)  # fmt: skip


class ChangeState(models.TextChoices):
    """Where a Change Notification stands."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Suitability review"
    RETURNED = "returned", "Returned with questions"
    BOARD = "board", "Before the Change Board"
    UNSUITABLE = "unsuitable", "Not suitable"
    DECIDED = "decided", "Decided"
    WITHDRAWN = "withdrawn", "Withdrawn"


BEING_WRITTEN = frozenset({ChangeState.DRAFT, ChangeState.RETURNED})
"""States in which the prime can change what a notification proposes."""

WITH_OTHERS = frozenset({ChangeState.SUBMITTED, ChangeState.BOARD})
"""States in which somebody other than the prime has to act."""


class LineState(models.TextChoices):
    """What became of one line of a Change Notification."""

    PROPOSED = "proposed", "Proposed"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"


class MeetingState(models.TextChoices):
    """Where a meeting of the Change Board stands."""

    OPEN = "open", "Under way"
    CLOSED = "closed", "Minutes agreed"


CHANGE_MOVES = (
    Move("submit", frozenset({ChangeState.DRAFT}), ChangeState.SUBMITTED, Permission.PROPOSE_PRICES,
         "submit this notification"),
    Move("submit to the Board", frozenset({ChangeState.DRAFT}), ChangeState.BOARD, Permission.PROPOSE_PRICES,
         "submit this notification"),
    Move("discard", frozenset({ChangeState.DRAFT}), ChangeState.WITHDRAWN, Permission.PROPOSE_PRICES,
         "discard this draft"),
    Move("return", frozenset({ChangeState.SUBMITTED}), ChangeState.RETURNED, Permission.REVIEW_CHANGES,
         "return this notification with questions", needs_reason=True),
    Move("answer", frozenset({ChangeState.RETURNED}), ChangeState.SUBMITTED, Permission.PROPOSE_PRICES,
         "answer and submit this notification again", needs_reason=True),
    Move("find suitable", frozenset({ChangeState.SUBMITTED}), ChangeState.BOARD, Permission.REVIEW_CHANGES,
         "find this notification suitable"),
    Move("find unsuitable", frozenset({ChangeState.SUBMITTED}), ChangeState.UNSUITABLE,
         Permission.REVIEW_CHANGES, "find this notification not suitable", needs_reason=True),
    Move("close", frozenset({ChangeState.BOARD}), ChangeState.DECIDED, Permission.DECIDE_CHANGES,
         "close this notification"),
    Move("withdraw", frozenset({ChangeState.SUBMITTED, ChangeState.RETURNED, ChangeState.BOARD}),
         ChangeState.WITHDRAWN, Permission.PROPOSE_PRICES, "withdraw this notification", needs_reason=True),
)  # fmt: skip

LINE_MOVES = (
    Move("approve", frozenset({LineState.PROPOSED}), LineState.APPROVED, Permission.DECIDE_CHANGES,
         "approve this line"),
    Move("reject", frozenset({LineState.PROPOSED}), LineState.REJECTED, Permission.DECIDE_CHANGES,
         "reject this line", needs_reason=True),
)  # fmt: skip

_NEED_OPEN = frozenset({NeedState.WAITING, NeedState.OFFERED})
NEED_MOVES = (
    # The first two follow from what becomes of offers.
    Move("offer", frozenset({NeedState.WAITING}), NeedState.OFFERED,
         Permission.STATE_NEEDS, "say that there are offers to it"),
    Move("lapse", frozenset({NeedState.OFFERED}), NeedState.WAITING,
         Permission.STATE_NEEDS, "say that no offer to it is left"),
    Move("meet", _NEED_OPEN, NeedState.MET,
         Permission.STATE_NEEDS, "say that this need is met", needs_reason=True),
    Move("answer", frozenset({NeedState.WAITING}), NeedState.NOT_NOW,
         Permission.ANSWER_NEEDS, "say that this need cannot be met now", needs_reason=True),
    Move("ask_again", frozenset({NeedState.NOT_NOW, NeedState.WITHDRAWN, NeedState.MET}), NeedState.WAITING,
         Permission.STATE_NEEDS, "ask for this again", needs_reason=True),
    Move("withdraw", _NEED_OPEN | {NeedState.NOT_NOW}, NeedState.WITHDRAWN,
         Permission.STATE_NEEDS, "withdraw this need", needs_reason=True),
)  # fmt: skip

_OFFER_OPEN = frozenset({OfferState.MADE, OfferState.TALKING})
OFFER_MOVES = (
    Move("talk", frozenset({OfferState.MADE}), OfferState.TALKING,
         Permission.ANSWER_OFFERS, "say that you want to talk about this offer"),
    Move("take_up", _OFFER_OPEN, OfferState.TAKEN_UP,
         Permission.ANSWER_OFFERS, "take up this offer"),
    Move("decline", _OFFER_OPEN, OfferState.DECLINED,
         Permission.ANSWER_OFFERS, "decline this offer", needs_reason=True),
    Move("withdraw", _OFFER_OPEN, OfferState.WITHDRAWN,
         Permission.OFFER_SERVICES, "withdraw this offer", needs_reason=True),
)  # fmt: skip
