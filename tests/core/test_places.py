"""Finding the place that somebody means, and every area and board over it as at a day (S245)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.db import DataError, IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from tests.factories import (
    AreaFactory,
    AreaParentFactory,
    BoardAreaFactory,
    BoardFactory,
    OutcodeAreaFactory,
    OutcodeFactory,
    SiteFactory,
)
from throughline.core.models import Area, Outcode
from throughline.core.periods import Period
from throughline.core.queries.places import (
    PlaceNotFound,
    SeveralPlaces,
    boards_of,
    find_place,
    larger_areas,
)

pytestmark = pytest.mark.django_db
ON = date(2020, 1, 1)
BEFORE = Period(date(2017, 4, 1), date(2019, 4, 1))
AFTER = Period(date(2019, 4, 1), None)


def area(kind: str, name: str, within: Area | None = None, during: Period | None = None) -> Area:
    made: Area = AreaFactory(
        kind=kind, code=name.lower(), name=name, **({"during": during} if during else {})
    )
    if within is not None:
        AreaParentFactory(area=made, parent=within, parent_kind=within.kind, during=made.during)
    return made


@dataclass
class Coast:
    """Two old boroughs that became one in 2019, in one police area, with an outcode in the first."""

    north: Area
    south: Area
    both: Area
    police: Area
    region: Area
    outcode: Outcode


@pytest.fixture
def coast() -> Coast:
    region = area("region", "West")
    police = area("pcc", "Sea & Shore", region)
    north, south = (area("la", name, police, BEFORE) for name in ("Northcliff", "Southcliff"))
    both = area("la", "Cliffs", police, AFTER)
    outcode = OutcodeFactory(code="XC1", latitude=50.5, longitude=-3.5)
    OutcodeAreaFactory(outcode=outcode, area=north)
    OutcodeAreaFactory(outcode=outcode, area=both)
    return Coast(north, south, both, police, region, outcode)


@pytest.mark.asks("S245")
@pytest.mark.parametrize("written", ["XC1 1AA", "xc11aa", "xc1", " XC1  "])
def test_a_postcode_lies_where_its_outcode_does(coast: Coast, written: str) -> None:
    found = find_place(written, on=ON)
    assert (found.kind, found.latitude, found.longitude) == ("outcode", 50.5, -3.5)
    assert found.area_ids == (coast.both.pk, coast.police.pk, coast.region.pk)


@pytest.mark.asks("S245")
def test_areas_are_those_of_the_day(coast: Coast) -> None:
    assert find_place("XC1", on=date(2019, 3, 31)).area_ids[0] == coast.north.pk
    assert find_place("XC1", on=date(2019, 4, 1)).area_ids[0] == coast.both.pk


def test_a_county_stands_between_a_district_and_the_police_area(coast: Coast) -> None:
    county = area("county", "Shire", coast.police)
    district = area("la", "Dale", coast.police)
    AreaParentFactory(area=district, parent=county, parent_kind="county")
    assert larger_areas([district.pk], on=ON) == (district.pk, county.pk, coast.police.pk, coast.region.pk)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("cliffs", "Cliffs"),
        ("Sea & Shore", "Sea & Shore"),
        ("sea and shore", "Sea & Shore"),
        ("shore", "Sea & Shore"),
        ("Torre House", "Torre House"),
        ("torre", "Torre House"),
        ("pcc:sea & shore", "Sea & Shore"),
        ("office:7", "Torre House"),
    ],
)
def test_sites_and_areas_are_found_by_name_part_of_it_or_key(coast: Coast, written: str, name: str) -> None:
    SiteFactory(name="Torre House", code="7", outcode=coast.outcode)
    found = find_place(written, on=ON)
    assert found.name == name
    assert find_place(found.key, on=ON) == found


def test_an_office_lies_where_its_postcode_does_unless_its_own_point_is_known(coast: Coast) -> None:
    SiteFactory(name="Torre House", outcode=coast.outcode)
    SiteFactory(name="Pier Court", kind="court", outcode=coast.outcode, latitude=50.6, longitude=-3.6)
    SiteFactory(name="Nowhere Office")
    assert find_place("Torre House", on=ON).latitude == 50.5
    court = find_place("Pier Court", on=ON)
    assert (court.kind, court.latitude, court.area_ids[0]) == ("court", 50.6, coast.both.pk)
    lost = find_place("Nowhere Office", on=ON)
    assert (lost.point, lost.area_ids) == (None, ())


def test_a_whole_name_goes_before_a_part_of_one(coast: Coast) -> None:
    area("la", "Cliffs and Dales", coast.police)
    assert find_place("cliffs", on=ON).area_ids[0] == coast.both.pk


def test_one_name_of_several_gives_the_choices(coast: Coast) -> None:
    area("county", "West")
    with pytest.raises(SeveralPlaces, match="Several places are called “west”") as told:
        find_place("west", on=ON)
    assert [(one.kind, one.name) for one in told.value.choices] == [("county", "West"), ("region", "West")]
    for choice in told.value.choices:
        assert find_place(choice.key, on=ON).name == "West"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "Enter a postcode, an office, a court or an area"),
        ("ZZ9 9ZZ", "no postcode that begins ZZ9"),
        ("Atlantis", "called “Atlantis”"),
        ("Northcliff", "called “Northcliff”"),
        ("bad\0byte", "characters that cannot be shown"),
        ("x" * 300, "200 characters or fewer"),
        ("pcc:nowhere", "called “pcc:nowhere”"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(coast: Coast, written: str, said: str) -> None:
    with pytest.raises(PlaceNotFound, match=said):
        find_place(written, on=ON)


def test_where_no_postcodes_are_loaded_it_says_so() -> None:
    with pytest.raises(PlaceNotFound, match="No postcodes are known here yet"):
        find_place("TQ1", on=ON)


@pytest.mark.asks("S245")
def test_boards_of_a_place_are_those_that_work_there_on_the_day(coast: Coast) -> None:
    whole = BoardAreaFactory(board__kind="hwb", board__name="Cliffs", area=coast.both).board
    over = BoardAreaFactory(board__kind="mappa", board__name="Sea & Shore", area=coast.police).board
    over.during = AFTER
    over.save()
    place = find_place("XC1", on=ON)
    assert [(one.board, one.perhaps) for one in boards_of(place, on=ON)] == [(whole, False), (over, False)]
    assert [one.board for one in boards_of(find_place("XC1", on=BEFORE.from_), on=BEFORE.from_)] == []


@pytest.mark.asks("S245")
def test_of_boards_for_parts_of_an_area_the_ground_of_a_postcode_tells_which(coast: Coast) -> None:
    for old in (coast.north, coast.south):
        board = BoardFactory(kind="csp", name=old.name)
        BoardAreaFactory(board=board, area=old)
        BoardAreaFactory(board=board, area=coast.both, partly=True)
    in_it = boards_of(find_place("XC1", on=ON), on=ON)
    assert [(one.board.name, one.perhaps) for one in in_it] == [("Northcliff", False)]
    SiteFactory(name="Torre House", outcode=coast.outcode)
    assert [one.board.name for one in boards_of(find_place("Torre House", on=ON), on=ON)] == ["Northcliff"]
    of_the_area = boards_of(find_place("Cliffs", on=ON), on=ON)
    assert [(one.board.name, one.perhaps) for one in of_the_area] == [
        ("Northcliff", True),
        ("Southcliff", True),
    ]


def test_a_place_is_found_in_a_fixed_number_of_queries(
    coast: Coast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        area("la", f"Cove {number}", coast.police)
    with django_assert_max_num_queries(6):
        find_place("XC1 1AA", on=ON)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "TQ1 1AA"},
        {"code": "tq1"},
        {"latitude": 91},
        {"longitude": -181},
    ],
)
def test_the_database_refuses_what_is_no_outcode(wrong: dict[str, object]) -> None:
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        OutcodeFactory(**wrong)


@pytest.mark.parametrize("half", [{"latitude": 50.0}, {"longitude": -3.0}])
def test_the_database_refuses_half_a_point(half: dict[str, float]) -> None:
    for factory in (AreaFactory, SiteFactory):
        with pytest.raises(IntegrityError, match="point_whole"), transaction.atomic():
            factory(**half)
