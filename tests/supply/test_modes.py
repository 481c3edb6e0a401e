"""The share of services given one to one, over time, from the versions of entries (S164)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from throughline.core.access import acting_as
from throughline.core.periods import Period
from throughline.supply.actions.service_text import set_delivery
from throughline.supply.actions.services import suspend_service
from throughline.supply.models import Service
from throughline.supply.queries.modes import ModesOn, modes_over_time, quarter_ends, services_with_modes

pytestmark = pytest.mark.django_db
DAYS = [date(2017, 6, 1), date(2017, 6, 30), date(2017, 9, 30)]


class North:
    """An area in which services narrow from one to one to groups."""

    def __init__(self) -> None:
        self.area = make.AreaFactory(name="North")
        self.provider = make.OrganisationFactory(name="Northmoor Centre")

    def service(self, mode: str, **fields: Any) -> Service:
        made: Service = make.ServiceFactory(deliverer=self.provider, mode=mode, **fields)
        make.ServiceAreaFactory(service=made, area=self.area)
        return made

    def given(self, service: Service, mode: str, on: date) -> None:
        manager = make.member("provider_manager", service.deliverer)
        at = make.NOW + (on - make.NOW.date())
        with acting_as(make.acting(manager)):
            set_delivery(service=service, mode=mode, channels=[], languages=["en"], by=manager, at=at)

    def told(self) -> list[tuple[int, int, int, int]]:
        found = modes_over_time(DAYS, area_id=self.area.pk)
        return [(one.one_to_one, one.group, one.both, one.unknown) for one in found]


@pytest.fixture
def north() -> North:
    return North()


@pytest.mark.asks("S164")
def test_the_share_of_an_area_over_time(north: North) -> None:
    narrowed, grown = north.service("one_to_one"), north.service("one_to_one")
    north.service("unknown")
    north.given(narrowed, "group", date(2017, 6, 20))
    north.given(grown, "both", date(2017, 8, 1))
    make.ServiceAreaFactory(service__mode="one_to_one")
    assert north.told() == [(2, 0, 0, 1), (1, 1, 0, 1), (0, 1, 1, 1)]
    shares = [one.share for one in modes_over_time(DAYS, area_id=north.area.pk)]
    assert shares == [Fraction(1), Fraction(1, 2), Fraction(0)]


@pytest.mark.asks("S164")
def test_the_trend_of_a_provider(north: North) -> None:
    north.given(north.service("one_to_one"), "group", date(2017, 6, 20))
    make.ServiceFactory(mode="one_to_one")
    found = modes_over_time(DAYS, deliverer_id=north.provider.pk)
    assert [(one.one_to_one, one.group) for one in found] == [(1, 0), (0, 1), (0, 1)]


def test_what_is_not_in_the_directory_on_the_day_is_not_counted(north: North) -> None:
    suspended = north.service("group")
    manager = make.member("provider_manager", suspended.deliverer)
    with acting_as(make.acting(manager)):
        suspend_service(service=suspended, by=manager, at=make.NOW + timedelta(days=5), why="Holidays")
    north.service("group", during=Period(date(2017, 7, 1), None))
    north.service("group", state="draft")
    assert north.told() == [(0, 1, 0, 0), (0, 0, 0, 0), (0, 1, 0, 0)]


def test_nothing_known_has_no_share() -> None:
    one = ModesOn(DAYS[0], 0, 0, 0, 4)
    assert (one.services, one.known, one.share) == (4, 0, None)


def test_quarters_end_on_their_last_days() -> None:
    assert quarter_ends(date(2017, 8, 3), count=3) == [date(2017, 3, 31), date(2017, 6, 30), date(2017, 8, 3)]
    assert quarter_ends(date(2017, 6, 30), count=2) == [date(2017, 3, 31), date(2017, 6, 30)]


@pytest.mark.parametrize("on", [date(2017, 5, 1), *DAYS])
def test_the_list_of_a_day_is_as_long_as_its_counts(north: North, on: date) -> None:
    north.given(north.service("one_to_one"), "group", date(2017, 6, 20))
    north.service("unknown")
    make.ServiceFactory(mode="both")
    for whose in ({}, {"area_id": north.area.pk}, {"deliverer_id": north.provider.pk}):
        (counted,) = modes_over_time([on], **whose)
        told = {"one_to_one": counted.one_to_one, "group": counted.group, "both": counted.both}
        for mode, count in told.items():
            assert services_with_modes(on=on, mode=mode, **whose).count() == count
        assert services_with_modes(on=on, **whose).count() == counted.services


def test_many_services_take_as_many_queries_as_few(north: North) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            modes_over_time(DAYS)
        return len(counted)

    north.service("group")
    few = queries()
    for _ in range(5):
        north.given(north.service("group"), "both", date(2017, 6, 20))
    assert queries() == few == 1


def test_each_number_of_the_page_opens_as_many_as_it_says(client: Client, north: North) -> None:
    north.given(north.service("one_to_one"), "group", date(2017, 6, 20))
    north.service("group")
    address = f"/supply-chain/modes?as_at=2017-08-01&given_by={north.provider.name}"
    page = " ".join(client.get(address).content.decode().split())
    assert "0% of 2" in page
    assert "50% of 2" not in page
    opened = client.get(address + "&mode=group&format=csv")
    rows = b"".join(opened.streaming_content).decode().strip().split("\n")  # type: ignore[attr-defined]
    assert len(rows) == 1 + 2
    assert "No provider here is called that" in client.get("/supply-chain/modes?given_by=x").content.decode()
