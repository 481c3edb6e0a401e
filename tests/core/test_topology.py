"""Outlines that share borders: joined, looked into, and measured."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.geography import Point
from throughline.core.geography.topology import NoOutline, Outlines, signed_area

SIDE = 3


def grid(size: int = SIDE) -> dict[str, Any]:
    """Squares of one degree, `size` by `size`, named by column and row from the south west: "0,0" and on."""
    arcs: list[list[list[int]]] = []
    number: dict[tuple[str, int, int], int] = {}
    for x, y in product(range(size + 1), repeat=2):
        for way, step in (("across", [1, 0]), ("up", [0, 1])):
            if x + step[0] <= size and y + step[1] <= size:
                number[way, x, y] = len(arcs)
                arcs.append([[x, y], step])
    squares = [
        {
            "type": "MultiPolygon",
            "id": f"{x},{y}",
            "arcs": [[[
                number["across", x, y], number["up", x + 1, y],
                ~number["across", x, y + 1], ~number["up", x, y],
            ]]],
        }
        for x, y in product(range(size), repeat=2)
    ]  # fmt: skip
    return {
        "type": "Topology",
        "transform": {"scale": [1, 1], "translate": [0, 50]},
        "objects": {"squares": {"type": "GeometryCollection", "geometries": squares}},
        "arcs": arcs,
    }


@pytest.fixture(scope="module")
def squares() -> Outlines:
    return Outlines.from_topojson(grid(), "squares")


SOME = st.sets(st.sampled_from([f"{x},{y}" for x, y in product(range(SIDE), repeat=2)]), min_size=1)


@given(SOME)
def test_several_together_have_the_ground_of_each(names: set[str]) -> None:
    squares = Outlines.from_topojson(grid(), "squares")
    rings = squares.rings(names)
    assert sum(signed_area(ring) for ring in rings) == pytest.approx(len(names))
    borders = sum(len(ring) for ring in rings)
    neighbours = sum(
        f"{x + across},{y + up}" in names
        for x, y in (map(int, one.split(",")) for one in names)
        for across, up in ((1, 0), (0, 1))
    )
    assert borders == 4 * len(names) - 2 * neighbours


def test_two_neighbours_are_one_ring_without_the_border_between(squares: Outlines) -> None:
    (ring,) = squares.rings(["0,0", "1,0"])
    assert set(ring) == {(0, 50), (1, 50), (2, 50), (2, 51), (1, 51), (0, 51)}


def test_a_hole_is_a_ring_the_other_way_round(squares: Outlines) -> None:
    around = [f"{x},{y}" for x, y in product(range(SIDE), repeat=2) if (x, y) != (1, 1)]
    assert sorted(signed_area(ring) for ring in squares.rings(around)) == [-1, 9]


@pytest.mark.parametrize(
    ("longitude", "latitude", "name"),
    [(0.5, 50.5, "0,0"), (2.9, 52.9, "2,2"), (1.5, 51.5, "1,1"), (3.1, 50.5, None), (0.5, 49.9, None)],
)
def test_a_point_lies_in_one_of_them_or_in_none(
    squares: Outlines, longitude: float, latitude: float, name: str | None
) -> None:
    assert squares.holding(Point(latitude, longitude)) == name


@given(st.floats(0.01, SIDE - 0.01), st.floats(50.01, 50 + SIDE - 0.01))
def test_no_point_between_them_lies_in_none(longitude: float, latitude: float) -> None:
    squares = Outlines.from_topojson(grid(), "squares")
    assert squares.holding(Point(latitude, longitude)) is not None


@pytest.mark.parametrize(("miles", "name"), [(4, "2,0"), (2, None)])
def test_the_nearest_border_is_found_within_so_many_miles(
    squares: Outlines, miles: float, name: str | None
) -> None:
    # A tenth of a degree of longitude is under seven miles at the equator; at 50 degrees north, about four.
    assert squares.nearest(Point(50.5, 3.08), within_miles=miles) == name


def test_the_middle_of_several_is_weighed_by_their_ground(squares: Outlines) -> None:
    assert squares.middle(["1,1"]) == Point(51.5, 1.5)
    both = squares.middle(["0,0", "2,0"])
    assert both == Point(50.5, 1.5)
    assert squares.middle([]) is None


def test_there_is_no_outline_of_what_is_not_there(squares: Outlines) -> None:
    with pytest.raises(NoOutline):
        squares.rings(["9,9"])
