"""By when commissioning intentions for a year are due, and whose (S198)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.core.time import FinancialYear


@dataclass(frozen=True)
class IntentionsDue:
    """
    A scheme's rule on intentions: the day of the calendar year by which they are due, and from whom.

    `bodies` are roles that an organisation has for an area (`AreaRole.Role`).
    """

    month: int
    day: int
    bodies: frozenset[str]

    @classmethod
    def of_rule(cls, value: Mapping[str, Any]) -> IntentionsDue:
        """
        Read the value of the rule `intentions_due`.

        :raises ValueError: it names no day that every year has
        """
        date(2001, value["month"], value["day"])  # a year without 29 February
        return cls(value["month"], value["day"], frozenset(value["bodies"]))

    def day_for(self, year: FinancialYear) -> date:
        """The last day in time for `year`: the last such day before the year begins on 1 April."""
        begins = year.period.from_
        this = date(begins.year, self.month, self.day)
        return this if this < begins else this.replace(year=begins.year - 1)
