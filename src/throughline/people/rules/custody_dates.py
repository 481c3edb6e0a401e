"""When somebody is released after a short time in custody, and how long they are supervised (S231)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from throughline.core.periods import Period

LONGEST_DAYS: Final = 730
"""Sentences of two years or more have no supervision after sentence."""

_DAY: Final = timedelta(1)


class NotAShortSentence(ValueError):
    """A sentence of no day, or of two years or more, has other rules."""


@dataclass(frozen=True)
class CustodyDates:
    """
    The days of one short custodial sentence: in custody, on licence, and supervised after sentence.

    `licence` is empty where remand made up the whole sentence, `after_sentence` where the licence lasts
    twelve months by itself.
    """

    in_custody: Period
    licence: Period | None
    after_sentence: Period | None

    @property
    def released_on(self) -> date:
        """The day of release, the last in custody, on which the licence begins."""
        last = self.in_custody.last_day
        assert last is not None
        return last


def custody_dates(passed_on: date, days: int, remand_days: int = 0) -> CustodyDates:
    """
    The dates of a sentence of `days` of custody passed on a day, which counts as the first.

    Half of it is served, the odd day in custody; the day of release is the last of that half. On licence
    until the sentence ends, then supervised until twelve months after release (Offender Rehabilitation Act
    2014, sections 1 and 2). Each of `remand_days` counts as a day served of the sentence (Criminal Justice
    Act 2003, section 240ZA): release and the end of the sentence come as many days sooner, but none before
    the day it was passed.

    :raises NotAShortSentence: fewer than two days, or two years and more
    """
    if not 2 <= days < LONGEST_DAYS:
        raise NotAShortSentence(f"{days} days")
    half = (days + 1) // 2
    released_on = passed_on + timedelta(max(half - remand_days, 1) - 1)
    ends_after = passed_on + timedelta(max(days - remand_days, 1))
    is_on_licence = days > remand_days and released_on < ends_after
    supervised_to = _a_year_after(released_on) + _DAY
    return CustodyDates(
        in_custody=Period(passed_on, released_on + _DAY),
        licence=Period(released_on, ends_after) if is_on_licence else None,
        after_sentence=Period(ends_after, supervised_to) if supervised_to > ends_after else None,
    )


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + 1, day=28)
