"""Probation offices and courts: places that people know by name, put where their postcode is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from throughline.core.files import FileKind, Format, RowRefused, cells
from throughline.core.geography import NotAPostcode, Postcode, find_postcode, read_postcode
from throughline.core.models import Outcode, Site
from throughline.core.periods import NotAPeriod, Period

_MORE: Final = ("postcode", "latitude", "longitude", "from", "to")

OFFICES: Final = FileKind(
    "offices",
    Format.CSV,
    columns=("probation_office_id", "name", "address"),
    may_have=("probation_region_id", "gov_uk_url", "delius_crs_location_id", *_MORE),
)
"""Probation offices, as the public referral service lists them; of what a file may have, `_MORE` is kept."""

COURTS: Final = FileKind("courts", Format.CSV, columns=("code", "name", "address"), may_have=_MORE)
"""Courts."""

LISTS: Final[Mapping[str, tuple[FileKind, str]]] = {
    "office": (OFFICES, "probation_office_id"),
    "court": (COURTS, "code"),
}
"""For each kind of site: its kind of file, and the column that holds its code."""


@dataclass(frozen=True)
class SiteRow:
    """One site as its line gives it."""

    kind: str
    code: str
    name: str
    address: str
    postcode: Postcode
    latitude: float | None
    longitude: float | None
    during: Period


def site_reader(kind: str, *, on: date) -> Callable[[Mapping[str, Any]], SiteRow]:
    """How to read a line of sites of one kind; a line that names no first day counts from `on`."""
    _, code_column = LISTS[kind]

    def read(row: Mapping[str, Any]) -> SiteRow:
        address = cells.text(row, "address", limit=400, multiline=True)
        latitude, longitude = (cells.degrees(row, one, optional=True) for one in ("latitude", "longitude"))
        if (latitude is None) != (longitude is None):
            raise RowRefused("Give both latitude and longitude, or neither")
        return SiteRow(
            kind=kind,
            code=cells.text(row, code_column, limit=60),
            name=cells.text(row, "name", limit=200),
            address=", ".join(line.strip(" ,") for line in address.split("\n") if line.strip(" ,")),
            postcode=_postcode(row, address),
            latitude=latitude,
            longitude=longitude,
            during=_during(row, on),
        )

    return read


class SiteLoader:
    """Writes sites, one at a time; what is there already and says the same is left alone."""

    def load(self, row: SiteRow) -> bool:
        """
        Write one site; says whether anything changed.

        :raises RowRefused: the first half of its postcode is not known here
        """
        outcode = self._outcodes.get(row.postcode.outcode)
        if outcode is None:
            raise RowRefused(
                f"The postcode {row.postcode} begins with {row.postcode.outcode}, which is not known here. "
                "Check it, or load outcodes first"
            )
        says = {
            "name": row.name,
            "address": row.address,
            "postcode": str(row.postcode),
            "outcode_id": outcode,
            "latitude": row.latitude,
            "longitude": row.longitude,
        }
        there = Site.objects.filter(kind=row.kind, code=row.code).first()
        if there is None:
            Site.objects.create(kind=row.kind, code=row.code, during=row.during, **says)
            return True
        # A line without a first day says nothing against the one that is known.
        says["during"] = row.during if _says_when(row, there) else there.during
        differing = {name: value for name, value in says.items() if getattr(there, name) != value}
        for name, value in differing.items():
            setattr(there, name, value)
        if differing:
            there.save()
        return bool(differing)

    @cached_property
    def _outcodes(self) -> dict[str, int]:
        return dict(Outcode.objects.values_list("code", "pk"))


def _says_when(row: SiteRow, there: Site) -> bool:
    return row.during.from_ < there.during.from_ or not row.during.is_open


def _postcode(row: Mapping[str, Any], address: str) -> Postcode:
    written = cells.text(row, "postcode", limit=12, optional=True)
    if written:
        try:
            return read_postcode(written)
        except NotAPostcode as refusal:
            raise RowRefused(f"Column “postcode” must be like TQ1 1AA, not “{written}”") from refusal
    found = find_postcode(address)
    if found is None:
        raise RowRefused("The address has no postcode. Write it at the end of the address")
    return found


def _during(row: Mapping[str, Any], on: date) -> Period:
    try:
        return Period(cells.day(row, "from", optional=True) or on, cells.day(row, "to", optional=True))
    except NotAPeriod as fault:
        raise RowRefused("The site would close before it opens. Check the columns “from” and “to”") from fault
