"""The pages of rate cards; and that an officer from whom prices are hidden reads none anywhere."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories as make
from tests.factories import NOW, acting, member
from tests.supply.cards import Card, a_rate_card
from tests.supply.test_rate_cards import changed_since
from tests.world import World, charlenes_world
from throughline.core.access import acting_as
from throughline.core.money import Money
from throughline.line.actions.referrals import accept_referral
from throughline.line.actions.sending import send_referral
from throughline.line.models import Referral
from throughline.money.models import Commitment, FixedPrice
from throughline.supply.models import SchemeRule

pytestmark = pytest.mark.django_db


@pytest.fixture
def card() -> Card:
    return a_rate_card()


@pytest.mark.asks("S56")
def test_another_prime_reads_price_criteria_and_access_and_changes_nothing(
    card: Card, client: Client
) -> None:
    make.ItemBuyerFactory(item=card.item, buyer=card.division)
    make.ItemAreaFactory(item=card.item, area=card.area)
    prime = make.OrganisationFactory(name="Southmoor CRC")
    make.AreaRoleFactory(scheme=card.scheme, organisation=prime)
    client.force_login(member("supply_chain_manager", prime))
    page = client.get(f"/rate-cards/{card.scheme.code}/{card.prime.reference}").content.decode()
    for said in ("£46.50", "each session attended", "Women", "NPS Ridgeway", card.area.name, "Part two"):
        assert said in page
    assert client.get(f"/prime/rate-card/{card.service.reference}").status_code == 404
    address = f"/rate-cards/{card.scheme.code}/{card.prime.reference}?format=csv"
    csv = b"".join(client.get(address).streaming_content).decode()  # type: ignore[attr-defined]
    assert "Change programme,Session" in csv
    assert "46.50" in csv


def test_the_page_says_what_changed_and_gives_it_as_a_file(card: Card, client: Client) -> None:
    changed_since(card)
    client.force_login(card.manager)
    here = f"/rate-cards/{card.scheme.code}/{card.prime.reference}"
    days = "first_day=30&first_month=6&first_year=2017&second_day=1&second_month=8&second_year=2017"
    page = client.get(f"{here}/differences?{days}").content.decode()
    assert "What changed between 30 June 2017 and 1 August 2017" in page
    assert "Price changed" in page
    assert "3 differences" in page
    book = client.get(f"{here}/differences?{days}&format=xlsx")
    assert b"".join(book.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert "30 June 2017" not in client.get(f"{here}?as_at=2017-06-30").content.decode().split("When it")[1]


@pytest.mark.asks("S71")
@pytest.mark.parametrize("are_shown", [True, False])
def test_an_officer_completes_a_referral_and_the_money_is_committed_either_way(
    client: Client, are_shown: bool
) -> None:
    world = charlenes_world(buyer_pays="46.51")
    SchemeRule.objects.filter(name="officers_see_prices").update(value=are_shown)
    seen = _refers(client, world)
    assert ("46.51" in seen) is are_shown
    assert ("£" in seen) is are_shown
    referral = Referral.objects.get()
    assert FixedPrice.objects.get(referral=referral, tier=1).amount == Money("46.51")
    with acting_as(acting(world.manager)):
        accept_referral(referral=referral, by=world.manager, at=NOW)
    assert Commitment.objects.get(referral=referral).amount == Money("697.65")


def _refers(client: Client, world: World) -> str:
    """Every page an officer meets on the way from finding a service to having sent a referral."""
    client.force_login(world.officer)
    seen = [client.get(f"/services/{world.service.reference}"), client.get("/services")]
    draft = world.draft()
    seen += [
        client.get(f"/referrals/{draft.reference}"),
        client.get(f"/referrals/{draft.reference}/send"),
    ]
    with acting_as(acting(world.officer)):
        send_referral(referral=draft, decisions={}, by=world.officer, at=world.now)
    seen += [
        client.get(f"/referrals/{draft.reference}"),
        client.get("/officer"),
        client.get("/rate-cards"),
        client.get(f"/people/{world.person.reference}"),
    ]
    for answer in seen:
        assert answer.status_code == 200, answer.content
    return " ".join(answer.content.decode() for answer in seen)
