"""Prisons, and of which kind each is from when on (S222)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from throughline.core.files import FileKind, Format, RowRefused, cells
from throughline.core.periods import Period, PeriodEndsTooSoon
from throughline.people.models import Prison, PrisonDesignation
from throughline.vocabulary.custody import PrisonKind

PRISONS: Final = FileKind("prisons", Format.CSV, columns=("code", "name", "kind", "from"), may_have=("to",))
"""One line for each time that a prison is of a kind; its name is that of its last line."""


@dataclass(frozen=True)
class PrisonRow:
    """One prison and the days on which it is of a kind."""

    code: str
    name: str
    kind: str
    during: Period


def read_prison(row: Mapping[str, Any]) -> PrisonRow:
    """
    Give the prison of one line.

    :raises RowRefused: no kind that there is, or it ends before it begins
    """
    return PrisonRow(
        cells.text(row, "code", limit=20),
        cells.text(row, "name", limit=120),
        cells.code(row, "kind", dict(PrisonKind.choices)),
        _during(cells.day(row, "from"), cells.day(row, "to", optional=True)),
    )


def load_prison(row: PrisonRow) -> bool:
    """
    Write one line, and say whether it was news; a kind without an end ends where the next one begins.

    :raises RowRefused: the prison is recorded as another kind on some of these days
    """
    prison, made = Prison.objects.get_or_create(code=row.code, defaults={"name": row.name})
    renamed = prison.name != row.name
    if renamed:
        prison.name = row.name
        prison.save(update_fields=["name"])
    there = PrisonDesignation.objects.filter(prison=prison)
    if there.filter(kind=row.kind, during=row.during).exists():
        return made or renamed
    _end_the_open_one(prison, row.during.from_)
    same_first = there.filter(kind=row.kind, during__startswith=row.during.from_)
    if not same_first.update(during=row.during):
        if there.filter(during__overlap=row.during).exists():
            raise RowRefused(f"{row.name} is recorded as another kind on some of these days. Check the dates")
        PrisonDesignation.objects.create(prison=prison, kind=row.kind, during=row.during)
    return True


def _end_the_open_one(prison: Prison, day: date) -> None:
    earlier = PrisonDesignation.objects.filter(
        prison=prison, during__startswith__lt=day, during__upper_inf=True
    )
    for one in earlier:
        one.during = one.during.ended_on(day)
        one.save(update_fields=["during"])


def _during(first: date, to: date | None) -> Period:
    try:
        return Period(first, to)
    except PeriodEndsTooSoon as refusal:
        raise RowRefused("Column “to” must be after column “from”, or empty") from refusal
