"""How many services answer each need in each area as at a day, those that none answers included (S73)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import QuerySet

from throughline.supply.models import Scheme, Service, ServiceArea, ServiceNeed
from throughline.supply.queries.directory import Wanted, directory
from throughline.supply.queries.hierarchy import Hierarchy
from throughline.vocabulary.needs import Need


def services_by_need_and_area(
    scheme: Scheme, areas: Collection[int], needs: Collection[Need], *, on: date
) -> Mapping[int, Mapping[Need, int]]:
    """
    For each of the areas and each of the needs, how many services of the scheme answer it there (3 queries).

    They are those of the directory on the day `on`, as `Wanted` finds them: given in the area, in a larger
    one that holds it, or in a part of it. A need that nothing answers somewhere is counted as 0.
    """
    standing = directory(Wanted(scheme=scheme.code), on=on).order_by()
    answering = _answering(standing, needs)
    given: dict[int, set[int]] = defaultdict(set)
    for area, service in ServiceArea.objects.filter(service__in=standing.values("pk")).values_list(
        "area", "service"
    ):
        given[area].add(service)
    hierarchy = Hierarchy(on)
    counted: dict[int, dict[Need, int]] = {}
    for area in areas:
        touching = hierarchy.holding(area) | hierarchy.within(area)
        here = set().union(*(given[one] for one in touching if one in given))
        counted[area] = {need: len(here & answering[need]) for need in needs}
    return counted


def _answering(standing: QuerySet[Service], needs: Collection[Need]) -> dict[Need, set[int]]:
    found: dict[Need, set[int]] = {need: set() for need in needs}
    links = ServiceNeed.objects.filter(service__in=standing.values("pk"), need__in=needs)
    for need, service in links.values_list("need", "service"):
        found[Need(need)].add(service)
    return found
