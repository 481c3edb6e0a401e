"""What the line announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ReferralSent:
    """A referral left its officer. Its prices are those in force on the London day of `at` (D22)."""

    referral_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class ReferralAccepted:
    """A provider took a referral on; its cost is committed against the buyer's budget (D22)."""

    referral_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class ReferralDeclined:
    """A provider declined a referral."""

    referral_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class ReferralHandedOver:
    """A referral went to the provider who took its service over; what it costs the buyer stays (D22)."""

    handover_id: int
    referral_id: int
    on: date
    by_id: int
    at: datetime


@dataclass(frozen=True)
class ReferralAllocated:
    """A referral was given to a worker."""

    referral_id: int
    worker_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class ReferralWithdrawn:
    """The officer took a referral back before work started."""

    referral_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class ReferralEnded:
    """A referral was completed or ended early: nothing more will be delivered under it."""

    referral_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class AppointmentBooking:
    """An activity is about to be booked under a referral; a listener may refuse by raising."""

    referral_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class RarDayDecided:
    """The officer decided whether activity that was not planned counts towards the RAR (D17)."""

    decision_id: int
    referral_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class AttendanceRecorded:
    """
    What happened at an appointment was recorded, or corrected when `supersedes_id` is given.

    `referral_id` is nothing for supervision, which no provider is paid for.
    """

    attendance_id: int
    referral_id: int | None
    supersedes_id: int | None
    by_id: int
    at: datetime


@dataclass(frozen=True)
class RiskConcernRaised:
    """Somebody at a provider told the responsible officer something new about a risk (S97)."""

    concern_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class RiskConcernDecided:
    """The officer decided about a concern; `told` are the other referrals whose providers are told."""

    concern_id: int
    by_id: int
    at: datetime
    told: tuple[int, ...] = ()


@dataclass(frozen=True)
class FeedbackMissed:
    """A review of a plan missed what a provider had to say, and asks for it (S115)."""

    asked_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class FeedbackAnswered:
    """A provider answered what a review asked."""

    asked_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class NewRisksDecided:
    """The officer decided on risks raised after sending; `shared` are what the provider is told of."""

    referral_id: int
    shared: tuple[int, ...]
    by_id: int
    at: datetime


@dataclass(frozen=True)
class RecheckDecided:
    """The officer decided on a referral that a grown risk rules out (S108)."""

    recheck_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class WentQuiet:
    """Something went quiet and is kept as an event for the first time: both sides are told (D16)."""

    spell_ids: tuple[int, ...]
    at: datetime


@dataclass(frozen=True)
class CoverNamed:
    """Somebody was named to cover for a worker who is away."""

    cover_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class ReferralAmended:
    """What is wanted of a referral was changed after it was sent."""

    referral_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class MovedByRelease:
    """
    A day of release moved what is arranged under referrals, or left it where it cannot be held (S222).

    `referral_ids` are those whose providers have to know.
    """

    release_id: int
    referral_ids: tuple[int, ...]
    by_id: int
    at: datetime
