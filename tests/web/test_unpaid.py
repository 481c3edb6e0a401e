"""Demand that is met outside the paid chain is a figure, with what it costs somebody (D3, S21, S172)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests import factories as make
from tests.web.provider_world import Reader, reading_by_a_clock
from tests.world import World, charlenes_world
from throughline.core.money import Money
from throughline.core.time import FinancialYear
from throughline.line.queries.unpaid import unpaid_demand
from throughline.money.models import LedgerEntry
from throughline.supply.models import Service

pytestmark = pytest.mark.django_db
YEAR = FinancialYear(2017).period


@pytest.fixture
def reader(client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return reading_by_a_clock(client, settings, tmp_path / "clock", monkeypatch)


@pytest.fixture
def world() -> World:
    return charlenes_world()


def voluntary(world: World, name: str = "Befriending", cost: str | None = None) -> Service:
    service: Service = make.ServiceFactory(scheme=world.scheme, name=name, deliverer=world.centre)
    make.ServiceRouteFactory(
        service=service,
        route="charitable",
        payer=make.OrganisationFactory(name="Northmoor Trust"),
        unit_cost=Money(cost) if cost else None,
        cost_unit="session" if cost else "",
        cost_source="its accounts" if cost else "",
    )
    return service


@pytest.mark.asks("S21", "S172")
def test_a_voluntary_service_is_in_it_with_what_it_cost_its_payer(world: World) -> None:
    referral = world.allocated(service=voluntary(world, cost="31.00"))
    for days in (9, 16):
        world.attended(referral, make.NOW + timedelta(days=days))
    world.recorded(world.booked(referral, make.NOW + timedelta(days=20)), "missed")
    corrected = world.attended(referral, make.NOW + timedelta(days=23))
    world.corrected(corrected, "missed")
    for who in (world.commissioner, world.contract_manager):
        demand = unpaid_demand(make.acting(who), during=YEAR)
        (one,) = demand.services
        assert (one.name, one.referrals, one.people, one.sessions) == ("Befriending", 1, 1, 2)
        assert (one.cost, demand.cost, demand.unknown) == (Money("62.00"), Money("62.00"), 0)
    assert not LedgerEntry.objects.exists()


def test_what_nobody_knows_is_counted_as_such(world: World) -> None:
    world.sent(service=voluntary(world))
    demand = unpaid_demand(make.acting(world.commissioner), during=YEAR)
    assert (demand.referrals, demand.cost, demand.unknown) == (1, Money.zero(), 1)


def test_what_is_under_an_agreement_or_not_sent_is_not_in_it(world: World) -> None:
    world.sent()
    world.draft(service=voluntary(world))
    assert unpaid_demand(make.acting(world.contract_manager), during=YEAR).services == ()


def test_another_year_and_another_division_have_none_of_it(world: World) -> None:
    world.sent(service=voluntary(world))
    assert unpaid_demand(make.acting(world.commissioner), during=YEAR).referrals == 1
    assert unpaid_demand(make.acting(world.commissioner), during=FinancialYear(2018).period).services == ()
    other = make.member("commissioner", make.OrganisationFactory())
    assert unpaid_demand(make.acting(other), during=YEAR).services == ()


def test_many_services_take_as_many_queries_as_few(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            unpaid_demand(make.acting(world.commissioner), during=YEAR)
        return len(counted)

    world.sent(service=voluntary(world))
    few = queries()
    for number in range(4):
        world.sent(service=voluntary(world, f"Choir {number}"))
    assert queries() == few


def test_the_page_says_who_pays(world: World, reader: Reader) -> None:
    referral = world.allocated(service=voluntary(world, cost="31.00"))
    world.attended(referral, make.NOW + timedelta(days=9))
    world.sent(service=voluntary(world, "Choir"))
    page = reader.as_(world.commissioner).reads("/unpaid-demand")
    assert "2 referrals sent" in page
    assert "£31.00 known cost to those who paid" in page
    assert "not known of 1 service" in page
    assert "Northmoor Trust" in page
