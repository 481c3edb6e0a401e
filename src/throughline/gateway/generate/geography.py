"""
The ground of a generated landscape: points that lie in the North Sea, so that nothing stands near anybody.

Areas lie on a grid, a few postcode districts around the middle of each. Their letters are ones that the Royal
Mail gives to no district of Great Britain, so that an invented postcode leads nowhere else.
"""

from __future__ import annotations

import random
from typing import Final

from throughline.gateway.generate.rows.register_rows import Outcode, OutcodeArea, Site
from throughline.gateway.generate.world import District, Office, Point, Spot, World, span

_NORTH_WEST: Final[Point] = (55.9, 1.6)
_CELL: Final[Point] = (0.36, 0.62)
"""Degrees from the middle of one area to the next: about 40 km either way."""
_COLUMNS: Final = 7
_AROUND: Final = ((0.07, -0.12), (0.08, 0.11), (-0.09, -0.1), (-0.06, 0.13))
"""Where the districts of an area lie from its middle."""
_JITTER: Final = 0.045
_LETTERS: Final = "ABCDFGHJKLMNPQRSTUVWXY"
_NUMBERS: Final = 99
_INWARD: Final = "ABDEFGHJLNPQRSTUWXYZ"
_STREETS: Final = (
    "Alder Row", "Bellfounder Street", "Corn Street", "Drover’s Way", "Eastgate", "Foundry Lane",
    "Glebe Road",
    "Harbour Walk", "Ironmonger Row", "Jubilee Street", "Kiln Lane", "Lantern Street", "Mill Bank",
    "Northgate", "Orchard Street", "Priory Road", "Quay Street", "Ropewalk", "Saddler Street", "Tenter Lane",
)  # fmt: skip


def middle_of(n: int) -> Point:
    """The middle of the n-th area, from 0."""
    row, column = divmod(n, _COLUMNS)
    return _rounded(_NORTH_WEST[0] - row * _CELL[0], _NORTH_WEST[1] + column * _CELL[1])


def middle_of_all(points: list[Point]) -> Point:
    """The middle of several points."""
    return _rounded(*(sum(each) / len(points) for each in zip(*points, strict=True)))


def make_districts(world: World, n: int, area: int) -> list[District]:
    """Write the postcode districts of the n-th area."""
    latitude, longitude = middle_of(n)
    made = []
    for north, east in _AROUND:
        code = _district_code(world.districts_before + world.districts)
        world.districts += 1
        district = District(world.write.next_id(Outcode), code, _rounded(latitude + north, longitude + east))
        world.write.add(Outcode(district.id, code, *district.point))
        world.write.add(OutcodeArea(world.write.next_id(OutcodeArea), district.id, area))
        made.append(district)
    return made


def make_sites(world: World, code: str, name: str, districts: list[District]) -> list[Office]:
    """Write the offices of an area, in its first two districts, and its court; gives the offices."""
    chance = world.chance.of("sites")
    offices: list[Office] = []
    for side, district in zip(("", " East"), districts, strict=False):
        office = Office(f"{name}{side} probation office", spot_in(district, name, chance))
        _site(world, "office", f"{code}-{len(offices) + 1}", office.name, office.spot, district)
        offices.append(office)
    court = spot_in(districts[0], name, chance)
    _site(world, "court", f"{code}-1", f"{name} Magistrates' Court", court, districts[0])
    return offices


def spot_in(district: District, town: str, chance: random.Random) -> Spot:
    """An address in a district, a few kilometres from its middle at most."""
    number, street = chance.randrange(1, 180), chance.choice(_STREETS)
    inward = f"{chance.randrange(1, 10)}{chance.choice(_INWARD)}{chance.choice(_INWARD)}"
    north, east = (chance.uniform(-_JITTER, _JITTER) for _ in range(2))
    return Spot(
        f"{number} {street}, {town}",
        f"{district.code} {inward}",
        _rounded(district.point[0] + north, district.point[1] + east),
    )


def _site(world: World, kind: str, code: str, name: str, spot: Spot, district: District) -> None:
    world.write.add(
        Site(
            world.write.next_id(Site), kind, code, name, f"{spot.address} (invented)", spot.postcode,
            district.id, *spot.point, span(world.begins),
        )
    )  # fmt: skip


def _district_code(serial: int) -> str:
    letter, number = divmod(serial, _NUMBERS)
    return f"Z{_LETTERS[letter]}{number + 1}"


def _rounded(latitude: float, longitude: float) -> Point:
    return round(latitude, 4), round(longitude, 4)
