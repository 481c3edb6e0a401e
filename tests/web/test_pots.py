"""The pages of pots: setting one up, what will be left of it, dividing it anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests import factories as make
from tests.web.reading import answered, as_read, settable_clock
from tests.world import World, charlenes_world
from throughline.core.money import Money
from throughline.money.models import Pot

pytestmark = pytest.mark.django_db

GIVEN = {
    "name": "Additional provision 2017/18",
    "principles": "What nobody else pays for.\n\nSmall local providers first.",
    "routes": ["rate_card"],
    "from_on_day": "1",
    "from_on_month": "6",
    "from_on_year": "2017",
    "deadline_day": "31",
    "deadline_month": "3",
    "deadline_year": "2018",
    "amount": "750,000",
}


@pytest.fixture
def set_clock(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[datetime], None]:
    set_clock = settable_clock(settings, tmp_path, monkeypatch)
    set_clock(make.NOW)
    return set_clock


@pytest.fixture
def world(set_clock: Callable[[datetime], None]) -> World:
    made = charlenes_world()
    make.AreaRoleFactory(scheme=made.scheme, role="division", organisation=made.division)
    other = make.OrganisationFactory(name="NPS Elsewhere")
    make.AreaRoleFactory(scheme=made.scheme, role="division", organisation=other)
    return made


def shares(world: World, ours: str, theirs: str) -> dict[str, str]:
    other = world.scheme.area_roles.exclude(organisation=world.division).get().organisation
    return {f"share_{world.division.pk}": ours, f"share_{other.pk}": theirs}


def set_up(client: Client, world: World, ours: str = "250000", theirs: str = "500000") -> Pot:
    sent = {**GIVEN, **shares(world, ours, theirs)}
    answered(client, world.contract_manager, f"/pots/new/{world.scheme.code}", sent)
    return Pot.objects.get()


@pytest.mark.asks("S77")
def test_750000_is_divided_on_the_page_to_the_penny(client: Client, world: World) -> None:
    address = f"/pots/new/{world.scheme.code}"
    sent = {**GIVEN, **shares(world, "250000", "499999.99")}
    said = answered(client, world.contract_manager, address, sent, status=200)
    assert "The shares are £749,999.99 together and the pot is £750,000.00: give out £0.01 more" in said
    assert not Pot.objects.exists()
    said = answered(client, world.contract_manager, address, {**GIVEN, **shares(world, "250000", "500000")})
    assert "Each share is a budget of its buyer" in said
    assert "£750,000.00 in the pot" in said
    assert "Small local providers first." in said


@pytest.mark.asks("S77")
def test_money_that_will_be_left_is_flagged_to_both(
    client: Client, world: World, set_clock: Callable[[datetime], None]
) -> None:
    pot = set_up(client, world)
    world.attended(world.allocated(), make.NOW + timedelta(days=1))
    set_clock(make.NOW + timedelta(days=9))
    page = as_read(client, world.contract_manager, f"/pots/{pot.reference}")
    # £46.50 in 10 days of 304 is £1,413.60 in all
    assert "At this pace £748,586.40 will be left on 31 March 2018, with 294 days to go" in page
    ours = as_read(client, world.commissioner, f"/pots/{pot.reference}")
    assert "At this pace £248,586.40 of your share will be left on 31 March 2018" in ours
    assert "NPS Elsewhere" not in ours
    assert "£748,586.40 will be left" in as_read(client, world.contract_manager, "/contract")
    assert "£248,586.40 will be left" in as_read(client, world.commissioner, "/commissioner")


def test_a_share_is_a_budget_with_its_commitments(client: Client, world: World) -> None:
    pot = set_up(client, world)
    referral = world.accepted()
    share = pot.shares.get(buyer=world.division)
    page = as_read(client, world.commissioner, f"/budgets/{share.reference}")
    assert referral.reference in page
    assert "Additional provision 2017/18" in as_read(client, world.commissioner, "/budgets")


def test_it_is_divided_anew(client: Client, world: World) -> None:
    pot = set_up(client, world)
    address = f"/pots/{pot.reference}/divide"
    assert "Taken from the share of NPS Ridgeway" in as_read(client, world.contract_manager, address)
    sent = {"amount": "750000", **shares(world, "750000", "")}
    assert "Additional provision 2017/18 divided" in answered(client, world.contract_manager, address, sent)
    assert pot.shares.get(buyer=world.division).amount == Money("750000.00")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": ""}, "Enter the name of the pot"),
        ({"amount": "lots"}, "Amount of the pot must be in pounds and pence"),
        ({"deadline_year": "2016"}, "Last day must be on or after the first day"),
        (
            {"from_on_year": "2015", "deadline_year": "2016"},
            "Last day on which it can be spent must be today or in the future",
        ),
    ],
)
def test_what_the_form_says_is_wrong(
    client: Client, world: World, given: dict[str, str], sentence: str
) -> None:
    sent = {**GIVEN, **shares(world, "250000", "500000"), **given}
    address = f"/pots/new/{world.scheme.code}"
    assert sentence in answered(client, world.contract_manager, address, sent, status=200)


def test_the_number_of_queries_does_not_grow(
    client: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(8):
        pot = make.PotFactory(scheme=world.scheme, giver=world.ministry)
        make.BudgetFactory(scheme=world.scheme, buyer=world.division, pot=pot, amount=pot.amount)
    client.force_login(world.contract_manager)
    for address, most in (("/pots", 13), (f"/pots/{pot.reference}", 13)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
