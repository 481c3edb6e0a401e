"""Where organisations work as at a day, and how far that is: from the areas of what they give (S6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from throughline.supply.models import AgreementArea, ServiceArea
from throughline.supply.queries.hierarchy import Hierarchy
from throughline.supply.rules.footprint import Footprint, footprint
from throughline.supply.states import AgreementState, ServiceState


@dataclass(frozen=True)
class Reach:
    """
    How far an organisation works: `regions` of `of_regions` on that day, by name.

    `by_services` where it follows from services in the directory; else from where its agreements reach,
    because no service of its own is recorded.
    """

    footprint: Footprint
    regions: tuple[str, ...]
    of_regions: int
    by_services: bool


def reach_of(organisations: Collection[int], *, on: date) -> Mapping[int, Reach]:
    """The reach of each organisation on a day, by id (four queries, however many)."""
    hierarchy = Hierarchy(on)
    served: dict[int, set[int]] = defaultdict(set)
    given = ServiceArea.objects.filter(
        service__deliverer__in=organisations,
        service__state=ServiceState.PUBLISHED,
        service__during__contains=on,
    )
    for organisation, area in given.values_list("service__deliverer", "area"):
        served[organisation].add(area)
    by_services = set(served)
    agreed = AgreementArea.objects.filter(
        agreement__provider__in=set(organisations) - by_services, agreement__during__contains=on
    ).exclude(agreement__state=AgreementState.ABANDONED)
    for organisation, area in agreed.values_list("agreement__provider", "area"):
        served[organisation].add(area)
    return {one: _reach(hierarchy, served[one], one in by_services) for one in organisations}


def _reach(hierarchy: Hierarchy, served: set[int], by_services: bool) -> Reach:
    regions = {top for area in served for top in hierarchy.tops(area)}
    whole = {one for one in regions if hierarchy.serves_all_of(one, served)}
    kinds = {hierarchy.areas[one].kind for one in regions}
    there = {one.pk for one in hierarchy.areas.values() if one.kind in kinds and hierarchy.on in one.during}
    names = tuple(sorted(hierarchy.areas[one].name for one in regions))
    return Reach(footprint(regions, whole), names, len(there), by_services)
