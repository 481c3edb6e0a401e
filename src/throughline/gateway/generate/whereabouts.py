"""Where and when generated services are given: places with their points, hours, presence in offices."""

from __future__ import annotations

import random
from typing import Final

from throughline.gateway.generate.geography import spot_in
from throughline.gateway.generate.planned import Planned
from throughline.gateway.generate.rows.directory_rows import ServiceHours, ServicePlace
from throughline.gateway.generate.world import Spot, World

_HALLS: Final = (
    "The Old Library", "Community Centre", "Methodist Hall", "Foundry Yard", "Corn Exchange Rooms",
    "The Annexe", "Canal House", "Brick Lane Workshops", "Town Hall Chambers", "The Print Works",
    "Station House", "Assembly Rooms", "The Boathouse", "Market Hall", "The Old School",
    "Friends’ Meeting House",
)  # fmt: skip
_WITHHELD: Final = ("Curlew House", "Lapwing House", "Sandpiper House", "Turnstone House", "Whimbrel House")
_ACCESS: Final = (
    "Step-free from the street; a hearing loop at the desk",
    "Three steps at the door; ring and somebody comes down with the ramp",
    "First floor with a lift; an accessible toilet",
    "",
)
_ACCESS_WEIGHTS: Final = (50, 15, 20, 15)
_OPENS: Final = ("09:00", "09:30", "10:00")
_CLOSES: Final = ("12:30", "15:00", "16:30", "17:00")
_NUMBER: Final = ((1, 2, 3), (70, 22, 8))


def make_places(world: World, one: Planned) -> None:
    """Write the places of a service: a withheld one stands alone, one in an office has its address."""
    chance = world.chance.of("places")
    place = one.by.place
    if one.placed == "withheld":
        name = chance.choice(_WITHHELD)
        _place(world, one, name, spot_in(chance.choice(place.districts), place.name, chance), withheld=True)
        return
    number = chance.choices(*_NUMBER)[0]
    halls = chance.sample(_HALLS, number)
    if one.placed == "office":
        halls = halls[1:]
        office = chance.choice(place.offices)
        _place(world, one, office.name, office.spot, in_office=office.name)
    for hall, district in zip(halls, chance.sample(place.districts, len(halls)), strict=True):
        _place(world, one, f"{hall}, {place.name}", spot_in(district, place.name, chance))


def _place(
    world: World, one: Planned, name: str, spot: Spot, *, in_office: str = "", withheld: bool = False
) -> None:
    chance = world.chance.of("places")
    made = world.write.next_id(ServicePlace)
    access = chance.choices(_ACCESS, _ACCESS_WEIGHTS)[0]
    by_arrangement = withheld or chance.random() < 0.1
    world.write.add(
        ServicePlace(
            made, one.id, name, f"{spot.address} (invented)", spot.postcode, *spot.point, one.by.place.id,
            in_office, withheld, by_arrangement, access,
        )
    )  # fmt: skip
    if not by_arrangement:
        _hours(world, made, chance)


def _hours(world: World, place: int, chance: random.Random) -> None:
    for day in sorted(chance.sample(range(1, 6), chance.choices((1, 2, 3, 5), (25, 35, 25, 15))[0])):
        _open(world, place, day, chance.choice(_OPENS), chance.choice(_CLOSES))
        if chance.random() < 0.15:
            _open(world, place, day, "17:30", "20:00")
    if chance.random() < 0.06:
        _open(world, place, 6, "10:00", "13:00")


def _open(world: World, place: int, day: int, opens: str, closes: str) -> None:
    world.write.add(ServiceHours(world.write.next_id(ServiceHours), place, day, opens, closes))
