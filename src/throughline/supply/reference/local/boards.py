"""
Boards and meetings whose ground overlaps with that of contracts (S245).

* Community Safety Partnerships: one for each authority (Crime and Disorder Act 1998, section 5) but where
  they were merged, or go on within an authority that was made of several. Names are those of 2024 (Office
  for National Statistics); since when a partnership has been merged is in none of the sources used, so it
  stands for the whole record.
* Health and Wellbeing Boards: one for each county or other upper tier in England (Health and Social Care
  Act 2012, section 194). Wales has none.
* MAPPA: one area for each police area (Criminal Justice Act 2003, section 325).
* Integrated Offender Management: one arrangement for each police area.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from throughline.core.periods import Period
from throughline.supply.reference.local.authorities import authorities, counties, records_begin
from throughline.supply.reference.probation_regions import REGIONS


@dataclass(frozen=True)
class BoardFacts:
    """
    A board: its kind, its code among those of the kind, name and days, and the areas it works for.

    Areas are given as kind and code. Of those in `partly` it works for a part that no list used here draws.
    """

    kind: str
    code: str
    name: str
    during: Period
    areas: tuple[tuple[str, str], ...]
    partly: tuple[tuple[str, str], ...] = ()


MERGED: Final = {
    "Cwm Taf": "W06000016 W06000024",
    "Dartford and Gravesham": "E07000107 E07000109",
    "East and Mid Devon": "E07000040 E07000042",
    "North Devon": "E07000043 E07000046",
    "North Hampshire": "E07000084 E07000089 E07000092",
    "North Worcestershire": "E07000234 E07000236 E07000239",
    "South Devon and Dartmoor": "E07000044 E07000045 E07000047",
    "South Nottinghamshire": "E07000172 E07000173 E07000176",
    "South Warwickshire": "E07000221 E07000222",
    "South Worcester": "E07000235 E07000237 E07000238",
    "Western Suffolk": "E07000200 E07000203 E07000245",
}
"""Partnerships of several authorities."""

WITHIN: Final = {
    "Allerdale": "E07000026",
    "Aylesbury Vale": "E07000004",
    "Barrow-in-Furness": "E07000027",
    "Bournemouth": "E06000028",
    "Carlisle": "E07000028",
    "Chiltern": "E07000005",
    "Copeland": "E07000029",
    "Corby": "E07000150",
    "Daventry and South Northamptonshire": "E07000151 E07000155",
    "East Northamptonshire": "E07000152",
    "Eden": "E07000030",
    "Kettering": "E07000153",
    "Northampton": "E07000154",
    "Poole": "E06000029",
    "South Bucks": "E07000006",
    "South Lakeland": "E07000031",
    "Suffolk Coastal": "E07000205",
    "Waveney": "E07000206",
    "Wellingborough": "E07000156",
    "Wycombe": "E07000007",
}
"""Partnerships that go on within an authority made of several: on the ground of these former ones."""

NAMED_OTHERWISE: Final = {"E06000014": "City of York", "E07000112": "Shepway"}
"""Partnerships of one authority under another name than the authority's."""

_DORSET: Final = ("Dorset", "E06000059", "E07000048")
"""Dorset's partnership works for Dorset and for Christchurch, which is now a part of another authority."""


def boards() -> Iterator[BoardFacts]:
    """Every board."""
    yield from _community_safety()
    yield from _health_and_wellbeing()
    always = Period(records_begin(), None)
    for kind in ("mappa", "iom"):
        for region in REGIONS:
            for code, name in region.police_areas.items():
                yield BoardFacts(kind, code, name, always, (("pcc", code),))


def _community_safety() -> Iterator[BoardFacts]:
    always, all_of_them = Period(records_begin(), None), authorities()
    shared = set(" ".join(MERGED.values()).split())
    for name, codes in MERGED.items():
        yield BoardFacts("csp", _code(name), name, always, tuple(("la", code) for code in codes.split()))
    divided = set()
    for name, written in WITHIN.items():
        former = written.split()
        successor = all_of_them[former[0]].successor
        divided.add(successor)
        areas = tuple(("la", code) for code in former)
        yield BoardFacts("csp", _code(name), name, always, areas, (("la", successor),))
    name, whole, left = _DORSET
    divided.add(whole)
    partly = all_of_them[left].successor
    at = (("la", whole), ("la", left))
    yield BoardFacts("csp", _code(name), name, always, at, (("la", partly),))
    for one in all_of_them.values():
        if one.during.is_open and one.code not in shared | divided:
            called = NAMED_OTHERWISE.get(one.code, one.name)
            yield BoardFacts("csp", _code(called), called, one.during, (("la", one.code),))


def _health_and_wellbeing() -> Iterator[BoardFacts]:
    for county in counties().values():
        yield BoardFacts("hwb", county.code, county.name, county.during, (("county", county.code),))
    for one in authorities().values():
        if not one.county and not one.is_welsh:
            yield BoardFacts("hwb", one.code, one.name, one.during, (("la", one.code),))


def _code(name: str) -> str:
    return "-".join("".join(one if one.isalnum() else " " for one in name.lower()).split())
