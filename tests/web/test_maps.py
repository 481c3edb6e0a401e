"""Maps: accessible without a script, numbered like their table, and never of a withheld place."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.template.loader import get_template
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.geography import Point
from throughline.core.geography.topology import Ring
from throughline.web.maps import Drawing, MapArea, MapPoint, Tone
from throughline.web.maps.drawing import RADIUS, WIDTH

SVG = "{http://www.w3.org/2000/svg}"
SQUARE: list[Ring] = [[(-4.0, 50.0), (-3.0, 50.0), (-3.0, 51.0), (-4.0, 51.0)]]
EAST: list[Ring] = [[(-3.0, 50.0), (-2.0, 50.0), (-2.0, 51.0), (-3.0, 51.0)]]


def drawn(drawing: Drawing) -> ElementTree.Element:
    return ElementTree.fromstring(drawing.__html__())


def test_it_says_what_it_shows() -> None:
    svg = drawn(Drawing("Where", "A square & a dot", [MapArea("Here", SQUARE)], name="m"))
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("group", "m-title m-says")
    title, says = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert says is not None
    assert (title.get("id"), title.text, says.get("id"), says.text) == (
        "m-title", "Where", "m-says", "A square & a dot",
    )  # fmt: skip


def test_points_and_areas_are_links_with_their_number_and_name() -> None:
    svg = drawn(
        Drawing(
            "Where",
            "Two",
            [MapArea("West", SQUARE, Tone.HERE, number=1, href="/areas?place=la:w&as_at=1")],
            [
                MapPoint("Centre <b>", Point(50.5, -3.5), 2, "/services/SV-1"),
                MapPoint("Dot", Point(50.4, -3.4)),
            ],
        )
    )
    assert [(one.get("href"), one.get("aria-label")) for one in svg.iter(f"{SVG}a")] == [
        ("/areas?place=la:w&as_at=1", "1: West"),
        ("/services/SV-1", "2: Centre <b>"),
    ]
    assert [one.get("aria-label") for one in svg.iter(f"{SVG}g")] == ["Dot"]
    assert [one.text for one in svg.iter(f"{SVG}text")] == ["1", "2"]
    assert not list(svg.iter(f"{SVG}script"))


def test_what_is_named_by_somebody_else_cannot_become_markup() -> None:
    html = Drawing("<script>", "x", [MapArea('"><script>', SQUARE, href='"><script>')]).__html__()
    assert "<script" not in html


def test_north_is_up_and_west_is_left_and_shapes_are_not_stretched() -> None:
    svg = drawn(Drawing("x", "x", [MapArea("W", SQUARE), MapArea("E", EAST)]))
    west, east = (path.get("d") or "" for path in svg.iter(f"{SVG}path"))
    corners = [corner_of(one) for one in (west, east)]
    assert corners[0][0] < corners[1][0]
    width, height = extent(west)
    # A degree across at 50.5 degrees north is 0.636 of one up.
    assert width / height == pytest.approx(0.636, abs=0.01)


def corner_of(path: str) -> tuple[int, int]:
    found = re.match(r"M(-?\d+) (-?\d+)", path)
    assert found is not None
    return int(found[1]), int(found[2])


def extent(path: str) -> tuple[int, int]:
    x, y = corner_of(path)
    xs, ys = [x], [y]
    for dx, dy in re.findall(r"l(-?\d+) (-?\d+)", path):
        x, y = x + int(dx), y + int(dy)
        xs.append(x)
        ys.append(y)
    return max(xs) - min(xs), max(ys) - min(ys)


def test_it_shows_what_it_is_fitted_to_and_leaves_out_what_lies_outside() -> None:
    far: list[Ring] = [[(1.0, 55.0), (1.1, 55.0), (1.1, 55.1)]]
    here = MapArea("Here", SQUARE)
    svg = drawn(Drawing("x", "x", [here, MapArea("Far", far)], fit=[here]))
    assert len(list(svg.iter(f"{SVG}path"))) == 1


def test_nothing_to_draw_is_no_map_and_needs_no_attribution() -> None:
    nothing = Drawing("x", "x", [MapArea("Unknown", [])])
    assert nothing.is_empty
    assert nothing.__html__() == ""
    assert Drawing("x", "x", points=[MapPoint("Dot", Point(50, -3))]).attribution == ""
    assert "National Statistics" in Drawing("x", "x", [MapArea("Here", SQUARE)]).attribution


@given(st.lists(st.tuples(st.floats(50.0, 51.0), st.floats(-4.0, -3.0)), min_size=1, max_size=25))
def test_numbers_never_stand_on_one_another(places: list[tuple[float, float]]) -> None:
    points = [MapPoint(f"P{n}", Point(*place), n) for n, place in enumerate(places, start=1)]
    svg = drawn(Drawing("x", "x", [MapArea("Here", SQUARE)], points))
    marks = [(float(one.get("cx") or 0), float(one.get("cy") or 0)) for one in svg.iter(f"{SVG}circle")]
    assert len(marks) == len(points)
    for at, (x, y) in enumerate(marks):
        assert 0 <= x <= WIDTH
        for px, py in marks[:at]:
            assert (x - px) ** 2 + (y - py) ** 2 >= (2 * RADIUS) ** 2


def test_a_map_stands_beside_its_table_or_the_table_alone() -> None:
    template = get_template("components/map.html").template.environment.from_string(  # type: ignore[attr-defined]
        '{% from "components/map.html" import beside_its_table %}'
        "{% call beside_its_table(drawing) %}<table></table>{% endcall %}"
    )
    both = template.render(drawing=Drawing("Where", "x", [MapArea("Here", SQUARE)]))
    assert both.index("<svg") < both.index("© Crown copyright") < both.index("<table>")
    alone = template.render(drawing=Drawing("Where", "x"))
    assert "<svg" not in alone
    assert "<table>" in alone
