"""Half-open ranges of dates, for everything that has a from and a to (D2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from psycopg.types.range import Range

_WRITTEN: Final = re.compile(r"\[\s*([0-9]{4}-[0-9]{2}-[0-9]{2})\s*,\s*([0-9]{4}-[0-9]{2}-[0-9]{2})?\s*\)")
_DAY: Final = timedelta(days=1)


class NotAPeriod(ValueError):
    """What was given cannot be read as a range of dates with a first day."""


class PeriodEndsTooSoon(NotAPeriod):
    """The period would hold no day: it ends on or before the day it begins."""


@dataclass(frozen=True, slots=True)
class Period:
    """
    The days from `from_` up to but not including `to`; `to` is empty while the period is open (D2).

    A period holds at least one day. It does not order: ask `ends_by`, or compare the dates you mean.

    :raises PeriodEndsTooSoon: `to` is on or before `from_`
    :raises NotAPeriod: an end is a moment, or not a date
    """

    from_: date
    to: date | None = None

    def __post_init__(self) -> None:
        _refuse_moment(self.from_)
        if self.to is None:
            return
        _refuse_moment(self.to)
        if self.to <= self.from_:
            raise PeriodEndsTooSoon(f"A period from {self.from_} must end after that day, not on {self.to}.")

    @classmethod
    def from_text(cls, text: str) -> Period:
        """
        Read "[2017-04-01,2018-04-01)", or "[2017-04-01,)" while open, as `str()` and the database write it.

        :raises NotAPeriod: written in another way, or a date that is not in the calendar
        """
        found = _WRITTEN.fullmatch(text.strip())
        try:
            if found is not None:
                return cls(date.fromisoformat(found[1]), date.fromisoformat(found[2]) if found[2] else None)
        except PeriodEndsTooSoon:
            raise
        except ValueError:
            pass  # a day such as 30 February: the sentence below says what to write
        raise NotAPeriod(f"Write a period like [2017-04-01,2018-04-01), not {text[:60]!r}.")

    @classmethod
    def of_range(cls, dates: Range[date]) -> Period:
        """
        Give the period for a range of the database, whichever of its ends it includes.

        :raises PeriodEndsTooSoon: the range holds no day
        :raises NotAPeriod: the range has no beginning
        """
        if dates.isempty:
            raise PeriodEndsTooSoon("An empty range of dates is not a period.")
        if dates.lower is None:
            raise NotAPeriod("A period must have a first day.")
        from_ = dates.lower if dates.lower_inc else dates.lower + _DAY
        to = dates.upper + _DAY if dates.upper is not None and dates.upper_inc else dates.upper
        return cls(from_, to)

    def to_range(self) -> Range[date]:
        """Give the range the database understands, its bounds always `[)`."""
        return Range(self.from_, self.to, "[)")

    def contains(self, day: date) -> bool:
        """Say whether a day is in the period: the first day is, `to` is not. Also written `day in period`."""
        _refuse_moment(day)
        return self.from_ <= day and (self.to is None or day < self.to)

    __contains__ = contains

    def covers(self, other: Period) -> bool:
        """Say whether every day of the other period is in this one."""
        return self.intersection(other) == other

    def overlaps(self, other: Period) -> bool:
        """Say whether any day is in both. Periods that only meet do not overlap."""
        return self.intersection(other) is not None

    def intersection(self, other: Period) -> Period | None:
        """Give the days that are in both, or nothing when no day is."""
        from_ = max(self.from_, other.from_)
        ends = [to for to in (self.to, other.to) if to is not None]
        to = min(ends, default=None)
        return Period(from_, to) if to is None or from_ < to else None

    def is_adjacent_to(self, other: Period) -> bool:
        """Say whether one begins on the very day the other is over, with no gap and no day in both."""
        return self.to == other.from_ or other.to == self.from_

    def ends_by(self, day: date) -> bool:
        """Say whether the period is over on this day: `to` is the day or earlier. An open period is not."""
        _refuse_moment(day)
        return self.to is not None and self.to <= day

    def ended_on(self, to: date) -> Period:
        """
        Give the same period ended so that `to` is the first day outside it.

        :raises PeriodEndsTooSoon: no day would be left
        """
        return Period(self.from_, to)

    @property
    def is_open(self) -> bool:
        """True while the period has no end."""
        return self.to is None

    @property
    def days(self) -> int | None:
        """The number of days in the period; none can be stated while it is open."""
        return None if self.to is None else (self.to - self.from_).days

    @property
    def last_day(self) -> date | None:
        """The last day that counts, the one before `to`, as people say it; none while the period is open."""
        return None if self.to is None else self.to - _DAY

    def __str__(self) -> str:
        return f"[{self.from_},{self.to or ''})"


def _refuse_moment(day: object) -> None:
    # A datetime is a date to Python and would compare with none of ours: refused before it can surprise.
    if isinstance(day, datetime) or not isinstance(day, date):
        raise NotAPeriod(f"A period is made of days, not of {day!r}. Give a date.")
