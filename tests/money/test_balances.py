"""Who owes whom, as those may see it who are part of it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import NOW, START, LedgerEntryFactory, OrganisationFactory, SchemeFactory, acting, member
from tests.money.books import account_balances, ledger_of
from tests.money.chains import PricedChain, deliver
from throughline.core.access import NotAllowed, acting_as
from throughline.core.access.actor import SYSTEM
from throughline.core.models import Organisation
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.money.actions.advances import pay_advance
from throughline.money.actions.ledger import account_between
from throughline.money.models import LedgerEntry
from throughline.money.queries.ledger import (
    balances,
    entries_visible_to,
    owed_between,
)
from throughline.money.queries.margins import margins
from throughline.money.refusals import AdvanceAlreadyPaid, AdvanceOfNothing
from throughline.supply.models import Scheme

pytestmark = pytest.mark.django_db

YEAR = Period(date(2017, 4, 1), date(2018, 4, 1))
TODAY = NOW.date()


def pay(
    scheme: Scheme, payer: Organisation, provider: Organisation, amount: str, reference: str = "BACS 1"
) -> LedgerEntry:
    holder = member("commissioner", payer)
    with acting_as(acting(holder)):
        return pay_advance(
            scheme=scheme, payer=payer, provider=provider, amount=Money(amount), paid_on=START,
            payment_reference=reference, by=holder, at=NOW,
        )  # fmt: skip


@pytest.mark.asks("S165")
def test_an_advance_of_100000_with_99250_delivered_claws_back_750() -> None:
    scheme, division, prime = SchemeFactory(), OrganisationFactory(), OrganisationFactory()
    pay(scheme, division, prime, "100000")
    for times, price in ((30, "1200"), (45, "850"), (10, "2500")):
        for _ in range(times):
            deliver_directly(scheme, division, prime, price)
    (balance,) = balances(SYSTEM, as_at=TODAY)
    assert balance.settlement.delivered == Money("99250")
    assert balance.settlement.clawback == Money("750")
    assert owed_between(SYSTEM, payer_id=division.pk, provider_id=prime.pk, as_at=TODAY) == balance.settlement


def deliver_directly(scheme: Scheme, payer: Organisation, provider: Organisation, price: str) -> None:
    sides = {kind: account_between((scheme.pk, payer.pk, provider.pk), kind) for kind in ("cost", "owed")}
    LedgerEntryFactory(
        scheme=scheme,
        payer=payer,
        provider=provider,
        amount=Money(price),
        debit=sides["cost"],
        credit=sides["owed"],
    )


@pytest.mark.asks("S167")
def test_value_by_service_sums_to_value_by_provider_to_the_penny() -> None:
    scheme, buyer, prime = SchemeFactory(), OrganisationFactory(), OrganisationFactory()
    chains = [PricedChain(prices=prices, scheme=scheme, buyer=buyer, prime=prime)
              for prices in (("10.01", "9"), ("20.02", "7"), ("0.99", "0.98"))]  # fmt: skip
    for number, chain in enumerate(chains):
        for day in range(number + 1):
            deliver(chain.refer(), day=day)
    by_party = Money.total(one.settlement.delivered for one in balances(SYSTEM, as_at=date(2018, 1, 1)))
    by_service = Money.total(one.received for one in margins(SYSTEM, during=YEAR))
    assert by_party == by_service == Money("10.01") + Money("9") + Money("54.04") + Money("5.91")
    assert Money.total(account_balances(SYSTEM).values()) == Money.zero()


@pytest.mark.parametrize(
    ("as_at", "delivered"),
    [
        pytest.param(date(2017, 6, 7), "0", id="the day before the session"),
        pytest.param(date(2017, 6, 8), "100", id="the day of the session"),
    ],
)
def test_balances_are_as_at_a_day(as_at: date, delivered: str) -> None:
    chain = PricedChain(prices=("100",))
    deliver(chain.refer(), day=7)
    assert owed_between(
        SYSTEM, payer_id=chain.buyer.pk, provider_id=chain.prime.pk, as_at=as_at
    ).delivered == Money(delivered)


@pytest.mark.parametrize(
    ("who", "tiers"),
    [
        ("buyer", [1]),
        ("prime", [1, 2]),
        ("tier 2", [2, 3]),
        ("tier 3", [3]),
        ("steward", [1, 2, 3]),
        ("stranger", []),
    ],
)
def test_each_party_sees_what_it_pays_and_is_paid_and_no_more(who: str, tiers: list[int]) -> None:
    chain = PricedChain()
    referral = chain.refer()
    deliver(referral)
    roles: dict[str, tuple[str, Organisation]] = {
        "buyer": ("commissioner", chain.buyer),
        "prime": ("supply_chain_manager", chain.prime),
        "tier 2": ("provider_manager", chain.providers[1]),
        "tier 3": ("provider_manager", chain.providers[2]),
        "steward": ("contract_manager", chain.scheme.steward),
        "stranger": ("supply_chain_manager", OrganisationFactory()),
    }
    role, organisation = roles[who]
    actor = acting(member(role, organisation))
    with acting_as(actor):
        assert [entry.tier for entry in ledger_of(referral, actor)] == tiers
        # and the database alone, without the query's own filter, shows no more
        assert list(LedgerEntry.objects.order_by("tier").values_list("tier", flat=True)) == tiers
        assert len(balances(actor, as_at=TODAY)) == len(tiers)


def test_a_provider_reads_what_it_is_owed_and_what_it_owes() -> None:
    chain = PricedChain()
    deliver(chain.refer())
    actor = acting(member("provider_manager", chain.providers[1]))
    with acting_as(actor):
        seen = {(one.payer_id, one.provider_id): one.settlement.due for one in balances(actor, as_at=TODAY)}
    assert seen == {
        (chain.prime.pk, chain.providers[1].pk): Money("900"),
        (chain.providers[1].pk, chain.providers[2].pk): Money("700"),
    }


@pytest.mark.asks("S178")
def test_the_prime_reads_its_own_margin_and_the_steward_everyones() -> None:
    chain = PricedChain()
    deliver(chain.refer())
    prime = acting(member("supply_chain_manager", chain.prime))
    steward = acting(member("contract_manager", chain.scheme.steward))
    with acting_as(prime):
        assert [(one.organisation_id, one.kept) for one in margins(prime, during=YEAR)] == [
            (chain.prime.pk, Money("300"))
        ]
    with acting_as(steward):
        assert [one.kept for one in margins(steward, during=YEAR)] == [
            Money("300"),
            Money("200"),
            Money("700"),
        ]


def test_a_payment_is_entered_once() -> None:
    scheme, payer, provider = SchemeFactory(), OrganisationFactory(), OrganisationFactory()
    pay(scheme, payer, provider, "10")
    with pytest.raises(AdvanceAlreadyPaid):
        pay(scheme, payer, provider, "10")
    pay(scheme, payer, provider, "10", reference="BACS 2")
    assert owed_between(SYSTEM, payer_id=payer.pk, provider_id=provider.pk, as_at=TODAY).clawback == Money(
        "20"
    )


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_an_advance_of_nothing_is_refused(amount: str) -> None:
    with pytest.raises(AdvanceOfNothing):
        pay(SchemeFactory(), OrganisationFactory(), OrganisationFactory(), amount)


def test_a_provider_does_not_enter_the_advance_of_its_payer() -> None:
    scheme, payer, provider = SchemeFactory(), OrganisationFactory(), OrganisationFactory()
    manager = member("provider_manager", provider)
    with acting_as(acting(manager)), pytest.raises(NotAllowed):
        pay_advance(
            scheme=scheme, payer=payer, provider=provider, amount=Money("1"), paid_on=TODAY,
            payment_reference="BACS", by=manager, at=NOW,
        )  # fmt: skip
    assert not entries_visible_to(SYSTEM).exists()
