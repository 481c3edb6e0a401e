"""The working days around the day a caseload is made for, and moments on them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from throughline.core.time import LONDON, start_of_london_day

AHEAD_DAYS = 60
"""Working days after the anchor that appointments can be booked on."""


class Timeline:
    """
    Mondays to Fridays as numbers: `today` is the first that is not before the day `as_at`.

    Everything that has happened lies on days before `today`, and before the London day `as_at` began;
    what is booked lies on `today` or later. The clock is never read.
    """

    def __init__(self, as_at: date, history_days: int) -> None:
        self.as_at = as_at
        self.now = start_of_london_day(as_at)
        first = as_at - timedelta(days=(history_days * 7) // 5 + 14)
        last = as_at + timedelta(days=(AHEAD_DAYS * 7) // 5 + 14)
        span = (first + timedelta(days=n) for n in range((last - first).days))
        self.days = [day for day in span if day.weekday() < 5]
        self.today = next(n for n, day in enumerate(self.days) if day >= as_at)
        self.earliest = self.today - history_days
        # No clock changes on a weekday, so minutes can simply be added.
        self._midnights = [datetime.combine(day, time(0), LONDON).astimezone(UTC) for day in self.days]
        self._minutes = [timedelta(minutes=n) for n in range(24 * 60)]

    def at(self, number: int, minute: int) -> datetime:
        """The moment `minute` minutes after midnight in London on working day `number`, in UTC."""
        return self._midnights[number] + self._minutes[minute]

    def day(self, number: int) -> date:
        """The date of working day `number`."""
        return self.days[number]
