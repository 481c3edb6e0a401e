"""What money does when something happens on the line; see `throughline/subscriptions.py`."""

from __future__ import annotations

from throughline.core.time import london_day
from throughline.line.events import (
    AppointmentBooking,
    AttendanceRecorded,
    RarDayDecided,
    ReferralAccepted,
    ReferralEnded,
    ReferralHandedOver,
    ReferralSent,
    ReferralWithdrawn,
)
from throughline.line.models import Handover, Referral
from throughline.money.actions.choices import refuse_unapproved, withdraw_question
from throughline.money.actions.commitments import commit_cost, refuse_unless_paid_for, release_commitment
from throughline.money.actions.ledger import Because, enter_what_is_earned
from throughline.money.actions.prices import fix_prices, fix_prices_after_handover
from throughline.money.models import LedgerEntry


def fix_the_prices(event: ReferralSent) -> None:
    """Fix what each link of the chain pays for this referral, at the prices of the day it is sent (D22)."""
    wanted = Referral.objects.select_related("agreement", "buyer", "prime", "deliverer", "service", "person")
    fix_prices(referral=wanted.get(pk=event.referral_id), on=london_day(event.at))


def refuse_an_unapproved_choice(event: ReferralSent) -> None:
    """Refuse to send what officers of the organisation do not choose alone, and nobody has allowed (S240)."""
    refuse_unapproved(referral_id=event.referral_id, at=event.at)


def withdraw_the_question(event: ReferralWithdrawn) -> None:
    """Nothing is asked any more about a referral that was taken back (S240)."""
    withdraw_question(referral_id=event.referral_id, by_id=event.by_id, at=event.at)


def fix_the_prices_below(event: ReferralHandedOver) -> None:
    """Fix what the links that changed pay for a referral that went to another provider (S232)."""
    wanted = Handover.objects.select_related("referral__agreement", "referral__service", "referral__buyer")
    fix_prices_after_handover(handover=wanted.get(pk=event.handover_id))


def commit_the_cost(event: ReferralAccepted) -> None:
    """Commit the expected cost against the buyer's budget, or let it wait for the budget holder (D22)."""
    commit_cost(referral_id=event.referral_id, at=event.at)


def refuse_booking_beyond_the_budget(event: AppointmentBooking) -> None:
    """Refuse to book under a referral whose cost waits for the budget holder or was refused (D22)."""
    refuse_unless_paid_for(referral_id=event.referral_id)


def enter_the_delivery(event: AttendanceRecorded) -> None:
    """Enter what this record earns at every tier, and reverse what it corrects (D18, D23, D24)."""
    if event.referral_id is not None:
        because = Because(LedgerEntry.Cause.ATTENDANCE, event.attendance_id, event.by_id, event.at)
        enter_what_is_earned(referral_id=event.referral_id, because=because)


def enter_the_decided_day(event: RarDayDecided) -> None:
    """Enter what a day earns that now counts, and reverse what one earned that does not any more (D17)."""
    because = Because(LedgerEntry.Cause.RAR_DECISION, event.decision_id, event.by_id, event.at)
    enter_what_is_earned(referral_id=event.referral_id, because=because)


def enter_the_end(event: ReferralEnded) -> None:
    """Enter what is paid for by the completion or by the outcome, now that the referral is over."""
    because = Because(LedgerEntry.Cause.COMPLETION, event.referral_id, event.by_id, event.at)
    enter_what_is_earned(referral_id=event.referral_id, because=because)


def release_the_rest(event: ReferralWithdrawn | ReferralEnded) -> None:
    """Release what was committed and not used, now that nothing more will be delivered (D22)."""
    release_commitment(referral_id=event.referral_id, by_id=event.by_id, at=event.at)
