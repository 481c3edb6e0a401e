"""Services that are not given where a person lives: they can be had as an exception, with a reason (S57)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from throughline.people.models import Person
from throughline.supply.models import ServiceArea
from throughline.supply.queries.directory import areas_holding, areas_within


def outside_home(person: Person, services: Collection[int], *, on: date) -> frozenset[int]:
    """
    Which of these services, by id, are given in areas that do not hold where the person lives that day.

    None is where the person's area is not recorded, and one that names no area is given everywhere. One
    given in a part of the area recorded is perhaps given where they live, and is not outside.
    """
    if person.home_area_id is None:
        return frozenset()
    given: dict[int, set[int]] = defaultdict(set)
    for service, area in ServiceArea.objects.filter(service__in=services).values_list("service", "area"):
        given[service].add(area)
    if not given:
        return frozenset()
    home = areas_holding(person.home_area_id, on=on) | areas_within([person.home_area_id], on=on)
    return frozenset(service for service, areas in given.items() if areas.isdisjoint(home))
