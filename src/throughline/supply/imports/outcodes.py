"""
Outcodes: the first halves of postcodes, with the middle of the ground of each.

Which authority holds an outcode is found from the outlines that ship with the service. A middle that lies
in the sea by a little belongs to the nearest coast where the file says that it is in England or Wales;
one that lies elsewhere is kept without an area, since distances to it are still wanted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from throughline.core.files import FileKind, Format, Line, Outcome, RowRefused, cells
from throughline.core.geography import NotAPostcode, Point, read_postcode
from throughline.core.models import Area, ImportedFile, Outcode, OutcodeArea
from throughline.supply.reference.local.authorities import stood_on_ground_of
from throughline.supply.reference.outlines import outlines

OUTCODES: Final = FileKind(
    "outcodes",
    Format.CSV,
    columns=("postcode", "latitude", "longitude"),
    may_have=(
        "eastings", "northings", "town", "region", "uk_region", "country", "country_string",
    ),
)  # fmt: skip
"""Of what a file may have, the country is used and the rest is not kept."""

OFF_THE_COAST: Final = 3
"""How many miles off an outlined coast the middle of an outcode may lie and still belong to it."""

_HERE: Final = {"eng", "england", "wls", "wal", "wales"}
_SOUTH, _NORTH, _WEST, _EAST = 49.0, 61.0, -9.0, 2.5


@dataclass(frozen=True)
class OutcodeRow:
    """One outcode, its point, and whether the file says that it is in England or Wales."""

    code: str
    point: Point
    is_here: bool


def read_outcode(row: Mapping[str, Any]) -> OutcodeRow:
    """
    Give the outcode of one line.

    :raises RowRefused: it is no outcode, or its point is not in these islands
    """
    written = cells.text(row, "postcode", limit=12)
    try:
        postcode = read_postcode(written)
    except NotAPostcode as refusal:
        raise RowRefused(
            f"Column “postcode” must be the first half of one, like TQ1, not “{written}”"
        ) from refusal
    if postcode.incode:
        raise RowRefused(f"{postcode} is a whole postcode. Give its first half, {postcode.outcode}")
    latitude, longitude = cells.degrees(row, "latitude"), cells.degrees(row, "longitude")
    if not (_SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST):
        raise RowRefused(
            f"{latitude}, {longitude} is not in these islands. Check that the two are not exchanged"
        )
    country = cells.text(row, "country", limit=40, optional=True)
    return OutcodeRow(postcode.outcode, Point(latitude, longitude), country.lower() in _HERE)


class OutcodeLoader:
    """Writes outcodes and the authorities that hold them; what is there and says the same is left alone."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def load(self, lines: Sequence[Line[OutcodeRow]], file: ImportedFile) -> Outcome:
        """Write one batch of lines."""
        refused: dict[int, str] = {}
        rows: dict[str, OutcodeRow] = {}
        for line in lines:
            if line.row.code in self._seen:
                refused[line.number] = f"{line.row.code} stands in this file before. Keep one line of it"
                continue
            self._seen.add(line.row.code)
            rows[line.row.code] = line.row
        changed = self._outcodes(rows) | self._ground(rows)
        return Outcome(len(changed), len(rows) - len(changed), refused)

    def _outcodes(self, rows: Mapping[str, OutcodeRow]) -> set[str]:
        there = Outcode.objects.in_bulk(list(rows), field_name="code")
        moved = [
            there[code] for code, row in rows.items() if code in there and _point(there[code]) != row.point
        ]
        for one in moved:
            one.latitude, one.longitude = rows[one.code].point.latitude, rows[one.code].point.longitude
        Outcode.objects.bulk_update(moved, ["latitude", "longitude"], batch_size=1000)
        made = Outcode.objects.bulk_create(
            Outcode(code=code, latitude=row.point.latitude, longitude=row.point.longitude)
            for code, row in rows.items()
            if code not in there
        )
        return {one.code for one in (*moved, *made)}

    def _ground(self, rows: Mapping[str, OutcodeRow]) -> set[str]:
        ids = dict(Outcode.objects.filter(code__in=list(rows)).values_list("code", "pk"))
        codes = {pk: code for code, pk in ids.items()}
        wanted = {(ids[code], area) for code, row in rows.items() for area in self._areas_at(row)}
        links = OutcodeArea.objects.filter(outcode__in=codes, area__kind="la")
        there = {(one.outcode_id, one.area_id): one.pk for one in links}
        gone = there.keys() - wanted
        OutcodeArea.objects.filter(pk__in=[there[key] for key in gone]).delete()
        new = sorted(wanted - there.keys())
        OutcodeArea.objects.bulk_create(OutcodeArea(outcode_id=one, area_id=area) for one, area in new)
        return {codes[outcode] for outcode, _ in (*gone, *new)}

    def _areas_at(self, row: OutcodeRow) -> list[int]:
        held_by = outlines().holding(row.point)
        if held_by is None and row.is_here:
            held_by = outlines().nearest(row.point, within_miles=OFF_THE_COAST)
        if held_by is None:
            return []
        return [self._authorities[one.code] for one in stood_on_ground_of(held_by)]

    @cached_property
    def _authorities(self) -> dict[str, int]:
        return dict(Area.objects.filter(kind="la").values_list("code", "pk"))


def _point(outcode: Outcode) -> Point:
    return Point(outcode.latitude, outcode.longitude)
