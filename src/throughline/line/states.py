"""The moves of a referral (D15) and of an appointment, as tables to check with a finger."""

from django.db import models

from throughline.core.states import Move
from throughline.vocabulary.permissions import Permission


class ReferralState(models.TextChoices):
    """Where a referral stands."""

    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent"
    QUERIED = "queried", "More information asked"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    ALLOCATED = "allocated", "Allocated"
    STARTED = "started", "Started"
    COMPLETED = "completed", "Completed"
    ENDED_EARLY = "ended_early", "Ended early"
    WITHDRAWN = "withdrawn", "Withdrawn"


DRAFT, SENT, QUERIED, ACCEPTED, DECLINED, ALLOCATED, STARTED, COMPLETED, ENDED_EARLY, WITHDRAWN = (
    ReferralState
)

HOLDS_A_PLACE = frozenset({SENT, QUERIED, ACCEPTED, ALLOCATED, STARTED})
"""States in which a referral takes up one of the service's places (D15)."""

OVER = frozenset({DECLINED, COMPLETED, ENDED_EARLY, WITHDRAWN})
"""States that no move leaves."""

REFERRAL_MOVES = (
    Move("send", frozenset({DRAFT}), SENT, Permission.REFER, "send this referral"),
    Move("ask", frozenset({SENT}), QUERIED, Permission.DECIDE_REFERRALS,
         "ask for more information on this referral", needs_reason=True),
    Move("answer", frozenset({QUERIED}), SENT, Permission.REFER,
         "answer the question on this referral", needs_reason=True),
    Move("accept", frozenset({SENT, QUERIED}), ACCEPTED, Permission.DECIDE_REFERRALS, "accept this referral"),
    Move("decline", frozenset({SENT, QUERIED}), DECLINED, Permission.DECIDE_REFERRALS,
         "decline this referral", needs_reason=True),
    Move("allocate", frozenset({ACCEPTED, ALLOCATED}), ALLOCATED, Permission.DECIDE_REFERRALS,
         "give this referral to a worker"),
    Move("hand on", frozenset({STARTED}), STARTED, Permission.DECIDE_REFERRALS,
         "give this referral to another worker"),
    # By a decision of the Change Board, for a referral on which work has not started (S232).
    Move("hand over", frozenset({SENT, QUERIED}), SENT, Permission.DECIDE_CHANGES,
         "hand this referral over to another provider", needs_reason=True),
    Move("hand over accepted", frozenset({ACCEPTED, ALLOCATED}), ACCEPTED, Permission.DECIDE_CHANGES,
         "hand this referral over to another provider", needs_reason=True),
    Move("start", frozenset({ALLOCATED}), STARTED, Permission.DELIVER, "start work on this referral"),
    Move("complete", frozenset({STARTED}), COMPLETED, Permission.DELIVER, "complete this referral"),
    Move("end early", frozenset({STARTED}), ENDED_EARLY, Permission.DELIVER,
         "end this referral early", needs_reason=True),
    Move("end", frozenset({STARTED}), ENDED_EARLY, Permission.REFER, "end this referral", needs_reason=True),
    Move("hand back", frozenset({ACCEPTED, ALLOCATED}), WITHDRAWN, Permission.DELIVER,
         "hand this referral back", needs_reason=True),
    Move("withdraw", frozenset({DRAFT, SENT, QUERIED, ACCEPTED, ALLOCATED}), WITHDRAWN, Permission.REFER,
         "withdraw this referral", needs_reason=True),
)  # fmt: skip


class AppointmentState(models.TextChoices):
    """Where an appointment stands; whether the person took part is in its attendance, not here."""

    BOOKED = "booked", "Booked"
    CANCELLED = "cancelled", "Cancelled"


APPOINTMENT_MOVES = (
    Move("cancel", frozenset({AppointmentState.BOOKED}), AppointmentState.CANCELLED, Permission.DELIVER,
         "cancel this appointment", needs_reason=True),
    Move("cancel supervision", frozenset({AppointmentState.BOOKED}), AppointmentState.CANCELLED,
         Permission.SUPERVISE, "cancel this appointment", needs_reason=True),
)  # fmt: skip
