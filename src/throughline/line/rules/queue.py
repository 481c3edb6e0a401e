"""In which order those who wait for one service are taken, whoever buys (S75)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from throughline.vocabulary.queues import QueueCriterion, Turn

SOON = timedelta(days=90)
"""How near the end of a sentence is "soon", its last day included."""

_PLACES = {Turn.FIRST: 0, Turn.LAST: 2}


@dataclass(frozen=True)
class InQueue:
    """
    One referral that waits, with the facts that the criteria ask for.

    `high_risk` is nothing where no level is recorded, which is not read as high; `last_day` is that of the
    sentence. `placed` is the override that stands, if any. Who buys is no fact of it.
    """

    referral: int
    sent_at: datetime
    high_risk: bool | None = None
    last_day: date | None = None
    placed: Turn | None = None

    def meets(self, criterion: QueueCriterion, on: date) -> bool:
        """Whether the criterion speaks for this referral on a day."""
        if criterion == QueueCriterion.HIGH_RISK:
            return self.high_risk is True
        return self.last_day is not None and on <= self.last_day <= on + SOON


def in_order(waiting: Sequence[InQueue], criteria: Sequence[QueueCriterion], *, on: date) -> list[InQueue]:
    """
    Those who wait, the next one first.

    Whoever was put first by an override goes before all, and whoever was put last after all. Within each of
    these the first criterion counts most; then the moment of sending, the earliest first; then the number of
    the referral, so that the same question always has the same answer.
    """

    def key(one: InQueue) -> tuple[int, list[bool], datetime, int]:
        place = _PLACES.get(one.placed, 1) if one.placed else 1
        return place, [not one.meets(each, on) for each in criteria], one.sent_at, one.referral

    return sorted(waiting, key=key)


def ahead_of(
    referral: int, waiting: Sequence[InQueue], criteria: Sequence[QueueCriterion], *, on: date
) -> list[InQueue]:
    """Those whose turn comes before that of `referral`; none where it does not wait."""
    ordered = in_order(waiting, criteria, on=on)
    numbers = [one.referral for one in ordered]
    return ordered[: numbers.index(referral)] if referral in numbers else []
