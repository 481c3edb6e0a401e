"""The codes of the directory are published for people and machines (D5, S65, S163, S243)."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from throughline.open_data.codes import LISTS, SERVICE_TYPES
from throughline.supply.models import EligibilityRule
from throughline.supply.rules.eligibility_in_words import values_of
from throughline.vocabulary.needs import Need
from throughline.vocabulary.populations import Population
from throughline.vocabulary.service_types import NEEDS_OF, ServiceType

pytestmark = pytest.mark.django_db

OUTSIDE_THE_CHAIN = ("employment", "accommodation", "families", "arts", "floating_support")
"""Change & challenge, section 2.6: what charities do beside the chain."""
IN_THE_CHAIN = (
    "housing_advice", "debt_advice", "resettlement", "unpaid_work", "attendance_centre", "mentoring",
    "restorative", "multiple_needs", "volunteering", "women",
)  # fmt: skip
"""The same section: what they do within it."""
TABLE_1 = (
    "women", "men", "children", "young_people", "young_adults", "care_leavers", "ethnic_minorities", "lgbt",
    "mental_health", "addiction", "homeless", "poverty", "learning", "physical", "refugees", "faith",
    "victims", "families",
)  # fmt: skip
"""Change & challenge, Table 1: whom charities work with."""


@pytest.fixture
def published(client: Client) -> dict[str, Any]:
    answer = client.get("/open/codes.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    found: dict[str, Any] = json.loads(answer.content)
    return found


def terms(published: dict[str, Any], taxonomy: str) -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in published["taxonomy_terms"] if one["taxonomy"] == taxonomy}


@pytest.mark.asks("S65")
def test_every_value_that_a_rule_may_name_is_published(published: dict[str, Any]) -> None:
    aspects = terms(published, "eligibility")
    ids = {one["id"]: one["name"] for one in published["taxonomies"]}
    for aspect in EligibilityRule.LOOKS_AT:
        listed = terms(published, ids[aspects[aspect]["values_taxonomy_id"]])
        assert {code for code, _ in values_of(aspect)} <= listed.keys()


@pytest.mark.asks("S243")
def test_every_kind_of_work_is_published_with_the_needs_it_answers(published: dict[str, Any]) -> None:
    kinds, needs = terms(published, "service_type"), terms(published, "need")
    assert {*IN_THE_CHAIN, *OUTSIDE_THE_CHAIN} <= kinds.keys() == {str(one) for one in ServiceType}
    by_id = {one["id"]: code for code, one in needs.items()}
    for kind in ServiceType:
        answered = [by_id[one] for one in kinds[kind].get("answers_needs", [])]
        assert answered == [str(need) for need in NEEDS_OF[kind]]
    assert all(kinds[kind]["answers_needs"] for kind in (*IN_THE_CHAIN, *OUTSIDE_THE_CHAIN))


@pytest.mark.asks("S163")
def test_every_row_of_the_table_of_people_is_published(published: dict[str, Any]) -> None:
    assert {*TABLE_1} <= terms(published, "population").keys() == {str(one) for one in Population}


def test_ids_are_of_one_thing_each_and_never_change(published: dict[str, Any]) -> None:
    ids = [one["id"] for one in (*published["taxonomies"], *published["taxonomy_terms"])]
    assert len(ids) == len(set(ids))
    assert str(SERVICE_TYPES.id_of("arts")) == terms(published, "service_type")["arts"]["id"]
    assert terms(published, "need")["finance"]["id"] == "2fca7337-d104-58cd-8a52-4f2065a55456"


def test_terms_name_their_taxonomy(published: dict[str, Any]) -> None:
    names = {one["id"]: one["name"] for one in published["taxonomies"]}
    assert all(names[one["taxonomy_id"]] == one["taxonomy"] for one in published["taxonomy_terms"])


def test_the_same_stands_in_the_csv_and_on_the_page(client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/open/codes.csv").content.decode())))
    page = client.get("/open/codes").content.decode()
    assert len(rows) == sum(len(one.codes) for one in LISTS)
    for row in rows:
        assert f">{row['code']}</code>" in page
    arts = next(row for row in rows if (row["list"], row["code"]) == ("service_type", "arts"))
    assert arts == {"list": "service_type", "code": "arts", "label": "Arts", "answers needs": Need.INCLUSION}
