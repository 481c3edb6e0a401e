"""What delivery earns, what tiers keep, and what an advance comes to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.money import Money
from throughline.money.rules.advance import Settlement
from throughline.money.rules.charging import charges_the_buyer
from throughline.money.rules.earning import Delivery, Earning, Ending, TierPrice, earned
from throughline.money.rules.margins import retained
from throughline.supply.rules.costs import expected_cost, price_of_minutes

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
    assert earned(deliveries, prices) == {
        Earning("attendance", pk, tier): Money(amount) for (pk, tier), amount in wanted.items()
    }


def hours(attendance_id: int, minutes: int, took_part: bool = True) -> Delivery:
    return Delivery(attendance_id, MONDAY, took_part, minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "amount"),
    [
        pytest.param(60, "46.50", id="an hour"),
        pytest.param(90, "69.75", id="an hour and a half"),
        pytest.param(50, "38.75", id="fifty minutes"),
        pytest.param(1, "0.78", id="a minute: 77.5 pence, half a penny upwards"),
        pytest.param(0, None, id="no time at all earns no entry"),
    ],
)
def test_a_price_by_the_hour_is_charged_for_the_minutes_booked(minutes: int, amount: str | None) -> None:
    wanted = {} if amount is None else {Earning("attendance", 1, 1): Money(amount)}
    assert earned([hours(1, minutes)], [TierPrice(1, "hour", Money("46.50"))]) == wanted
    assert earned([hours(1, minutes, took_part=False)], [TierPrice(1, "hour", Money("46.50"))]) == {}


def on_day(attendance_id: int, day: int | None, hour: int = 0, took_part: bool = True) -> Delivery:
    counted = None if day is None else date(2017, 6, day)
    began_at = MONDAY + timedelta(days=day or 0, hours=hour)
    return Delivery(attendance_id, began_at, took_part, rar_day=counted)


@pytest.mark.parametrize(
    ("deliveries", "wanted"),
    [
        pytest.param([on_day(1, 5), on_day(2, 6)], [1, 2], id="two days are two"),
        pytest.param([on_day(1, 5, hour=2), on_day(2, 5)], [2], id="two activities on one day are one"),
        pytest.param([on_day(1, None)], [], id="an activity that counts for no day is not paid"),
        pytest.param([on_day(1, 5, took_part=False), on_day(2, 5)], [2], id="who did not come to the first"),
    ],
)
def test_a_price_by_the_rar_day_is_charged_once_a_day(deliveries: list[Delivery], wanted: list[int]) -> None:
    prices = [TierPrice(1, "rar_day", Money("80")), TierPrice(2, "rar_day", Money("60"))]
    assert earned(deliveries, prices) == {
        Earning("attendance", pk, price.tier): price.amount for pk in wanted for price in prices
    }


@pytest.mark.parametrize(
    ("unit", "ending", "wanted"),
    [
        pytest.param("completion", Ending(), {}, id="not over yet"),
        pytest.param("completion", Ending(completed_by=7), {("completion", 7)}, id="completed"),
        pytest.param("completion", Ending(achieved_by=8), {}, id="ended early, all achieved"),
        pytest.param("outcome", Ending(completed_by=7), {}, id="completed, nothing achieved"),
        pytest.param("outcome", Ending(achieved_by=8), {("outcome", 8)}, id="ended early, achieved"),
        pytest.param("outcome", Ending(7, 8), {("outcome", 8)}, id="completed, achieved"),
        pytest.param("session", Ending(7, 8), {}, id="sessions earn nothing by ending"),
    ],
)
def test_what_the_end_of_a_referral_earns(unit: str, ending: Ending, wanted: set[tuple[str, int]]) -> None:
    found = earned([], [TierPrice(1, unit, Money("300"))], ending)
    assert found == {Earning(by, pk, 1): Money("300") for by, pk in wanted}


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        pytest.param("session", "465.00", id="each planned session"),
        pytest.param("rar_day", "465.00", id="each planned session on a day of its own"),
        pytest.param("hour", "697.50", id="each planned session as long as usual"),
        pytest.param("start", "46.50", id="one start"),
        pytest.param("completion", "46.50", id="one completion"),
        pytest.param("outcome", "46.50", id="the outcome it is made for"),
    ],
)
def test_what_a_whole_referral_is_expected_to_cost(unit: str, expected: str) -> None:
    assert expected_cost(Money("46.50"), unit, sessions=10, usual_minutes=90) == Money(expected)


@given(st.integers(0, 10_000_000), st.integers(1, 600), st.integers(1, 50))
def test_sessions_as_long_as_usual_cost_exactly_what_was_expected(pence: int, minutes: int, n: int) -> None:
    price = Money.of_pence(pence)
    charged = Money.total([price_of_minutes(price, minutes)] * n)
    assert charged == expected_cost(price, "hour", sessions=n, usual_minutes=minutes)


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
