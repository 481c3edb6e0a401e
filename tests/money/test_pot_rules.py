"""Which budget pays, and what of a pot will be left: the worked examples of docs/rules/pots.md."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.money.rules.pots import Source, forecast, source_for

POT = Money("750000.00")
WINTER = Period(date(2017, 8, 1), date(2018, 4, 1))
NOTHING = Money.zero()


@pytest.mark.asks("S77")
@pytest.mark.parametrize(
    ("on", "delivered", "gone", "to_go", "expected", "left"),
    [
        (date(2017, 8, 1), "0.00", 1, 242, "0.00", "750000.00"),
        (date(2017, 11, 30), "122000.00", 122, 121, "243000.00", "507000.00"),
        (date(2018, 1, 31), "567901.23", 184, 59, "749999.99", "0.01"),
        (date(2018, 1, 31), "570000.00", 184, 59, "750000.00", "0.00"),
        (date(2018, 3, 31), "700000.00", 243, 0, "700000.00", "50000.00"),
        (date(2018, 6, 1), "700000.00", 243, 0, "700000.00", "50000.00"),
    ],
)
def test_the_worked_examples(
    on: date, delivered: str, gone: int, to_go: int, expected: str, left: str
) -> None:
    found = forecast(amount=POT, delivered=Money(delivered), open_promises=NOTHING, during=WINTER, on=on)
    assert found is not None
    assert (found.days_gone, found.days_left) == (gone, to_go)
    assert (found.expected, found.unspent) == (Money(expected), Money(left))
    assert found.leaves_money == (Money(left) > NOTHING)


def test_half_a_penny_is_rounded_up() -> None:
    three_days = Period(date(2017, 8, 1), date(2017, 8, 4))
    found = forecast(
        amount=Money("1.00"),
        delivered=Money("0.01"),
        open_promises=NOTHING,
        during=three_days,
        on=date(2017, 8, 2),
    )
    assert found is not None
    assert found.expected == Money("0.02")


@pytest.mark.parametrize(
    ("during", "on"),
    [(WINTER, date(2017, 7, 31)), (Period(date(2017, 8, 1), None), date(2017, 9, 1))],
)
def test_without_a_day_gone_or_a_deadline_nothing_is_forecast(during: Period, on: date) -> None:
    assert forecast(amount=POT, delivered=NOTHING, open_promises=NOTHING, during=during, on=on) is None


@pytest.mark.parametrize(
    ("promises", "promised"),
    [("0.00", "0.00"), ("7000.00", "7000.00"), ("600000.00", "507000.00"), ("-5.00", "0.00")],
)
def test_promises_say_how_much_of_what_is_left_has_somebodys_name_on_it(promises: str, promised: str) -> None:
    found = forecast(
        amount=POT,
        delivered=Money("122000"),
        open_promises=Money(promises),
        during=WINTER,
        on=date(2017, 11, 30),
    )
    assert found is not None
    assert found.promised == Money(promised)


AMOUNTS = st.integers(0, 10**10).map(Money.of_pence)
DAYS = st.integers(0, 242).map(lambda n: WINTER.from_ + timedelta(days=n))


@given(AMOUNTS, AMOUNTS, AMOUNTS, DAYS)
def test_what_is_expected_and_left_are_the_pot(
    amount: Money, delivered: Money, promises: Money, on: date
) -> None:
    found = forecast(amount=amount, delivered=delivered, open_promises=promises, during=WINTER, on=on)
    assert found is not None
    assert found.expected >= delivered
    assert NOTHING <= found.promised <= found.unspent
    if delivered <= amount:
        assert found.expected + found.unspent == amount
    else:
        assert found.unspent == NOTHING


@given(AMOUNTS, AMOUNTS, AMOUNTS, DAYS)
def test_the_more_is_delivered_the_less_is_left(amount: Money, less: Money, more: Money, on: date) -> None:
    left = [
        found.unspent
        for delivered in sorted((less, more))
        if (
            found := forecast(amount=amount, delivered=delivered, open_promises=NOTHING, during=WINTER, on=on)
        )
    ]
    assert left[0] >= left[1]


OWN = Source(1, Money("100.00"))
SPRING = Source(2, Money("80.00"), date(2018, 3, 31))
AUTUMN = Source(3, Money("50.00"), date(2017, 10, 31))


@pytest.mark.parametrize(
    ("amount", "sources", "chosen"),
    [
        pytest.param("40.00", [OWN, SPRING, AUTUMN], AUTUMN, id="the earliest deadline first"),
        pytest.param("50.00", [OWN, SPRING, AUTUMN], AUTUMN, id="to the penny"),
        pytest.param("50.01", [OWN, SPRING, AUTUMN], SPRING, id="a pot that does not hold it is passed over"),
        pytest.param("90.00", [OWN, SPRING, AUTUMN], OWN, id="no pot holds it"),
        pytest.param("900.00", [OWN, SPRING], OWN, id="nothing holds it: it waits on the buyer's own"),
        pytest.param("90.00", [SPRING, AUTUMN], SPRING, id="pots only: it waits on that with the most left"),
        pytest.param("1.00", [OWN], OWN, id="no pot"),
        pytest.param("1.00", [], None, id="nothing"),
    ],
)
def test_which_budget_pays(amount: str, sources: list[Source], chosen: Source | None) -> None:
    assert source_for(Money(amount), sources) == chosen
