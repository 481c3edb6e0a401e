"""One contract document, read: what it says, and what it cannot say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.supply.crs_documents import document, providers
from throughline.core.files import RowRefused
from throughline.core.periods import Period
from throughline.supply.imports.crs_rows import ActivityRow, read_contract

FEMALE_ONLY = {"allows_female": True, "allows_male": False, "minimum_age": 18, "maximum_age": 25}


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        pytest.param("2021-01-01", None, Period(date(2021, 1, 1), None), id="still shown"),
        pytest.param(
            "2021-01-01",
            "2022-12-01T12:00:00+00",
            Period(date(2021, 1, 1), date(2022, 12, 2)),
            id="hidden at noon",
        ),
        pytest.param(
            "2021-01-01",
            "2023-12-31T23:59:00+00",
            Period(date(2021, 1, 1), date(2024, 1, 1)),
            id="end of the year",
        ),
        pytest.param(
            "2021-01-01",
            "2024-01-01T00:00:00+00",
            Period(date(2021, 1, 1), date(2024, 1, 1)),
            id="at midnight",
        ),
        pytest.param(
            "2021-01-01",
            "2024-03-31T23:59:00+00",
            Period(date(2021, 1, 1), date(2024, 4, 2)),
            id="in the first hour of a summer day in London",
        ),
        pytest.param(
            "2021-01-01", "2022-12-01", Period(date(2021, 1, 1), date(2022, 12, 1)), id="hidden from a day"
        ),
    ],
)
def test_a_service_is_shown_until_the_first_whole_day_it_is_hidden(
    before: str, after: str, shown: Period
) -> None:
    row = read_contract(document(scheduling={"hide_before": before, "hide_after": after}))
    assert row.shown == shown


def test_who_it_is_for_and_where() -> None:
    row = read_contract(
        document(eligibility=FEMALE_ONLY, region={"nps_region_code": None, "pcc_region_code": "gwent"})
    )
    assert (row.for_women, row.for_men, row.youngest, row.oldest) == (True, False, 18, 25)
    assert row.area == ("pcc", "gwent")


def test_padding_is_trimmed_and_the_providers_own_lines_are_kept() -> None:
    row = read_contract(
        document(
            short_description="  A home.     \n \n\n\n•\tA key \n",
            activities=[
                {
                    "need_area": "Family & Significant Others\n",
                    "activity": "Mediation",
                    "delivery_method": "1-2-1",
                    "delivery_location": "West,  North",
                }
            ],
        )
    )
    assert row.summary == "A home.\n\n• A key"
    assert row.activities == (
        ActivityRow("Family & Significant Others", "Mediation", "1-2-1", "West, North"),
    )


def test_a_subcontractor_named_twice_is_one() -> None:
    assert read_contract(document(providers=providers("A", "B", "C", "B"))).subcontractors == ("B", "C")


@pytest.mark.parametrize(
    ("differs", "sentence"),
    [
        pytest.param(
            {"providers": providers("A", "B", "A")}, "its own subcontractor", id="prime below itself"
        ),
        pytest.param(
            {"region": {"nps_region_code": "A", "pcc_region_code": "gwent"}},
            "Give one of them",
            id="two areas",
        ),
        pytest.param({"region": {}}, "Give one of them", id="no area"),
        pytest.param({"region": None}, "“region” must be an object", id="no region"),
        pytest.param(
            {"eligibility": {"allows_female": False, "allows_male": False}}, "for nobody", id="for nobody"
        ),
        pytest.param({"eligibility": FEMALE_ONLY | {"minimum_age": 30}}, "Check the ages", id="ages crossed"),
        pytest.param({"eligibility": FEMALE_ONLY | {"minimum_age": 18.5}}, "must be text", id="half an age"),
        pytest.param({"scheduling": {"hide_before": None}}, "hide_before", id="never shown"),
        pytest.param(
            {"scheduling": {"hide_before": "2021-01-01", "hide_after": "2020-12-01"}},
            "hidden before",
            id="hidden before it is shown",
        ),
        pytest.param(
            {"scheduling": {"hide_before": "2021-01-01", "hide_after": "2022-12-01T12:00:00"}},
            "no time zone",
            id="no time zone",
        ),
        pytest.param({"scheduling": {"hide_before": "1 May"}}, "must be like 2021-01-01", id="no date"),
        pytest.param({"intervention_title": "A\x00B"}, "cannot be shown", id="NUL in the name"),
        pytest.param({"intervention_title": " "}, "is empty", id="no name"),
        pytest.param({"activities": "many"}, "must be a list", id="activities in words"),
        pytest.param({"activities": ["many"]}, "must be an object", id="an activity in words"),
    ],
)
def test_what_cannot_be_so_is_refused_in_words(differs: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RowRefused, match=sentence):
        read_contract(document(**differs))
