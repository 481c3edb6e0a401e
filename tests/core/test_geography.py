"""Points, distances and postcodes: rules without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.geography import NotAPostcode, Point, find_postcode, miles_between, read_postcode

POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))

LONDON, EDINBURGH = Point(51.5074, -0.1278), Point(55.9533, -3.1883)
LANDS_END, JOHN_O_GROATS = Point(50.0657, -5.7132), Point(58.6373, -3.0689)
CARDIFF, TORQUAY = Point(51.4816, -3.1791), Point(50.4619, -3.5253)


@pytest.mark.parametrize(
    ("here", "there", "miles"),
    [
        pytest.param(LONDON, LONDON, 0, id="the same place"),
        pytest.param(LONDON, EDINBURGH, 332, id="London to Edinburgh"),
        pytest.param(LANDS_END, JOHN_O_GROATS, 603, id="Land’s End to John o’ Groats"),
        pytest.param(CARDIFF, TORQUAY, 72, id="Cardiff to Torquay, over water"),
        pytest.param(Point(0, 0), Point(0, 180), 12_437, id="half way round the earth"),
        pytest.param(Point(50, 0), Point(51, 0), 69.1, id="one degree north"),
    ],
)
def test_distances_are_those_on_the_map(here: Point, there: Point, miles: float) -> None:
    assert miles_between(here, there) == pytest.approx(miles, rel=0.005)


@given(POINTS, POINTS)
def test_there_is_as_far_as_back_and_never_further_than_half_way_round(here: Point, there: Point) -> None:
    assert miles_between(here, there) == pytest.approx(miles_between(there, here))
    assert 0 <= miles_between(here, there) <= 12_438


@given(POINTS, POINTS, POINTS)
def test_no_way_round_is_shorter(here: Point, by: Point, there: Point) -> None:
    assert miles_between(here, there) <= miles_between(here, by) + miles_between(by, there) + 1e-3


@pytest.mark.parametrize(("latitude", "longitude"), [(90.1, 0), (-91, 0), (0, 181), (float("nan"), 0)])
def test_a_point_off_the_globe_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="no point"):
        Point(latitude, longitude)


@pytest.mark.parametrize(
    ("written", "outcode", "whole"),
    [
        ("TQ1 1AA", "TQ1", "TQ1 1AA"),
        ("tq11aa", "TQ1", "TQ1 1AA"),
        (" tq1 ", "TQ1", "TQ1"),
        ("CF10 3 NQ", "CF10", "CF10 3NQ"),
        ("ec1a1bb", "EC1A", "EC1A 1BB"),
        ("W1A", "W1A", "W1A"),
        ("m11ae", "M1", "M1 1AE"),
        ("m11", "M11", "M11"),
    ],
)
def test_a_postcode_is_read_however_it_is_typed(written: str, outcode: str, whole: str) -> None:
    found = read_postcode(written)
    assert (found.outcode, str(found)) == (outcode, whole)


@pytest.mark.parametrize("written", ["", "Torquay", "1AA", "TQ1 1A", "TQ1 1AAA", "TQ1 1CV", "TQ1 1AA x"])
def test_what_is_no_postcode_is_refused(written: str) -> None:
    with pytest.raises(NotAPostcode):
        read_postcode(written)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("Derwent Centre, 1 Stuart Street, Derby, DE1 2EQ", "DE1 2EQ"),
        ("1 High Street\nsk176dh", "SK17 6DH"),
        ("Moved from M1 1AE to M2 3WQ", "M2 3WQ"),
        ("Unit 4B, Trading Estate", None),
    ],
)
def test_the_postcode_of_an_address_is_its_last(address: str, found: str | None) -> None:
    assert (str(one) if (one := find_postcode(address)) else None) == found
