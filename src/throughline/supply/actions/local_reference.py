"""Put local authorities, their counties and the boards over them into the records (S245)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from throughline.core.models import Area, Board, BoardArea
from throughline.core.periods import Period
from throughline.supply.actions.adding import Key, ReferenceLoaded
from throughline.supply.queries.ground import middle_of
from throughline.supply.reference.local.authorities import authorities, counties
from throughline.supply.reference.local.boards import boards


def local_areas() -> dict[Key, dict[str, Any]]:
    """The authorities and counties as areas, by kind and code."""
    found: dict[Key, dict[str, Any]] = {}
    for kind, several in (("county", counties()), ("la", authorities())):
        for one in several.values():
            found[kind, one.code] = {"name": one.name, "during": one.during}
    return found


def within_larger(areas: Mapping[Key, int]) -> list[tuple[int, int, str, Period]]:
    """Where each lies: a district in its county, and all of them in their police area."""
    found = []
    for county in counties().values():
        police_area = areas["pcc", county.police_area]
        found.append((areas["county", county.code], police_area, "pcc", county.during))
    for one in authorities().values():
        here = areas["la", one.code]
        found.append((here, areas["pcc", one.police_area], "pcc", one.during))
        if one.county:
            found.append((here, areas["county", one.county], "county", one.during))
    return found


def put_in_the_middle(areas: Mapping[Key, int], pairs: Iterable[tuple[int, int, str, Period]]) -> None:
    """Give each area that has no point yet the middle of the authorities in it."""
    inside: dict[int, set[int]] = defaultdict(set)
    for area, parent, _, _ in pairs:
        inside[parent].add(area)
    codes = {pk: str(code) for (kind, code), pk in areas.items() if kind == "la"}
    without = Area.objects.filter(pk__in=areas.values(), latitude=None)
    placed = []
    for one in without:
        reached, edge = {one.pk}, {one.pk}
        while edge := {below for above in edge for below in inside[above]} - reached:
            reached |= edge
        if middle := middle_of(codes[pk] for pk in reached if pk in codes):
            one.latitude, one.longitude = middle.latitude, middle.longitude
            placed.append(one)
    Area.objects.bulk_update(placed, ["latitude", "longitude"], batch_size=1000)


def add_boards(told: ReferenceLoaded, areas: Mapping[Key, int]) -> None:
    """Add the boards that are not there, each with the areas it works for."""
    facts = {(one.kind, one.code): one for one in boards()}
    ids = told.add(
        Board,
        "boards",
        ("kind", "code"),
        {key: {"name": one.name, "during": one.during} for key, one in facts.items()},
    )
    links: dict[Key, dict[str, Any]] = {}
    for key, one in facts.items():
        links |= {(ids[key], areas[area]): {"partly": False} for area in one.areas}
        links |= {(ids[key], areas[area]): {"partly": True} for area in one.partly}
    told.add(BoardArea, "areas of boards", ("board_id", "area_id"), links)
