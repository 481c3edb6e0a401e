"""Which part of the record a publication is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from throughline.core.time import Quarter, start_of_london_day
from throughline.supply.models import Scheme


class QuarterNotOver(ValueError):
    """The quarter still ran on the day the publication is asked as at."""


@dataclass(frozen=True)
class Window:
    """
    One scheme in one quarter, as it was known by the end of the day `as_at` (D2).

    What was recorded later is not in it, so that the same window gives the same publication for good.

    :raises QuarterNotOver: the quarter's last day is after `as_at`
    """

    scheme: Scheme
    quarter: Quarter
    as_at: date

    def __post_init__(self) -> None:
        if self.as_at < self.last_day:
            raise QuarterNotOver(
                f"{self.quarter} is not over on {self.as_at:%-d %B %Y}. "
                f"Ask for it as at {self.last_day:%-d %B %Y} or later."
            )

    @property
    def first_day(self) -> date:
        """The quarter's first day."""
        return self.quarter.period.from_

    @property
    def last_day(self) -> date:
        """The quarter's last day, included."""
        return self.after_last_day - timedelta(days=1)

    @property
    def after_last_day(self) -> date:
        """The day after the quarter."""
        return self.quarter.next.period.from_

    @property
    def begins(self) -> datetime:
        """The moment the quarter begins in London."""
        return start_of_london_day(self.first_day)

    @property
    def ends(self) -> datetime:
        """The moment the quarter is over in London; not part of it."""
        return start_of_london_day(self.after_last_day)

    @property
    def known_before(self) -> datetime:
        """What was recorded at this moment or later is not known yet."""
        return start_of_london_day(self.as_at + timedelta(days=1))
