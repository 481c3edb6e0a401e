"""What delivery earns, what tiers keep, and what an advance comes to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.money import Money
from throughline.money.rules.advance import Settlement
from throughline.money.rules.charging import charges_the_buyer
from throughline.money.rules.earning import Delivery, TierPrice, earned, expected_cost
from throughline.money.rules.margins import retained

MONDAY = datetime(2017, 6, 5, 10, 0, tzinfo=UTC)
SESSION = [TierPrice(1, "session", Money("1200")), TierPrice(2, "session", Money("900"))]
START = [TierPrice(1, "start", Money("500"))]


def delivery(attendance_id: int, day: int = 0, took_part: bool = True) -> Delivery:
    return Delivery(attendance_id, MONDAY + timedelta(days=day), took_part)


@pytest.mark.parametrize(
    ("deliveries", "prices", "wanted"),
    [
        pytest.param([], SESSION, {}, id="nothing was delivered"),
        pytest.param(
            [delivery(1)], SESSION, {(1, 1): "1200", (1, 2): "900"}, id="one session is owed at every tier"
        ),
        pytest.param(
            [delivery(1), delivery(2, 7, took_part=False)], SESSION, {(1, 1): "1200", (1, 2): "900"},
            id="a missed session earns nothing",
        ),
        pytest.param(
            [delivery(1), delivery(2)], SESSION,
            {(1, 1): "1200", (1, 2): "900", (2, 1): "1200", (2, 2): "900"},
            id="two sessions on one day are two sessions",
        ),
        pytest.param([delivery(1), delivery(2, 7)], START, {(1, 1): "500"}, id="a start is paid once"),
        pytest.param(
            [delivery(1, took_part=False), delivery(2, 7)], START, {(2, 1): "500"},
            id="a start is the first session that the person took part in",
        ),
        pytest.param(
            [delivery(2, 7), delivery(9, 0)], START, {(9, 1): "500"},
            id="a first session recorded late is the first all the same",
        ),
        pytest.param(
            [delivery(2), delivery(1)], START, {(1, 1): "500"}, id="of two at one time the one recorded first"
        ),
        pytest.param([delivery(1)], [TierPrice(1, "session", Money("0"))], {}, id="free earns no entry"),
    ],
)  # fmt: skip
def test_what_delivery_earns(
    deliveries: list[Delivery], prices: list[TierPrice], wanted: dict[tuple[int, int], str]
) -> None:
    assert earned(deliveries, prices) == {key: Money(amount) for key, amount in wanted.items()}


def test_a_price_by_the_session_is_expected_for_every_session_planned() -> None:
    assert expected_cost(SESSION[0], planned_sessions=10) == Money("12000")
    assert expected_cost(START[0], planned_sessions=10) == Money("500")


@pytest.mark.parametrize(
    ("route", "charged"),
    [
        ("rate_card", True),
        ("spot", True),
        ("core", False),
        ("co_commissioned", False),
        ("charitable", False),
        ("", False),
    ],
)
def test_which_routes_charge_the_buyer(route: str, charged: bool) -> None:
    assert charges_the_buyer(route) is charged


@pytest.mark.asks("S178")
def test_each_tier_keeps_its_price_less_the_one_below() -> None:
    prices = [Money("1200"), Money("900"), Money("700")]
    assert retained(prices) == [Money("300"), Money("200"), Money("700")]


def test_a_tier_that_pays_out_more_than_it_receives_keeps_less_than_nothing() -> None:
    assert retained([Money("100"), Money("130")]) == [Money("-30"), Money("130")]


@given(st.lists(st.integers(0, 10_000_000).map(Money.of_pence), max_size=6))
def test_what_the_tiers_keep_sums_to_the_buyers_price(prices: list[Money]) -> None:
    assert Money.total(retained(prices)) == (prices[0] if prices else Money.zero())


@pytest.mark.asks("S165")
def test_an_advance_beyond_delivery_comes_back() -> None:
    delivered = Money("1200") * 30 + Money("850") * 45 + Money("2500") * 10
    settled = Settlement(Money("100000"), delivered)
    assert (settled.delivered, settled.clawback, settled.due) == (Money("99250"), Money("750"), Money.zero())


@pytest.mark.parametrize(
    ("advance", "delivered", "clawback", "due"),
    [
        pytest.param("100", "100", "0", "0", id="delivered to the penny"),
        pytest.param("100", "100.01", "0", "0.01", id="a penny beyond the advance is owed"),
        pytest.param("100", "99.99", "0.01", "0", id="a penny short comes back"),
        pytest.param("0", "0", "0", "0", id="nothing happened"),
    ],
)
def test_how_an_advance_is_settled(advance: str, delivered: str, clawback: str, due: str) -> None:
    settled = Settlement(Money(advance), Money(delivered))
    assert (settled.clawback, settled.due) == (Money(clawback), Money(due))
    assert settled.balance == settled.clawback - settled.due
