"""How many organisations of a scheme's chain stand in each area, to be mapped and listed (S4)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

from throughline.core.models import Area
from throughline.supply.models import AgreementArea, Scheme
from throughline.supply.queries.hierarchy import Hierarchy
from throughline.supply.queries.landscape import agreements_of

GROUND: Final = "pcc"
"""The kind of area that is counted by: every contract is let for one, or for an area made of several."""


@dataclass(frozen=True)
class StandInArea:
    """
    The organisations that stand in an area, in a larger one that holds it or in a part of it.

    Each counts once: `contracts` hold a contract there, `below` work below another, and some do both.
    """

    area: Area
    organisations: int
    contracts: int
    below: int

    @property
    def name(self) -> str:
        """The area, to sort by."""
        return self.area.name

    @property
    def pk(self) -> int:
        """What tells one from another."""
        return self.area.pk


def stand_by_area(scheme: Scheme, *, on: date | None = None) -> list[StandInArea]:
    """
    Each police area with the organisations of the chain that stand there, by name (three queries).

    Areas of a scheme in which there are no police areas are counted as they are recorded. `on` asks as at a
    day, without it everything recorded.
    """
    hierarchy = Hierarchy(on or scheme.during.from_)
    agreements = agreements_of(scheme.pk, on=on).order_by()
    links = AgreementArea.objects.filter(agreement__in=agreements.values("pk"))
    touched: dict[int, set[tuple[int, bool]]] = defaultdict(set)
    for area, provider, tier in links.values_list("area_id", "agreement__provider", "agreement__tier"):
        around = hierarchy.within(area) | hierarchy.holding(area)
        for one in hierarchy.of_kind(GROUND, around) or {area}:
            touched[one].add((provider, tier == 1))
    found = [
        StandInArea(
            hierarchy.areas[area],
            len({provider for provider, _ in several}),
            len({provider for provider, is_top in several if is_top}),
            len({provider for provider, is_top in several if not is_top}),
        )
        for area, several in touched.items()
    ]
    return sorted(found, key=lambda one: (one.name, one.pk))
