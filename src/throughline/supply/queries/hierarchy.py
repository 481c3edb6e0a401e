"""Areas as a hierarchy on a day, read once and asked often."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from throughline.core.models import Area, AreaParent

TOPS: Final = ("region", "division")
"""The kinds of area that nothing larger holds."""


@dataclass
class Hierarchy:
    """What lies in what on a day (one query, and one for the areas themselves)."""

    on: date
    _above: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _below: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        links = AreaParent.objects.filter(during__contains=self.on)
        for area, parent in links.values_list("area_id", "parent_id"):
            self._above[area].add(parent)
            self._below[parent].add(area)

    @cached_property
    def areas(self) -> dict[int, Area]:
        """Every area, by id."""
        return {one.pk: one for one in Area.objects.all()}

    def holding(self, area: int) -> set[int]:
        """The area and every larger one that holds it."""
        return _reached(area, self._above)

    def within(self, area: int) -> set[int]:
        """The area and every one in it."""
        return _reached(area, self._below)

    def of_kind(self, kind: str, areas: set[int]) -> set[int]:
        """Those of the areas that are of a kind."""
        return {one for one in areas if one in self.areas and self.areas[one].kind == kind}

    def tops(self, area: int) -> set[int]:
        """The regions or divisions that hold the area, itself where it is one."""
        return {one for kind in TOPS for one in self.of_kind(kind, self.holding(area))}

    def serves_all_of(self, region: int, served: set[int]) -> bool:
        """Whether the areas served, each with all that is in it, cover a region."""
        if region in served:
            return True
        parts = self._below.get(region, set())
        return bool(parts) and all(self.serves_all_of(one, served) for one in parts)


def _reached(area: int, steps: dict[int, set[int]]) -> set[int]:
    found, edge = {area}, {area}
    while edge := {to for frm in edge for to in steps.get(frm, ())} - found:
        found |= edge
    return found
