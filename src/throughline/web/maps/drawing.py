"""One map as SVG: areas, numbered points, a title and a sentence that says what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise, product
from math import cos, pi, radians, sin
from typing import Final

from markupsafe import Markup

from throughline.core.geography import Point
from throughline.core.geography.topology import XY, Ring, box_of, signed_area
from throughline.supply.reference.outlines import ATTRIBUTION

WIDTH: Final = 560
"""The width of a map in its own units; it is shown as wide as there is room."""

MARGIN: Final = 30
TALLEST: Final = 820
RADIUS: Final = 20
"""Of the circle that holds a number: under a thumb on a phone."""

_WIDE: Final = 2 * RADIUS

SMALLEST_VIEW: Final = 0.12
"""Degrees of latitude that a map shows at least, so that one point stands in its surroundings."""


class Tone(Enum):
    """How an area is filled. No meaning rests on it alone: numbers and the table say the same."""

    FAINT = "faint"
    PLAIN = "plain"
    SOME = "some"
    MANY = "many"
    HERE = "here"


@dataclass(frozen=True)
class MapArea:
    """An area on a map: its rings as `Outlines.rings` gives them; with a number, and a link, where it has."""

    name: str
    rings: Sequence[Ring]
    tone: Tone = Tone.PLAIN
    number: int | None = None
    href: str = ""


@dataclass(frozen=True)
class MapPoint:
    """A point on a map, by the number that it has in the table, or a plain dot without one."""

    name: str
    point: Point
    number: int | None = None
    href: str = ""


@dataclass(frozen=True)
class Drawing:
    """
    A map. `title` says what it shows, `says` the same in a sentence for those who cannot see it.

    It shows all of `fit` (all areas and points, unless given), and of the others what lies within. `name`
    tells its parts from those of another map on the page.
    """

    title: str
    says: str
    areas: Sequence[MapArea] = ()
    points: Sequence[MapPoint] = ()
    fit: Sequence[MapArea] | None = None
    name: str = "map"

    @property
    def attribution(self) -> str:
        """Whose outlines they are, to stand under the map."""
        return ATTRIBUTION if self.areas else ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show: no point, and no outline of what it is fitted to."""
        fitted = self.areas if self.fit is None else self.fit
        return not self.points and not any(one.rings for one in fitted)

    def __html__(self) -> str:
        """The map as SVG; nothing when there is nothing to draw."""
        if self.is_empty:
            return ""
        return Markup(
            '<svg class="tl-map" role="group" aria-labelledby="{name}-title {name}-says" '
            'viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">'
            '<title id="{name}-title">{title}</title><desc id="{name}-says">{says}</desc>'
            "{areas}{numbers}{points}</svg>"
        ).format(
            name=self.name,
            width=WIDTH,
            height=self._view.height,
            title=self.title,
            says=self.says,
            areas=Markup().join(self._area(one) for one in self.areas),
            numbers=Markup().join(self._number(one) for one in self.areas if one.number is not None),
            points=Markup().join(self._points()),
        )

    @cached_property
    def _view(self) -> View:
        rings = [ring for one in (self.areas if self.fit is None else self.fit) for ring in one.rings]
        dots: Ring = [(one.point.longitude, one.point.latitude) for one in self.points]
        return View(box_of([*rings, dots] if dots else rings))

    def _area(self, area: MapArea) -> Markup:
        path = self._view.path(area.rings)
        if not path:
            return Markup()
        drawn = Markup('<path class="tl-map__area tl-map__area--%s" d="%s"><title>%s</title></path>') % (
            area.tone.value,
            path,
            area.name,
        )
        if area.href and area.number is None:
            return Markup('<a href="%s" aria-label="%s">%s</a>') % (area.href, area.name, drawn)
        return drawn

    def _number(self, area: MapArea) -> Markup:
        if not area.rings:
            return Markup()
        x, y = self._view.place(_middle(area.rings))
        text = Markup('<text class="tl-map__number" x="%s" y="%s">%s</text>') % (x, y + 6, area.number)
        return _linked(area.href, f"{area.number}: {area.name}", text)

    def _points(self) -> Iterable[Markup]:
        circles = _Circles(self._view.height)
        for one in self.points:
            at = self._view.place((one.point.longitude, one.point.latitude))
            if one.number is None:
                yield _linked(
                    one.href,
                    one.name,
                    Markup('<circle class="tl-map__dot" cx="%s" cy="%s" r="9"/>') % at,
                )
                continue
            x, y = circles.stand(at)
            line = Markup('<path class="tl-map__leader" d="M%s %sL%s %s"/>') % (*at, x, y)
            mark = Markup(
                '%s<circle class="tl-map__point" cx="%s" cy="%s" r="%s"/>'
                '<text class="tl-map__mark" x="%s" y="%s">%s</text>'
            ) % (line if (x, y) != at else "", x, y, RADIUS, x, y + 7, one.number)
            yield _linked(one.href, f"{one.number}: {one.name}", mark)


class View:
    """The part of the country that a map shows, and where on the map a point of it lies."""

    def __init__(self, box: tuple[float, float, float, float]) -> None:
        west, south, east, north = box
        self._flat = cos(radians((south + north) / 2))
        short = max(0.0, SMALLEST_VIEW - (north - south)) / 2
        south, north = south - short, north + short
        short = max(0.0, SMALLEST_VIEW / self._flat - (east - west)) / 2
        west, east = west - short, east + short
        across, up = (east - west) * self._flat, north - south
        self._scale = min((WIDTH - 2 * MARGIN) / across, (TALLEST - 2 * MARGIN) / up)
        self.height = round(up * self._scale) + 2 * MARGIN
        self._left = west - (WIDTH / self._scale - across) / 2 / self._flat
        self._top = north + MARGIN / self._scale

    def place(self, point: XY) -> tuple[int, int]:
        """Where a longitude and latitude lie on the map, in its own units from the top left."""
        x, y = point
        return round((x - self._left) * self._flat * self._scale), round((self._top - y) * self._scale)

    def path(self, rings: Iterable[Ring]) -> str:
        """The rings as the `d` of a path, without what is too small to see or lies wholly outside."""
        drawn = []
        for ring in rings:
            points = [self.place(one) for one in ring]
            line = [here for before, here in pairwise([points[-1], *points]) if here != before]
            if len(line) > 2 and self._seen(line):
                first, *_ = line
                steps = "".join(f"l{x2 - x} {y2 - y}" for (x, y), (x2, y2) in pairwise(line))
                drawn.append(f"M{first[0]} {first[1]}{steps}z")
        return "".join(drawn)

    def _seen(self, line: Sequence[tuple[int, int]]) -> bool:
        xs, ys = zip(*line, strict=True)
        return bool(min(xs) <= WIDTH and max(xs) >= 0 and min(ys) <= self.height and max(ys) >= 0)


def _linked(href: str, says: str, drawn: Markup) -> Markup:
    if href:
        return Markup('<a class="tl-map__link" href="%s" aria-label="%s">%s</a>') % (href, says, drawn)
    return Markup('<g tabindex="0" role="img" aria-label="%s">%s</g>') % (says, drawn)


def _middle(rings: Sequence[Ring]) -> XY:
    """A point well inside the largest ring: the middle of the widest line across it at half its height."""
    ring = max(rings, key=lambda one: abs(signed_area(one)))
    _, south, _, north = box_of([ring])
    best = (0.0, ring[0])
    for part in (0.5, 0.4, 0.6, 0.3, 0.7):
        y = south + (north - south) * part
        crossings = sorted(
            x1 + (y - y1) * (x2 - x1) / (y2 - y1)
            for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])
            if (y1 > y) != (y2 > y)
        )
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            # Nearer to half way up is better for the eye, so a line elsewhere must be a good deal wider.
            width = (right - left) * (1 - abs(part - 0.5))
            if width > best[0]:
                best = (width, ((left + right) / 2, y))
    return best[1]


_AROUND: Final = tuple(
    (round(away * (RADIUS + 4) * cos(turn * pi / 4)), round(away * (RADIUS + 4) * sin(turn * pi / 4)))
    for away in range(8)
    for turn in range(8 if away else 1)
)
"""How far from its point a numbered circle may stand, the nearest first."""


class _Circles:
    """The numbered circles of a map, each where it has room."""

    def __init__(self, height: int) -> None:
        self._height = height
        # By squares as wide as a circle: whatever a circle could touch stands in its square or beside it.
        self._in_square: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def stand(self, at: tuple[int, int]) -> tuple[int, int]:
        """Where the next circle stands: at its point, or around it when another stands there."""
        x, y = next((one for one in self._places(at) if self._has_room(*one)), at)
        self._in_square.setdefault((x // _WIDE, y // _WIDE), []).append((x, y))
        return x, y

    def _places(self, at: tuple[int, int]) -> Iterator[tuple[int, int]]:
        for east, south in _AROUND:
            x, y = at[0] + east, at[1] + south
            if RADIUS <= x <= WIDTH - RADIUS and RADIUS <= y <= self._height - RADIUS:
                yield x, y

    def _has_room(self, x: int, y: int) -> bool:
        column, row = x // _WIDE, y // _WIDE
        return all(
            (x - there) ** 2 + (y - that) ** 2 >= _WIDE**2
            for square in product((column - 1, column, column + 1), (row - 1, row, row + 1))
            for there, that in self._in_square.get(square, ())
        )
