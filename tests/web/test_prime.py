"""The pages of a prime: what waits, the chain without the person, the rate card, the agreements."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.time import LONDON
from throughline.supply.models import Price
from throughline.web.words import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return charlenes_world()


@pytest.fixture
def prime(client: Client, world: World) -> Client:
    client.force_login(world.supply_chain_manager)
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[-2000:]
    return " ".join(response.content.decode().split())


def test_a_service_nobody_confirmed_for_ninety_days_waits(prime: Client, world: World) -> None:
    page = text(prime, "/prime")
    assert 'id="to-confirm"' in page
    assert "Never confirmed" in page


def test_a_service_confirmed_yesterday_does_not_wait(prime: Client, world: World) -> None:
    world.service.confirmed_on = datetime.now(LONDON).date() - timedelta(days=1)
    world.service.save()
    assert 'id="to-confirm"' not in text(prime, "/prime")


def test_an_agreement_delivered_unsigned_waits_with_its_days(prime: Client, world: World) -> None:
    began = datetime.now(LONDON).date() - timedelta(days=45)
    unsigned = make.AgreementFactory(
        scheme=world.scheme, payer=world.prime, above=world.chain[0], state="negotiating", signed_on=None
    )
    make.LedgerEntryFactory(
        scheme=world.scheme,
        payer=world.prime,
        provider=unsigned.provider,
        agreement=unsigned,
        tier=2,
        happened_on=began,
    )
    said = f"45 days delivered unsigned, since {day(began)}"
    assert said in text(prime, "/prime")
    page = text(prime, f"/agreements/{unsigned.reference}")
    assert f"Delivered for 45 days without a signed agreement, since {day(began)}" in page
    assert said not in text(prime, f"/agreements/{world.chain[1].reference}")


def test_an_agreement_is_marked_as_signed_by_who_pays(prime: Client, world: World) -> None:
    unsigned = make.AgreementFactory(
        scheme=world.scheme, payer=world.prime, above=world.chain[0], state="negotiating", signed_on=None
    )
    address = f"/agreements/{unsigned.reference}/sign"
    early = prime.post(address, {"signed_on_day": "1", "signed_on_month": "1", "signed_on_year": "2090"})
    assert "must be today or in the past" in early.content.decode()
    sent = prime.post(address, {"signed_on_day": "1", "signed_on_month": "6", "signed_on_year": "2017"})
    assert sent.status_code == 302
    unsigned.refresh_from_db()
    assert (unsigned.state, unsigned.signed_on) == ("signed", date(2017, 6, 1))
    assert "Marked as signed" in text(prime, f"/agreements/{unsigned.reference}")
    text(prime, address, status=404)


def test_the_contract_above_is_not_the_primes_to_sign(prime: Client, world: World) -> None:
    above = make.AgreementFactory(
        scheme=world.scheme,
        payer=world.ministry,
        provider=world.prime,
        state="negotiating",
        signed_on=None,
    )
    assert "Mark as signed" not in text(prime, f"/agreements/{above.reference}")
    text(prime, f"/agreements/{above.reference}/sign", status=404)


def test_an_entry_is_confirmed(prime: Client, world: World) -> None:
    page = text(prime, f"/prime/rate-card/{world.service.reference}")
    assert f'href="/kept-services/{world.service.reference}"' in page
    confirmed = prime.post(f"/kept-services/{world.service.reference}/confirm", {"next": "/prime"})
    assert confirmed["Location"] == "/prime"
    assert 'id="to-confirm"' not in text(prime, "/prime")


def test_a_return_not_matched_waits(prime: Client, world: World) -> None:
    returned = make.ProviderReturnFactory(scheme=world.scheme, payer=world.prime, provider=world.centre)
    assert f"Match return {returned.reference} with the record" in text(prime, "/prime")
    make.ReconciliationFactory(provider_return=returned)
    assert "Match return" not in text(prime, "/prime")


def test_the_chain_shows_the_referral_and_never_the_person(prime: Client, world: World) -> None:
    referral = world.accepted()
    page = text(prime, "/prime/chain")
    assert referral.reference in page
    assert "Accepted" in page
    assert world.person.last_name not in page
    csv = b"".join(prime.get("/prime/chain?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert referral.reference in csv
    assert world.person.last_name not in csv


def test_the_rate_card_shows_what_is_kept_of_each_item(prime: Client, world: World) -> None:
    page = text(prime, "/prime/rate-card")
    assert "£46.50" in page
    assert "£38.00" in page
    assert "£8.50" in page


def test_a_price_set_from_a_day_ends_the_former(prime: Client, world: World) -> None:
    lower = world.chain[1]
    address = f"/prime/rate-card/{world.service.reference}/items/{world.item.pk}/{lower.reference}"
    assert "Price in force" in text(prime, address)
    sent = prime.post(
        address, {"amount": "40", "from_on_day": "1", "from_on_month": "4", "from_on_year": "2031"}
    )
    assert sent.status_code == 302, sent.content.decode()
    prices = Price.objects.filter(agreement=lower).order_by("during__startswith")
    assert [(one.amount, one.during) for one in prices] == [
        (Money("38.00"), Period(make.START, date(2031, 4, 1))),
        (Money("40.00"), Period(date(2031, 4, 1), None)),
    ]
    again = prime.post(
        address, {"amount": "41", "from_on_day": "1", "from_on_month": "4", "from_on_year": "2030"}
    )
    assert f"There is already a price of £40.00 from {day(date(2031, 4, 1))}" in again.content.decode()


def test_the_prime_sets_no_price_above_itself(prime: Client, world: World) -> None:
    top = world.chain[0].reference
    text(prime, f"/prime/rate-card/{world.service.reference}/items/{world.item.pk}/{top}", status=404)


def test_agreements_up_and_down_are_listed(prime: Client, world: World) -> None:
    page = text(prime, "/prime/agreements")
    for one in world.chain:
        assert one.reference in page


def test_the_page_of_an_agreement(prime: Client, world: World) -> None:
    page = text(prime, f"/agreements/{world.chain[1].reference}")
    assert "Northmoor CRC pays Northmoor Women&#39;s Centre" in page
    assert "Change programme" in page
    assert world.chain[0].reference in page
