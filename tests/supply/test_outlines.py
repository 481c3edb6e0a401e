"""The outlines that ship with the service: of every authority, and true enough to find one by a point."""

from __future__ import annotations

import csv
import json
from itertools import product
from typing import Any

import pytest

from tests.factories import NOW
from tests.shared_data import shared
from throughline.core.geography import Point, miles_between
from throughline.core.geography.topology import Outlines, box_of, signed_area
from throughline.core.models import Area
from throughline.core.queries.places import larger_areas
from throughline.supply.actions.reference import load_reference
from throughline.supply.queries.ground import ground_of, pieces_of
from throughline.supply.reference.local.authorities import authorities, records_begin, stood_on_ground_of
from throughline.supply.reference.outlines import outlines
from throughline.supply.reference.outlines.derive import derive

TORQUAY, CARDIFF, LEICESTER = Point(50.4619, -3.5253), Point(51.4816, -3.1791), Point(52.6369, -1.1398)


def test_every_authority_of_the_first_day_has_an_outline() -> None:
    assert outlines().codes == {code for code, one in authorities().items() if records_begin() in one.during}


@pytest.mark.parametrize(
    ("point", "name"), [(TORQUAY, "Torbay"), (CARDIFF, "Cardiff"), (LEICESTER, "Leicester")]
)
def test_a_town_lies_in_its_authority(point: Point, name: str) -> None:
    code = outlines().holding(point)
    assert code is not None
    assert authorities()[code].name == name


@pytest.mark.parametrize(
    ("authority", "pieces"),
    [
        ("E06000027", {"E06000027"}),
        ("E06000063", {"E07000026", "E07000028", "E07000029"}),
        ("E07000246", {"E07000190", "E07000191"}),
        ("E06000066", {"E07000187", "E07000188", "E07000189", "E07000190", "E07000191"}),
    ],
)
def test_an_authority_made_of_several_has_the_ground_of_each(authority: str, pieces: set[str]) -> None:
    assert pieces_of(authority) == pieces


def test_the_whole_country_is_as_large_as_it_is() -> None:
    rings = outlines().rings(outlines().codes)
    assert box_of(rings) == pytest.approx((-6.35, 49.9, 1.76, 55.8), abs=0.1)
    # 151,000 square kilometres; a square degree here is about 7,480 of them.
    assert sum(signed_area(ring) for ring in rings) * 7480 == pytest.approx(151_000, rel=0.03)


def test_nearly_every_outcode_lies_in_the_authority_that_the_published_outlines_say() -> None:
    published = json.loads(shared("real", "geography", "local_authorities_2024_ew.geojson").read_text())
    theirs = {one["properties"]["code"]: one for one in published["features"]}
    with shared("real", "geography", "uk_outcodes.csv").open() as opened:
        rows = [row for row in csv.DictReader(opened) if row["country"] in ("ENG", "WLS")]
    found = same = 0
    for row in rows:
        point = Point(float(row["latitude"]), float(row["longitude"]))
        if code := outlines().holding(point):
            found += 1
            same += holds(theirs[stood_on_ground_of(code)[-1].code], point)
    assert found >= len(rows) - 6
    assert same >= 0.985 * found


def holds(feature: dict[str, Any], point: Point) -> bool:
    """Whether a feature of the published outlines holds a point."""
    written = feature["geometry"]["coordinates"]
    polygons = [written] if feature["geometry"]["type"] == "Polygon" else written
    lines = [[(x, y) for x, y in ring[:-1]] for polygon in polygons for ring in polygon]
    arcs = [[*line, line[0]] for line in lines]
    return Outlines(arcs, {"it": list(range(len(arcs)))}).holding(point) == "it"


def square(name: str, x: int, y: int) -> dict[str, Any]:
    corners = [[x, y], [x, y + 1], [x + 1, y + 1], [x + 1, y], [x, y]]
    return {
        "properties": {"LSOA11NM": name},
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }


def test_small_areas_of_one_name_become_one_outline_that_meets_its_neighbours() -> None:
    torbay = [square(f"Torbay 00{x}{y}", x, y) for x, y in product((0, 1), repeat=2)]
    made = Outlines.from_topojson(derive([*torbay, square("Plymouth 001A", 2, 0)]), "authorities")
    assert made.codes == {"E06000026", "E06000027"}
    (ring,) = made.rings(["E06000027"])
    assert signed_area(ring) == pytest.approx(4)
    assert len(made.rings(made.codes)) == 1
    assert sum(signed_area(one) for one in made.rings(made.codes)) == pytest.approx(5)


def test_a_sliver_between_neighbours_is_closed() -> None:
    torbay, plymouth = square("Torbay 001A", 0, 0), square("Plymouth 001A", 1, 0)
    torbay["geometry"]["coordinates"] = [[[0, 0], [0, 1], [1, 1], [0.95, 0.5], [1, 0], [0, 0]]]
    made = Outlines.from_topojson(derive([torbay, plymouth]), "authorities")
    (ring,) = made.rings(made.codes)
    assert signed_area(ring) == pytest.approx(2)
    sizes = {code: sum(map(signed_area, made.rings([code]))) for code in made.codes}
    assert sum(sizes.values()) == pytest.approx(2)


@pytest.mark.django_db
class TestInTheRecords:
    @pytest.fixture(autouse=True)
    def loaded(self) -> None:
        load_reference(NOW)

    def test_larger_areas_have_the_ground_of_the_authorities_in_them(self) -> None:
        day = NOW.date()
        area = {one.name: one.pk for one in Area.objects.filter(kind__in=("cpa", "pcc"))}
        ground = ground_of([area["Devon & Cornwall"], area["Dorset, Devon and Cornwall"]], on=day)
        assert len(ground[area["Devon & Cornwall"]]) == 12
        assert ground[area["Dorset, Devon and Cornwall"]] > ground[area["Devon & Cornwall"]]

    def test_every_division_on_a_day_has_its_share_and_they_make_the_whole(self) -> None:
        day = NOW.date()
        divisions = list(Area.objects.filter(kind="division").values_list("pk", flat=True))
        parts = ground_of(divisions, on=day)
        assert sum(len(one) for one in parts.values()) == len(outlines().codes) == 348

    def test_an_area_of_which_nothing_is_known_has_no_ground(self) -> None:
        area = Area.objects.create(kind="pdu", code="x", name="X", during=Area.objects.first().during)  # type: ignore[union-attr]
        assert ground_of([area.pk], on=NOW.date()) == {area.pk: frozenset()}

    def test_each_area_has_its_middle(self) -> None:
        assert not Area.objects.filter(latitude=None).exists()
        torbay = Area.objects.get(kind="la", name="Torbay")
        assert torbay.latitude is not None
        assert torbay.longitude is not None
        assert miles_between(TORQUAY, Point(torbay.latitude, torbay.longitude)) < 5
        assert torbay.pk == larger_areas([torbay.pk], on=NOW.date())[0]

    def test_an_area_that_lost_its_middle_is_given_it_again(self) -> None:
        Area.objects.filter(name="Gwent").update(latitude=None, longitude=None)
        load_reference(NOW)
        assert Area.objects.get(name="Gwent").latitude == pytest.approx(51.7, abs=0.2)
