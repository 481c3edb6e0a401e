"""Reasons for which referrals are ended, as a list that is in force from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from throughline.core.files import FileKind, Format, RowRefused, cells
from throughline.core.periods import Period, PeriodEndsTooSoon
from throughline.line.models import EndReason
from throughline.vocabulary.ending import EndGroup

END_REASONS: Final = FileKind(
    "end-reasons",
    Format.CSV,
    columns=("code", "description", "grouping"),
    may_have=("comments", "from", "to"),
)
"""One line for each reason; `comments`: whether more has to be said, `from` and `to`: on which days."""


@dataclass(frozen=True)
class EndReasonRow:
    """One reason. Where its first day is not said it stands from the day it is loaded."""

    code: str
    group: str
    words: str
    asks_more: bool
    first: date | None
    to: date | None


def read_end_reason(row: Mapping[str, Any]) -> EndReasonRow:
    """
    Give the reason of one line; those of the group `other` ask to say more unless the line says no.

    :raises RowRefused: a field is empty, or its group is none there is
    """
    group = cells.code(row, "grouping", dict(EndGroup.choices))
    says = bool(cells.text(row, "comments", limit=10, optional=True))
    return EndReasonRow(
        cells.text(row, "code", limit=20),
        group,
        cells.text(row, "description", limit=200),
        cells.yes_no(row, "comments") if says else group == EndGroup.OTHER,
        cells.day(row, "from", optional=True),
        cells.day(row, "to", optional=True),
    )


@dataclass(frozen=True)
class EndReasonLoader:
    """What writes reasons on a day: one that changes ends, and stands anew from its first day on."""

    on: date

    def load(self, row: EndReasonRow) -> bool:
        """
        Write one reason, and say whether it was news.

        :raises RowRefused: it would end before it begins
        """
        there = EndReason.objects.filter(code=row.code)
        says = {"group": row.group, "words": row.words, "asks_more": row.asks_more}
        standing = there.filter(during__contains=row.first or self.on).first()
        if (
            standing is not None
            and row.first in (None, standing.during.from_)
            and all(getattr(standing, name) == value for name, value in says.items())
        ):
            return self._ended(standing, row.to)
        during = self._during(row.first or self.on, row.to)
        if standing is not None:
            if standing.during.from_ == during.from_:
                return bool(EndReason.objects.filter(pk=standing.pk).update(**says, during=during))
            standing.during = standing.during.ended_on(during.from_)
            standing.save(update_fields=["during"])
        EndReason.objects.create(code=row.code, during=during, **says)
        return True

    def _ended(self, standing: EndReason, to: date | None) -> bool:
        if standing.during.to == to:
            return False
        standing.during = self._during(standing.during.from_, to)
        standing.save(update_fields=["during"])
        return True

    @staticmethod
    def _during(first: date, to: date | None) -> Period:
        try:
            return Period(first, to)
        except PeriodEndsTooSoon as refusal:
            raise RowRefused("Column “to” must be after column “from”, or empty") from refusal
