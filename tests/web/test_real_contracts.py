"""
The published contracts as directory entries: who finds what from a postcode, as the documents themselves say.

What is expected is worked out from the documents and from nothing that was loaded.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from tests.shared_data import shared
from tests.web.reading import words_of
from throughline.core.access.actor import SYSTEM, acting_as
from throughline.core.queries.places import find_place
from throughline.supply.queries.directory import Wanted
from throughline.supply.queries.finding import Found, Results, Search, find, living_at, where
from throughline.supply.rules.eligibility import Answer, Circumstances
from throughline.vocabulary.eligibility import Aspect

ON = date(2025, 9, 1)
"""A day on which contracts of every sort run: from the beginning, let again, and let for men alone."""

REGIONS_BEGAN = date(2021, 6, 26)
"""Some contracts are older than the regions they were let for."""

Document = dict[str, Any]


@dataclass(frozen=True)
class Town:
    """An outcode, its police area and its region as the documents name them, and what is for women there."""

    outcode: str
    police_area: str
    region: str
    for_women: str


TOWNS = (
    Town("TQ1", "devon-and-cornwall", "G", "Women's Services in Devon and Cornwall"),
    Town("CF10", "south-wales", "D", "Women Services in South Wales"),
    Town("LE1", "leicestershire", "F", "Women's Services in Leicestershire"),
)
EACH_TOWN = pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.outcode)


def person(**known: Any) -> Circumstances:
    """Somebody on a community order, whom no agencies manage together."""
    return Circumstances(orders=frozenset({"community"}), mappa="none", **known)


WOMAN = person(sex="female", age=30)
MAN = person(sex="male", age=30)
CHILD = person(sex="female", age=17)
OF_UNKNOWN_AGE = person(sex="female")


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    """Every document, as it was published."""
    with shared("real", "crs_contracts", "contracts.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def loaded(
    documents: list[Document],
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """All of them and the outcodes of the towns in the database, loaded as anybody loads them."""
    outcodes = tmp_path_factory.mktemp("real") / "outcodes.csv"
    heading, *lines = shared("real", "geography", "uk_outcodes.csv").read_text().splitlines(keepends=True)
    wanted = tuple(f"{town.outcode}," for town in TOWNS)
    outcodes.write_text("".join([heading, *(line for line in lines if line.startswith(wanted))]))
    contracts = shared("real", "crs_contracts", "contracts.jsonl")
    with django_db_blocker.unblock(), acting_as(SYSTEM), transaction.atomic():
        call_command("load", "crs-contracts", contracts, apply=True, stdout=io.StringIO())
        call_command("load", "outcodes", outcodes, apply=True, stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def undone(loaded: None, django_db_blocker: Any) -> Iterator[None]:
    """The entries, for one test."""
    with django_db_blocker.unblock(), acting_as(SYSTEM), transaction.atomic():
        yield
        transaction.set_rollback(True)


def runs(document: Document, on: date) -> bool:
    first, last = (document["scheduling"][name] for name in ("hide_before", "hide_after"))
    return first[:10] <= on.isoformat() and (last is None or on.isoformat() <= last[:10])


def in_town(documents: list[Document], town: Town) -> list[Document]:
    """Those that run on the day and were let for the town's region or its police area."""
    let_for = ({"nps_region_code": town.region}, {"pcc_region_code": town.police_area})
    here = [one for one in documents if any(area.items() <= one["region"].items() for area in let_for)]
    return [one for one in here if runs(one, ON)]


def takes(document: Document, sex: str, age: int) -> bool:
    said = document["eligibility"]
    youngest, oldest = said["minimum_age"] or 0, said["maximum_age"] or 200
    return bool(said[f"allows_{sex}"]) and youngest <= age <= oldest


def references(documents: list[Document]) -> set[str]:
    return {one["contract_reference"] for one in documents}


def found_in(town: Town, of: Circumstances | None = None, least: Answer = Answer.NO) -> Results:
    there = where(find_place(town.outcode, on=ON), on=ON)
    search = Search(Wanted(), there, of and living_at(of, there), least)
    return find(search, on=ON, is_now=False, size=None)


def found_references(results: Results) -> set[str]:
    return {one.service.their_reference for one in results.found}


def sentence(found: Found, aspect: Aspect) -> str:
    """What the rule on this aspect says of the person; nothing where the service has none."""
    assert found.explanation is not None
    return "".join(one.sentence for one in found.explanation.parts if one.aspect == aspect)


@EACH_TOWN
@pytest.mark.asks("S65", "S245")
def test_a_woman_of_30_finds_what_is_for_women_and_nothing_for_men_only(
    documents: list[Document], town: Town
) -> None:
    here = in_town(documents, town)
    results = found_in(town, WOMAN, Answer.UNKNOWN)
    assert found_references(results) == references([one for one in here if takes(one, "female", 30)])
    assert results.left_out == len([one for one in here if not one["eligibility"]["allows_female"]]) > 0
    (for_women,) = [one for one in results.found if one.service.name == town.for_women]
    assert (for_women.service.for_women, for_women.service.for_men) == (True, False)
    assert sentence(for_women, Aspect.SEX) == "Eligible: it is for women, and the person is female"
    assert {one.explanation and one.explanation.line for one in results.found} == {"Eligible"}


@EACH_TOWN
@pytest.mark.asks("S245")
def test_contracts_let_by_region_and_by_police_area_are_both_found(
    documents: list[Document], town: Town
) -> None:
    here = in_town(documents, town)
    by_region = references([one for one in here if one["region"]["nps_region_code"]])
    by_police_area = references([one for one in here if one["region"]["pcc_region_code"]])
    assert by_region
    assert by_police_area
    assert found_references(found_in(town)) == by_region | by_police_area


@pytest.mark.asks("S245")
def test_every_contract_is_found_where_it_was_let_from_its_first_day(documents: list[Document]) -> None:
    ways = {"region": 0, "pcc": 0}
    for one in documents:
        region, police_area = one["region"]["nps_region_code"], one["region"]["pcc_region_code"]
        kind = "region" if region else "pcc"
        ways[kind] += 1
        first = date.fromisoformat(one["scheduling"]["hide_before"])
        seen = max(first, REGIONS_BEGAN)
        there = where(find_place(f"{kind}:{region or police_area}", on=seen), on=seen)
        for day, is_found in ((seen, True), (first - timedelta(days=1), False)):
            found = find(Search(where=there), on=day, is_now=False, size=None)
            assert (one["contract_reference"] in found_references(found)) is is_found, (day, one["region"])
    assert ways == {"region": 82, "pcc": 114}


@EACH_TOWN
@pytest.mark.asks("S65")
def test_a_man_reads_why_what_is_for_women_is_not_for_him(documents: list[Document], town: Town) -> None:
    here = in_town(documents, town)
    assert found_references(found_in(town, MAN, Answer.UNKNOWN)) == references(
        [one for one in here if takes(one, "male", 30)]
    )
    (for_women,) = [one for one in found_in(town, MAN).found if one.service.name == town.for_women]
    said = "Not eligible because it is for women: the person is male"
    assert sentence(for_women, Aspect.SEX) == said


@EACH_TOWN
@pytest.mark.asks("S65")
def test_somebody_of_17_reads_that_she_is_too_young_for_every_one(
    documents: list[Document], town: Town
) -> None:
    assert found_references(found_in(town, CHILD, Answer.UNKNOWN)) == set()
    results = found_in(town, CHILD)
    assert found_references(results) == references(in_town(documents, town))
    for one in results.found:
        said = sentence(one, Aspect.AGE)
        assert said.startswith("Not eligible because it is for people aged ")
        assert said.endswith(": the person is 17")


@EACH_TOWN
@pytest.mark.asks("S65")
def test_whose_age_is_not_known_keeps_every_one_her_sex_allows_and_reads_what_is_missing(
    documents: list[Document], town: Town
) -> None:
    results = found_in(town, OF_UNKNOWN_AGE, Answer.UNKNOWN)
    allowed = [one for one in in_town(documents, town) if one["eligibility"]["allows_female"]]
    assert found_references(results) == references(allowed)
    for one in results.found:
        assert one.explanation is not None
        assert one.explanation.line == "Unknown because age is not recorded"
        assert (
            sentence(one, Aspect.AGE)
            == "Unknown because age is not recorded: it is for people aged 18 or over"
        )


ASKED_ON_THE_PAGE = [
    pytest.param(
        WOMAN, {"sex": "female", "age": "30"}, "Eligible: it is for women, and the person is female"
    ),
    pytest.param(
        MAN, {"sex": "male", "age": "30"}, "Not eligible because it is for women: the person is male"
    ),
    pytest.param(
        CHILD,
        {"sex": "female", "age": "17"},
        "Not eligible because it is for people aged 18 or over: the person is 17",
    ),
    pytest.param(
        OF_UNKNOWN_AGE,
        {"sex": "female"},
        "Unknown because age is not recorded: it is for people aged 18 or over",
    ),
]


@EACH_TOWN
@pytest.mark.parametrize(
    ("of", "asked", "said"), ASKED_ON_THE_PAGE, ids=["a woman", "a man", "of 17", "of unknown age"]
)
@pytest.mark.asks("S65", "S245")
def test_the_page_answers_alike(
    client: Client, town: Town, of: Circumstances, asked: dict[str, str], said: str
) -> None:
    there = {"place": town.outcode, "as_at": ON.isoformat()}
    for more, least in (({}, Answer.UNKNOWN), ({"not_for_them": "shown"}, Answer.NO)):
        listed = names_in_the_file(client, **there, **asked, **more)
        assert sorted(listed) == sorted(one.service.name for one in found_in(town, of, least).found)
        assert (town.for_women in listed) is (least == Answer.NO or of in (WOMAN, OF_UNKNOWN_AGE))
    everything = words_of(client.get("/services", there | asked | {"not_for_them": "shown"}))
    assert town.for_women in everything
    assert said in everything


def names_in_the_file(client: Client, **asked: str) -> list[str]:
    response: Any = client.get("/services", asked | {"format": "csv"})
    content = b"".join(response) if response.streaming else response.content
    return [row["Service"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]
