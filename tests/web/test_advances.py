"""An advance paid is entered on a page, and the same balance then stands wherever it is read (S165)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories import AreaFactory, AreaRoleFactory, OrganisationFactory, acting, member
from tests.money.chains import PricedChain, deliver
from tests.web.provider_world import Reader, reading_by_a_clock
from throughline.core.access import acting_as
from throughline.core.models import Organisation
from throughline.core.money import Money
from throughline.money.models import LedgerEntry
from throughline.money.queries.ledger import owed_between

pytestmark = pytest.mark.django_db
PAID = {
    "amount": "1,000",
    "paid_on_day": "1",
    "paid_on_month": "4",
    "paid_on_year": "2017",
    "payment_reference": "BACS 1",
}


@pytest.fixture
def reader(client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return reading_by_a_clock(client, settings, tmp_path / "clock", monkeypatch)


@pytest.fixture
def chain() -> PricedChain:
    """A prime whose area the division buys for, with one session delivered today at £60.00."""
    chain = PricedChain(prices=("60", "46.50"))
    area = AreaFactory()
    for organisation, role in ((chain.prime, "prime"), (chain.buyer, "division")):
        AreaRoleFactory(scheme=chain.scheme, area=area, organisation=organisation, role=role)
    return chain


def between(chain: PricedChain, payer: Organisation, provider: Organisation) -> dict[str, str]:
    return {"between": f"{chain.scheme.pk}-{payer.pk}-{provider.pk}"}


def entered(reader: Reader, answers: dict[str, str]) -> str:
    return reader.sends("/money/advances/new", answers | {"confirmed": "yes"})


@pytest.mark.asks("S165")
def test_what_it_changes_is_said_first_and_then_stands_everywhere(
    chain: PricedChain, reader: Reader, client: Client
) -> None:
    deliver(chain.refer())
    overseer = member("contract_manager", chain.scheme.steward)
    answers = PAID | between(chain, chain.buyer, chain.prime)
    reader.as_(overseer)
    assert "Enter an advance paid" in reader.reads("/money")
    seen = client.post("/money/advances/new", answers).content.decode()
    assert "£0.00 now, £1,000.00 with this payment" in seen
    assert "£60.00 owed now, £940.00 to come back with this payment" in seen
    assert not LedgerEntry.objects.filter(cause="advance").exists()
    assert "Advance of £1,000.00 entered" in entered(reader, answers)
    parties = (chain.buyer.reference, chain.prime.reference)
    ledger = f"/money/ledger?payer={parties[0]}&provider={parties[1]}"
    for user in (overseer, member("commissioner", chain.buyer), member("supply_chain_manager", chain.prime)):
        reader.as_(user)
        assert "£940.00 to come back" in reader.reads("/money")
        assert "£1,000.00 paid in advance and £60.00 delivered: £940.00 to come back" in reader.reads(ledger)
        assert b"1000.00,940.00" in b"".join(client.get("/money?format=csv"))
        with acting_as(acting(user)) as actor:
            sums = owed_between(
                actor, payer_id=chain.buyer.pk, provider_id=chain.prime.pk, as_at=chain.scheme.during.from_
            )
        assert sums.advance == Money("1000")


def test_the_first_advance_is_paid_before_anything_is_delivered(chain: PricedChain, reader: Reader) -> None:
    reader.as_(member("contract_manager", chain.scheme.steward))
    assert "North division to Northern CRC" in reader.reads("/money/advances/new")


def test_a_budget_holder_enters_what_their_organisation_pays(chain: PricedChain, reader: Reader) -> None:
    deliver(chain.refer())
    reader.as_(member("commissioner", chain.buyer))
    page = reader.reads("/money/advances/new")
    assert "North division to Northern CRC" in page
    assert "Northern CRC to Tier 2" not in page
    others = PAID | between(chain, chain.prime, chain.providers[1])
    assert "Select who paid whom" in reader.is_refused("/money/advances/new", others | {"confirmed": "yes"})


def test_a_payment_is_entered_once(chain: PricedChain, reader: Reader) -> None:
    reader.as_(member("contract_manager", chain.scheme.steward))
    answers = PAID | between(chain, chain.buyer, chain.prime) | {"confirmed": "yes"}
    entered(reader, answers)
    said = reader.is_refused("/money/advances/new", answers)
    assert "BACS 1 from North division to Northern CRC is already in the ledger" in said


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"amount": "0"}, "£0.01 or more"),
        ({"amount": ""}, "Enter the amount"),
        ({"paid_on_year": "2018"}, "Day it was paid must be today or in the past"),
        ({"payment_reference": ""}, "Enter the payment reference"),
    ],
)
def test_what_is_missing_is_asked_for(
    chain: PricedChain, reader: Reader, changed: dict[str, str], says: str
) -> None:
    reader.as_(member("contract_manager", chain.scheme.steward))
    answers = PAID | between(chain, chain.buyer, chain.prime) | {"confirmed": "yes"} | changed
    assert says in reader.is_refused("/money/advances/new", answers)


@pytest.mark.parametrize("role", ["provider_manager", "supply_chain_manager"])
def test_nobody_else_finds_it(chain: PricedChain, reader: Reader, role: str) -> None:
    reader.as_(member(role, chain.prime))
    assert "Enter an advance" not in reader.reads("/money")
    reader.reads("/money/advances/new", status=404)


def test_another_schemes_overseer_is_offered_nothing_of_it(chain: PricedChain, reader: Reader) -> None:
    reader.as_(member("contract_manager", OrganisationFactory()))
    assert "Northern CRC" not in reader.reads("/money/advances/new")
