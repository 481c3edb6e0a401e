"""
Further areas, such as local delivery units and probation delivery units, which nothing publishes with
their ground.

A line names the area, the larger one it lies in, and the authorities it is made of. Where authorities are
named, every postcode in them is found in the area from then on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from throughline.core.files import RowRefused, cells
from throughline.core.files.sheets import SEVERAL, Sheet, SheetColumn
from throughline.core.models import Area, AreaParent
from throughline.core.periods import NotAPeriod, Period
from throughline.supply.queries.ground import middle_of
from throughline.vocabulary.areas import AREA_KINDS

LOADED: Final = ("pdu", "ldu")
"""The kinds of area that are loaded; all others ship with the service."""

AREA_SHEET: Final = Sheet(
    code="areas",
    title="Areas",
    says=(
        "A line for each local or probation delivery unit. The other kinds of area ship with the service.",
        "With the local authorities it is made of, a postcode is found in the unit; without, the unit is "
        "known by its name alone.",
    ),
    columns=(
        SheetColumn("kind", "Its kind", codes={one: AREA_KINDS[one] for one in LOADED}, needed=True),
        SheetColumn("code", "Its code, once in its kind", "UNIT01", needed=True),
        SheetColumn("name", "What it is called", "Gwent North", needed=True),
        SheetColumn("within", "The larger area it lies in, as kind and code", "pcc:gwent", needed=True),
        SheetColumn("made_of", "The local authorities in it", "la:W06000018; la:W06000019", lists=True),
        SheetColumn("from", "The first day it stands", "2021-06-26", needed=True),
        SheetColumn("to", "The first day it no longer stands; empty while it does"),
    ),
)
AREAS: Final = AREA_SHEET.kind


@dataclass(frozen=True)
class AreaRow:
    """One area: where it lies and what it is made of, each as kind and code."""

    kind: str
    code: str
    name: str
    within: str
    made_of: tuple[str, ...]
    during: Period


def read_area(row: Mapping[str, Any]) -> AreaRow:
    """
    Give the area of one line.

    :raises RowRefused: something it must say is missing, or is not so
    """
    kind = cells.text(row, "kind", limit=30).lower()
    if kind not in LOADED:
        known = " or ".join(f"{one} ({AREA_KINDS[one]})" for one in LOADED)
        raise RowRefused(f"Column “kind” must be {known}, not “{kind}”")
    made_of = cells.text(row, "made_of", limit=2000, optional=True)
    try:
        during = Period(cells.day(row, "from"), cells.day(row, "to", optional=True))
    except NotAPeriod as fault:
        raise RowRefused("The area would end before it begins. Check the columns “from” and “to”") from fault
    return AreaRow(
        kind=kind,
        code=cells.text(row, "code", limit=40),
        name=cells.text(row, "name", limit=200),
        within=cells.text(row, "within", limit=80),
        made_of=tuple(dict.fromkeys(one.strip() for one in made_of.split(";") if one.strip())),
        during=during,
    )


class AreaLoader:
    """Writes areas, one at a time; what is there already and says the same is left alone."""

    def load(self, row: AreaRow) -> bool:
        """
        Write one area with its place in the hierarchy; says whether anything changed.

        :raises RowRefused: an area it names is not known
        """
        larger = self._named("within", row.within)
        smaller = [self._named("made_of", one) for one in row.made_of]
        says = {"name": row.name, "during": row.during}
        area, changed = Area.objects.get_or_create(kind=row.kind, code=row.code, defaults=says)
        for name, value in says.items():
            if getattr(area, name) != value:
                setattr(area, name, value)
                changed = True
        links = {(area.pk, larger.pk): (larger.kind, row.during)}
        for one in smaller:
            during = one.during.intersection(row.during)
            if during is None:
                raise RowRefused(f"{one.name} did not stand on any of these days. Name who stood there then")
            links[one.pk, area.pk] = (row.kind, during)
        changed |= _same_links(area, larger.kind, links)
        middle = middle_of([one.code for one in smaller])
        point = (middle.latitude, middle.longitude) if middle else (None, None)
        if (area.latitude, area.longitude) != point:
            area.latitude, area.longitude = point
            changed = True
        if changed:
            area.save()
        return changed

    @cached_property
    def _areas(self) -> dict[str, Area]:
        return {f"{one.kind}:{one.code}": one for one in Area.objects.exclude(kind__in=LOADED)}

    def _named(self, column: str, written: str) -> Area:
        if written not in self._areas:
            raise RowRefused(f"Column “{column}”: there is no area “{written}”. Write it like pcc:gwent")
        return self._areas[written]


def area_lines(*, on: date) -> list[dict[str, str]]:
    """The lines of the areas that were loaded and stand on a day, or will, by kind and code."""
    links = AreaParent.objects.select_related("area", "parent")
    above = {one.area_id: one.parent for one in links.filter(area__kind__in=LOADED)}
    below: dict[int, list[str]] = {}
    for one in links.filter(parent__kind__in=LOADED):
        below.setdefault(one.parent_id, []).append(f"{one.area.kind}:{one.area.code}")
    areas = Area.objects.filter(kind__in=LOADED).exclude(during__fully_lt=(on, None))
    return [
        {
            "kind": one.kind,
            "code": one.code,
            "name": one.name,
            "within": f"{above[one.pk].kind}:{above[one.pk].code}" if one.pk in above else "",
            "made_of": SEVERAL.join(sorted(below.get(one.pk, []))),
            "from": one.during.from_.isoformat(),
            "to": one.during.to.isoformat() if one.during.to else "",
        }
        for one in areas.order_by("kind", "code")
    ]


def _same_links(area: Area, larger_kind: str, wanted: Mapping[tuple[int, int], tuple[str, Period]]) -> bool:
    above = AreaParent.objects.filter(area=area, parent_kind=larger_kind)
    below = AreaParent.objects.filter(parent=area)
    there = {(one.area_id, one.parent_id): one for one in (*above, *below)}
    gone = [one.pk for key, one in there.items() if key not in wanted or one.during != wanted[key][1]]
    AreaParent.objects.filter(pk__in=gone).delete()
    new = [
        AreaParent(area_id=key[0], parent_id=key[1], parent_kind=kind, during=during)
        for key, (kind, during) in wanted.items()
        if key not in there or there[key].pk in gone
    ]
    for link in new:
        link.save()
    return bool(gone or new)
