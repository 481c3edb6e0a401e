"""Which referrals a review of a plan considers, when the next one is, and what its figures are (S115)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from throughline.core.shares import percent
from throughline.line.states import ACCEPTED, ALLOCATED, COMPLETED, ENDED_EARLY, STARTED

WORKED_UNDER = frozenset({ACCEPTED, ALLOCATED, STARTED})
"""States of a referral that a provider has taken on and that is not over."""

ENDED = frozenset({COMPLETED, ENDED_EARLY})
"""Ends of a referral that a provider had taken on."""


def is_considered(state: str, ended_at: datetime | None, since: datetime) -> bool:
    """
    Whether a review of what was recorded from `since` on considers a referral.

    It does where a provider had taken the referral on and it was open at some time since: what was only
    asked of a provider, or declined, says nothing of the person.
    """
    if state in WORKED_UNDER:
        return True
    return state in ENDED and ended_at is not None and ended_at >= since


def day_by_rule(closed_on: date, days: int | None) -> date | None:
    """The day of the next review by the rule of the scheme, `days` calendar days on; nothing without one."""
    return None if days is None else closed_on + timedelta(days)


@dataclass(frozen=True)
class Considered:
    """How often the feedback of providers was considered, in the reviews of one officer or of several."""

    reviews: int = 0
    used: int = 0
    not_relevant: int = 0
    missing: int = 0

    @property
    def feedback(self) -> int:
        """The denominator: of how many providers, counted once for each review."""
        return self.used + self.not_relevant + self.missing

    @property
    def share_used(self) -> int | None:
        """Of these, the whole percent that were used, half rounded up; nothing where there was none."""
        return percent(self.used, self.feedback)

    def __add__(self, other: Considered) -> Considered:
        return Considered(
            self.reviews + other.reviews,
            self.used + other.used,
            self.not_relevant + other.not_relevant,
            self.missing + other.missing,
        )
