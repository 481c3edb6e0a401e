"""How far a provider works, from the regions it serves (S6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.supply.rules.footprint import Footprint, footprint

REGIONS = st.sets(st.integers(1, 12))


@pytest.mark.asks("S6")
@pytest.mark.parametrize(
    ("regions", "whole", "found"),
    [
        pytest.param([], [], Footprint.NONE, id="nowhere"),
        pytest.param([1], [], Footprint.LOCAL, id="a police area of a region"),
        pytest.param([1], [1], Footprint.REGIONAL, id="all of one region"),
        pytest.param([1, 2], [], Footprint.REGIONAL, id="parts of two regions"),
        pytest.param([1, 2, 3], [1, 2, 3], Footprint.REGIONAL, id="all of three regions"),
        pytest.param([1, 2, 3, 4], [], Footprint.NATIONAL, id="parts of four regions"),
        pytest.param(range(12), range(12), Footprint.NATIONAL, id="everywhere"),
    ],
)
def test_the_footprint_follows_from_the_regions(
    regions: list[int], whole: list[int], found: Footprint
) -> None:
    assert footprint(regions, whole) == found


@given(REGIONS, REGIONS, st.integers(1, 12))
def test_working_in_one_more_region_never_makes_it_smaller(
    regions: set[int], whole: set[int], more: int
) -> None:
    size = list(Footprint).index
    assert size(footprint(regions | {more}, whole & regions)) >= size(footprint(regions, whole & regions))
