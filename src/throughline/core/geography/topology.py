"""
Outlines that share their borders: a border between two areas is kept once, as an arc that both name.

So neighbours meet without a gap however coarse the arcs are, and the outline of several areas together is
made of the arcs that only one of them names. Read from TopoJSON. Points are pairs of longitude and
latitude, in degrees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, radians
from typing import Any, Final

from throughline.core.geography.points import Point, miles_between

XY = tuple[float, float]
Ring = list[XY]
"""A closed line: the last point is joined to the first, and not said twice."""

_MILES_IN_A_DEGREE: Final = 69.2


class NoOutline(KeyError):
    """There is no outline of this area."""


@dataclass(frozen=True)
class Ground:
    """The middle of an area and its size, in square degrees of the equator."""

    longitude: float
    latitude: float
    size: float


class Outlines:
    """
    The outlines of areas by their codes.

    :raises NoOutline: from asking for a code that is not among `codes`
    """

    def __init__(self, arcs: Sequence[Sequence[XY]], named: Mapping[str, Sequence[int]]) -> None:
        self._arcs = arcs
        self._named = named

    @classmethod
    def from_topojson(cls, topology: Mapping[str, Any], name: str) -> Outlines:
        """The geometries of the object `name`, each by its `id`."""
        (across, up), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
        arcs = []
        for written in topology["arcs"]:
            x = y = 0
            arc = []
            for step_x, step_y in written:
                x, y = x + step_x, y + step_y
                arc.append((x * across + left, y * up + bottom))
            arcs.append(arc)
        named = {
            one["id"]: [arc for polygon in one["arcs"] for ring in polygon for arc in ring]
            for one in topology["objects"][name]["geometries"]
        }
        return cls(arcs, named)

    @property
    def codes(self) -> frozenset[str]:
        """Every area there is an outline of."""
        return frozenset(self._named)

    def rings(self, codes: Iterable[str]) -> list[Ring]:
        """
        The outline of these areas together: rings around them, and around what they leave out.

        A point is inside when it is inside an odd number of rings.
        """
        left: dict[int, int] = {}
        for code in set(codes):
            for arc in self._of(code):
                # One way for this area and the other way for its neighbour: between the two it is no border.
                if left.pop(~arc, None) is None:
                    left[arc] = arc
        return self._joined(left)

    def holding(self, point: Point) -> str | None:
        """The area that holds a point."""
        for code, (west, south, east, north) in self._boxes.items():
            near = west <= point.longitude <= east and south <= point.latitude <= north
            if near and _inside(self._own_rings[code], point):
                return code
        return None

    def nearest(self, point: Point, *, within_miles: float) -> str | None:
        """The area whose border is nearest to a point, when it is no further than that."""
        reach = within_miles / _MILES_IN_A_DEGREE
        aside = reach / max(0.1, cos(radians(point.latitude)))
        found: list[tuple[float, str]] = []
        for code, (west, south, east, north) in self._boxes.items():
            near_across = west - aside <= point.longitude <= east + aside
            if near_across and south - reach <= point.latitude <= north + reach:
                found.append((min(_miles_to(ring, point) for ring in self._own_rings[code]), code))
        miles, code = min(found, default=(0.0, ""))
        return code if code and miles <= within_miles else None

    def middle(self, codes: Iterable[str]) -> Point | None:
        """The middle of these areas together, weighed by their size; none of no areas."""
        parts = [self._grounds[code] for code in set(codes)]
        size = sum(one.size for one in parts)
        if not size:
            return None
        return Point(
            sum(one.latitude * one.size for one in parts) / size,
            sum(one.longitude * one.size for one in parts) / size,
        )

    @cached_property
    def _own_rings(self) -> dict[str, list[Ring]]:
        return {code: self.rings([code]) for code in self._named}

    @cached_property
    def _boxes(self) -> dict[str, tuple[float, float, float, float]]:
        return {code: box_of(rings) for code, rings in self._own_rings.items()}

    @cached_property
    def _grounds(self) -> dict[str, Ground]:
        return {code: _ground(rings) for code, rings in self._own_rings.items()}

    def _of(self, code: str) -> Sequence[int]:
        try:
            return self._named[code]
        except KeyError:
            raise NoOutline(code) from None

    def _joined(self, arcs: Iterable[int]) -> list[Ring]:
        """Put arcs end to end until each ring closes."""
        by_start: dict[XY, list[int]] = defaultdict(list)
        for arc in arcs:
            by_start[self._points(arc)[0]].append(arc)
        rings = []
        while by_start:
            start = next(iter(by_start))
            ring: Ring = []
            here = start
            while not ring or here != start:
                there = by_start[here]
                points = self._points(there.pop())
                if not there:
                    del by_start[here]
                ring += points[:-1]
                here = points[-1]
            rings.append(ring)
        return rings

    def _points(self, arc: int) -> Sequence[XY]:
        return self._arcs[arc] if arc >= 0 else self._arcs[~arc][::-1]


def box_of(rings: Iterable[Ring]) -> tuple[float, float, float, float]:
    """West, south, east and north of rings."""
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def signed_area(ring: Ring) -> float:
    """The area inside a ring in square degrees, above nothing when it runs against the clock."""
    return sum(x * y2 - x2 * y for (x, y), (x2, y2) in _sides(ring)) / 2


def _sides(ring: Ring) -> Iterable[tuple[XY, XY]]:
    return zip(ring, ring[1:] + ring[:1], strict=True)


def _inside(rings: Iterable[Ring], point: Point) -> bool:
    """Whether a line from the point to the east crosses the rings an odd number of times."""
    x, y = point.longitude, point.latitude
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in _sides(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
    return inside


def _miles_to(ring: Ring, point: Point) -> float:
    """The miles from a point to the nearest side of a ring, as on a flat map around the point."""
    across = cos(radians(point.latitude))
    best = None
    for (x1, y1), (x2, y2) in _sides(ring):
        dx, dy = (x2 - x1) * across, y2 - y1
        px, py = (point.longitude - x1) * across, point.latitude - y1
        length = dx * dx + dy * dy
        along = max(0.0, min(1.0, (px * dx + py * dy) / length)) if length else 0.0
        away = (px - along * dx) ** 2 + (py - along * dy) ** 2
        if best is None or away < best[0]:
            best = (away, x1 + along * (x2 - x1), y1 + along * (y2 - y1))
    assert best is not None
    return miles_between(point, Point(best[2], best[1]))


def _ground(rings: Sequence[Ring]) -> Ground:
    total = x_sum = y_sum = 0.0
    for ring in rings:
        for (x1, y1), (x2, y2) in _sides(ring):
            cross = x1 * y2 - x2 * y1
            total += cross
            x_sum += (x1 + x2) * cross
            y_sum += (y1 + y2) * cross
    latitude = y_sum / (3 * total)
    return Ground(x_sum / (3 * total), latitude, abs(total) / 2 * cos(radians(latitude)))
