"""Days and times in one cell: "Mon 09:30-12:30; Tue 10:00-16:00", or "by arrangement"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

from throughline.core.files import RowRefused, cells
from throughline.core.files.sheets import SEVERAL
from throughline.supply.actions.service_places import Open
from throughline.vocabulary.delivery import Weekday

BY_ARRANGEMENT: Final = "by arrangement"

_OPENING: Final = re.compile(
    r"([a-z]{3,9})\.?\s+(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.](\d{2}))?", re.IGNORECASE
)
_DAYS: Final[Mapping[str, Weekday]] = {
    name: day for day in Weekday for name in (day.label[:3].lower(), str(day.label).lower())
}


@dataclass(frozen=True)
class Times:
    """When a service is given at a place: openings, or by arrangement, or nothing said."""

    openings: tuple[Open, ...] = ()
    by_arrangement: bool = False


def read_times(row: Mapping[str, Any], column: str) -> Times:
    """
    Give the days and times of a cell, in their order.

    :raises RowRefused: it is not written like "Mon 09:30-12:30; Tue 10:00-16:00"
    """
    written = cells.text(row, column, limit=2_000, optional=True)
    if written.lower() == BY_ARRANGEMENT:
        return Times(by_arrangement=True)
    parts = [part.strip() for part in re.split(r"[;\n]", written) if part.strip()]
    return Times(tuple(sorted(_opening(part, column) for part in parts)))


def times_as_written(times: Times) -> str:
    """Days and times as a cell has them."""
    if times.openings:
        return SEVERAL.join(_as_written(one) for one in times.openings)
    return BY_ARRANGEMENT if times.by_arrangement else ""


def times_of(hours: Iterable[Any], *, by_arrangement: bool) -> Times:
    """The days and times of a place's records."""
    return Times(tuple(sorted(Open(one.weekday, one.opens, one.closes) for one in hours)), by_arrangement)


def _opening(part: str, column: str) -> Open:
    found = _OPENING.fullmatch(part)
    day = _DAYS.get(found[1].lower()) if found else None
    if found is None or day is None:
        raise RowRefused(
            f"Column “{column}” must be like Mon 09:30-12:30; Tue 10:00-16:00, not “{part[:60]}”"
        )
    try:
        opens, closes = (time(int(found[n]), int(found[n + 1] or 0)) for n in (2, 4))
    except ValueError as fault:
        raise RowRefused(f"Column “{column}”: “{part[:60]}” has a time that no day has. Check it") from fault
    return Open(int(day), opens, closes)


def _as_written(one: Open) -> str:
    return f"{str(Weekday(one.weekday).label)[:3]} {one.opens:%H:%M}-{one.closes:%H:%M}"
