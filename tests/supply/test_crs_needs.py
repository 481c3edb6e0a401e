"""Which needs a contract answers, however its activities name them."""

from __future__ import annotations

import pytest

from throughline.supply.imports.crs_needs import needs_of
from throughline.vocabulary.needs import Need


@pytest.mark.parametrize(
    ("kind", "written", "needs"),
    [
        pytest.param("FBD-B", [], {Need.FINANCE}, id="family alone"),
        pytest.param("DNR", [], {Need.DRUGS, Need.ALCOHOL}, id="dependency is drugs and alcohol"),
        pytest.param("ACC", ["Finance Benefits & Debt"], {Need.ACCOMMODATION, Need.FINANCE}, id="plain"),
        pytest.param("ACC", ["Finance, Benefit & Debt"], {Need.ACCOMMODATION, Need.FINANCE}, id="comma"),
        pytest.param(
            "ACC",
            ["Finance, Benefit & Debt (2) Medium Intensity"],
            {Need.ACCOMMODATION, Need.FINANCE},
            id="level",
        ),
        pytest.param(
            "ACC", ["Family & Significant Others\n"], {Need.ACCOMMODATION, Need.RELATIONSHIPS}, id="newline"
        ),
        pytest.param(
            "ETE", ["Education, Training & Employment (1) Low Complexity"], {Need.EMPLOYMENT}, id="in full"
        ),
        pytest.param(
            "ACC",
            ["Dependency & Recovery (1), Low"],
            {Need.ACCOMMODATION, Need.DRUGS, Need.ALCOHOL},
            id="two",
        ),
        pytest.param("ACC", ["Custody Support"], {Need.ACCOMMODATION}, id="a name that is no need"),
        pytest.param("MTR", [], {Need.MENTORING, Need.LIFESTYLE}, id="mentoring"),
        pytest.param("ZZZ", ["Social Inclusion Pre-release"], {Need.INCLUSION}, id="a family not known"),
    ],
)
def test_needs_follow_from_the_family_and_the_activities(
    kind: str, written: list[str], needs: set[Need]
) -> None:
    assert needs_of(kind, written) == needs


def test_a_womens_service_answers_womens_needs_whatever_its_activities_say() -> None:
    assert {Need.WOMEN, Need.ACCOMMODATION, Need.INCLUSION} < needs_of("WOS", [])
