"""Prices are fixed on the day a referral is sent."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from tests.factories import NOW, OrganisationFactory, PriceFactory, ReferralFactory
from tests.money.chains import PricedChain, deliver, standing_of
from throughline.core.events import announce
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.line.events import ReferralSent
from throughline.line.models import Referral
from throughline.money.models import FixedPrice
from throughline.money.refusals import PriceNotInForce
from throughline.supply.models import Price

pytestmark = pytest.mark.django_db

JUNE = date(2017, 6, 2)


def new_prices_from(chain: PricedChain, day: date, amount: str) -> None:
    for link in chain.links:
        former = Price.objects.get(agreement=link)
        former.during = former.during.ended_on(day)
        former.save()
        PriceFactory(item=chain.item, agreement=link, amount=Money(amount), during=Period(day))


@pytest.mark.asks("S178")
def test_every_link_of_the_chain_is_fixed_with_its_parties() -> None:
    chain = PricedChain()
    referral = chain.refer()
    fixed = [(one.tier, one.payer, one.provider, one.amount) for one in referral.fixed_prices.all()]
    assert fixed == [
        (1, chain.buyer, chain.prime, Money("1200")),
        (2, chain.prime, chain.providers[1], Money("900")),
        (3, chain.providers[1], chain.providers[2], Money("700")),
    ]


@pytest.mark.asks("S179")
def test_an_open_referral_keeps_its_price_when_the_price_changes_next_day() -> None:
    chain = PricedChain(prices=("100", "80"))
    before = chain.refer(sent_at=NOW)
    new_prices_from(chain, JUNE, "200")
    after = chain.refer(sent_at=datetime(2017, 6, 2, 9, 0, tzinfo=UTC))
    for referral, amount in ((before, "100"), (after, "200")):
        session = deliver(referral, day=7)
        assert standing_of(referral)[session.pk, 1] == Money(amount)


@pytest.mark.parametrize(
    ("sent_at", "amount"),
    [
        pytest.param(
            datetime(2017, 6, 1, 22, 59, tzinfo=UTC), "100", id="a minute before midnight in London"
        ),
        pytest.param(datetime(2017, 6, 1, 23, 0, tzinfo=UTC), "200", id="midnight in London, summer time"),
    ],
)
def test_the_day_of_sending_is_the_london_day(sent_at: datetime, amount: str) -> None:
    chain = PricedChain(prices=("100",))
    new_prices_from(chain, JUNE, "200")
    assert FixedPrice.objects.get(referral=chain.refer(sent_at=sent_at)).amount == Money(amount)


@pytest.mark.parametrize("route", ["core", "co_commissioned", "charitable"])
def test_a_route_without_charge_fixes_only_what_is_paid_below_the_prime(route: str) -> None:
    assert [one.tier for one in PricedChain().refer(route=route).fixed_prices.all()] == [2, 3]


def send(referral: Referral, at: datetime = NOW) -> None:
    with transaction.atomic():
        announce(ReferralSent(referral.pk, referral.referred_by_id, at))


def test_a_service_outside_every_agreement_makes_no_prices() -> None:
    referral = ReferralFactory(state="sent", sent_at=NOW, route="charitable")
    send(referral)
    assert not referral.fixed_prices.exists()


def test_a_spot_purchase_outside_every_agreement_has_nothing_to_charge_by() -> None:
    referral = ReferralFactory(state="sent", sent_at=NOW, route="spot", buyer=OrganisationFactory())
    with pytest.raises(PriceNotInForce):
        send(referral)


@pytest.mark.parametrize("ended", ["top", "below"])
def test_a_referral_is_not_sent_when_a_price_has_lapsed(ended: str) -> None:
    chain = PricedChain()
    price = Price.objects.get(agreement=chain.links[0 if ended == "top" else 1])
    price.during = Period(date(2017, 4, 1), date(2017, 6, 1))
    price.save()
    with pytest.raises(PriceNotInForce, match=r"You cannot send this referral.* on 1 June 2017"):
        chain.refer()
    assert not FixedPrice.objects.exists()


def test_a_link_that_never_had_a_price_is_not_paid_by_use() -> None:
    chain = PricedChain()
    Price.objects.filter(agreement=chain.links[2]).delete()
    assert [one.tier for one in chain.refer().fixed_prices.all()] == [1, 2]


def test_a_free_route_needs_no_price() -> None:
    chain = PricedChain()
    Price.objects.all().delete()
    assert not chain.refer(route="core").fixed_prices.exists()


def test_prices_stay_when_a_referral_is_sent_again() -> None:
    chain = PricedChain(prices=("100",))
    referral = chain.refer()
    new_prices_from(chain, JUNE, "200")
    send(referral, at=datetime(2017, 6, 5, tzinfo=UTC))
    assert [one.amount for one in referral.fixed_prices.all()] == [Money("100")]
