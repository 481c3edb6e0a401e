"""Whether a service takes referrals now, and how long people wait for it (S63)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

from throughline.vocabulary.delivery import Intake

MEASURED_OVER: Final = 5
"""Over how many referrals at least a usual wait is measured; fewer would tell of single people."""


class Opening(IntEnum):
    """How open a service is now, the most open first."""

    OPEN = 0
    CAPPED = 1
    FULL = 2
    CLOSED = 3

    @property
    def rank(self) -> int:
        """Open before capped or full, these before closed."""
        return (0, 1, 1, 2)[self]


@dataclass(frozen=True)
class Availability:
    """
    Whether a service takes referrals now.

    `places` and `free` are empty where the number of places is not limited, `left` (how many referrals it
    still takes this month) where the month is not.
    """

    opening: Opening
    places: int | None = None
    free: int | None = None
    left: int | None = None

    @property
    def takes_referrals(self) -> bool:
        """Whether a referral can be sent now."""
        return self.opening in (Opening.OPEN, Opening.CAPPED)

    @property
    def line(self) -> str:
        """The same in a few words, as in "3 of 12 places free"."""
        match self.opening:
            case Opening.CLOSED:
                return "Closed to new referrals"
            case Opening.FULL if self.left == 0:
                return "Takes no more referrals this month"
            case Opening.FULL:
                return f"Full: all {self.places} places are taken"
        said = f"{self.free} of {self.places} places free" if self.places is not None else ""
        if self.left is None:
            return said or "Open to referrals"
        more = f"takes {self.left} more this month"
        return f"{said}, {more}" if said else more[:1].upper() + more[1:]


def availability(
    *, intake: str, cap: int | None, sent_this_month: int, places: int | None, taken: int
) -> Availability:
    """
    Say whether a service takes referrals, from what its provider states and what its referrals hold.

    A service with more places taken than it has (the provider took some away) has none free.
    """
    free = None if places is None else max(places - taken, 0)
    left = max((cap or 0) - sent_this_month, 0) if intake == Intake.CAPPED else None
    if intake == Intake.CLOSED:
        opening = Opening.CLOSED
    elif free == 0 or left == 0:
        opening = Opening.FULL
    else:
        opening = Opening.OPEN if left is None else Opening.CAPPED
    return Availability(opening, places, free, left)


@dataclass(frozen=True)
class Wait:
    """
    How long people wait, in days: as the provider states, on the day `stated_on`, and as it was measured.

    `usual` is the middle of the last `over` waits from sending to the start of work, and empty where they
    are too few (`MEASURED_OVER`).
    """

    stated: int | None = None
    stated_on: date | None = None
    usual: int | None = None
    over: int = 0

    @property
    def days(self) -> int | None:
        """What is stated, or what was measured where nothing is."""
        return self.usual if self.stated is None else self.stated

    @property
    def line(self) -> str:
        """The same in a few words, as in "Waits 5 days, as stated on 1 May 2017"."""
        if self.days is None:
            return "Wait not recorded"
        said = f"Waits {self.days:,} day{'' if self.days == 1 else 's'}"
        if self.stated is not None and self.stated_on is not None:
            return f"{said}, as stated on {self.stated_on.day} {self.stated_on:%B %Y}"
        return f"{said}, the middle of the last {self.over}"


def measured(usual: int | None, over: int) -> int | None:
    """A usual wait, where it was measured over enough referrals to be told."""
    return usual if over >= MEASURED_OVER else None
