"""Searching the directory, as an officer or anybody would."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.factories import (
    AreaFactory,
    AreaParentFactory,
    OrganisationFactory,
    ServiceAreaFactory,
    ServiceFactory,
    ServiceNeedFactory,
    ServiceRouteFactory,
)
from throughline.core.periods import Period
from throughline.supply.queries.directory import Wanted, areas_touching, directory

pytestmark = pytest.mark.django_db
DAY = date(2017, 6, 1)


def names(on: date = DAY, **wanted: Any) -> list[str]:
    return sorted(directory(Wanted(**wanted), on=on).values_list("name", flat=True))


@pytest.mark.asks("S56")
@pytest.mark.parametrize(
    "words",
    [
        "Accommodation",
        "accomodation",
        "acommodation support",
        "TENANCY",
        "tenancies",
        "Larkfield",
        "Larkfeild",
    ],
)
def test_words_are_found_in_name_summary_and_deliverer_misspelt_or_not(words: str) -> None:
    larkfield = OrganisationFactory(name="Larkfield Trust")
    ServiceFactory(name="Accommodation support", summary="Keeping a tenancy", deliverer=larkfield)
    ServiceFactory(name="Job club", summary="Interviews")
    assert names(words=words) == ["Accommodation support"]


@pytest.mark.parametrize("words", ["'; drop table", '"', "(", "-", "%_\\", "a:*|b", "x" * 5_000])
def test_whatever_is_typed_is_only_looked_for(words: str) -> None:
    ServiceFactory(name="Job club")
    assert names(words=words) == []


@pytest.mark.parametrize("state", ["draft", "suspended", "withdrawn"])
def test_what_is_not_published_is_not_found(state: str) -> None:
    ServiceFactory(name="Closed", state=state)
    assert names() == []


@pytest.mark.parametrize(
    ("on", "found"),
    [
        pytest.param(date(2017, 4, 30), [], id="the day before"),
        pytest.param(date(2017, 5, 1), ["Summer group"], id="the first day"),
        pytest.param(date(2017, 8, 31), ["Summer group"], id="the last day"),
        pytest.param(date(2017, 9, 1), [], id="the first day after"),
    ],
)
def test_the_directory_can_be_asked_as_at_any_day(on: date, found: list[str]) -> None:
    ServiceFactory(name="Summer group", during=Period(date(2017, 5, 1), date(2017, 9, 1)))
    assert names(on=on) == found


@pytest.mark.asks("S17")
def test_a_service_that_answers_several_needs_is_found_once_by_each() -> None:
    service = ServiceFactory(name="Women's centre")
    for need in ("women", "accommodation"):
        ServiceNeedFactory(service=service, need=need)
    assert names(need="women") == names(need="accommodation") == names() == ["Women's centre"]
    assert names(need="drugs") == []


@pytest.fixture
def places() -> dict[str, int]:
    """Gwent and South Wales lie in Wales; each, and London, has a service."""
    wales = AreaFactory(kind="region", name="Wales")
    made = {"Wales": wales.pk}
    for name in ("Gwent", "South Wales"):
        area = AreaFactory(kind="pcc", name=name)
        AreaParentFactory(area=area, parent=wales, parent_kind="region")
        made[name] = area.pk
    made["London"] = AreaFactory(kind="region", name="London").pk
    for name, pk in made.items():
        ServiceAreaFactory(service=ServiceFactory(name=f"In {name}"), area_id=pk)
    return made


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param("Gwent", ["In Gwent", "In Wales"], id="there and in the larger area, not next door"),
        pytest.param("Wales", ["In Gwent", "In South Wales", "In Wales"], id="there and in its parts"),
        pytest.param("London", ["In London"], id="an area without parts"),
    ],
)
def test_a_place_finds_larger_and_smaller_areas(places: dict[str, int], asked: str, found: list[str]) -> None:
    assert names(area_id=places[asked]) == found


def test_areas_touch_only_while_one_lies_in_the_other() -> None:
    part = AreaFactory()
    whole = AreaFactory(kind="division")
    AreaParentFactory(area=part, parent=whole, during=Period(date(2017, 4, 1), date(2018, 4, 1)))
    assert areas_touching(part.pk, on=date(2018, 3, 31)) == {part.pk, whole.pk}
    assert areas_touching(part.pk, on=date(2018, 4, 1)) == {part.pk}


@pytest.mark.asks("S18")
def test_the_route_is_that_of_the_day() -> None:
    service = ServiceFactory(name="Job club")
    ServiceRouteFactory(service=service, route="core", during=Period(date(2017, 4, 1), date(2018, 4, 1)))
    ServiceRouteFactory(service=service, route="rate_card", during=Period(date(2018, 4, 1), None))
    assert names(route="core") == ["Job club"]
    assert names(route="core", on=date(2018, 4, 1)) == []
