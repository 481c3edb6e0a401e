"""A commissioner's home: what waits for the budget holder, and where the budget stands."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.time import LONDON

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    made = charlenes_world(budget=None)
    begins = datetime.now(LONDON).date() - timedelta(days=30)
    make.BudgetFactory(
        scheme=made.scheme,
        buyer=made.division,
        name="Rate card",
        amount=Money("600.00"),
        during=Period(begins, None),
    )
    made.now = datetime.now(LONDON)
    return made


def home(client: Client) -> str:
    response = client.get("/commissioner")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_commitment_beyond_the_budget_waits_with_how_far_beyond(client: Client, world: World) -> None:
    referral = world.accepted()
    client.force_login(world.commissioner)
    page = home(client)
    assert f"Allow or refuse £697.50 for referral {referral.reference}" in page
    assert "It would take Rate card £97.50 beyond what it holds" in page
    assert world.person.last_name not in page
    assert "£600.00" in page


def test_a_commitment_within_the_budget_does_not_wait(client: Client, world: World) -> None:
    world.accepted(sessions=10)
    client.force_login(world.commissioner)
    page = home(client)
    assert "Allow or refuse" not in page
    assert "£465.00" in page


def test_another_buyers_commitment_is_nobody_elses(client: Client, world: World) -> None:
    world.accepted()
    client.force_login(make.member("commissioner", make.OrganisationFactory()))
    assert "Allow or refuse" not in home(client)
