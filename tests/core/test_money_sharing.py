"""However an amount is shared, by weight or by month, its parts sum to the whole (S180)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.money import Money, share

LARGEST_PENCE = 10**14 - 1
amounts = st.integers(-LARGEST_PENCE, LARGEST_PENCE).map(Money.of_pence)
weights = st.one_of(st.integers(0, 1000), st.fractions(0, 100, max_denominator=60))


class TestSharing:
    @pytest.mark.asks("S180")
    @pytest.mark.parametrize(
        ("case", "total", "by", "parts"),
        [
            ("three equal partners, odd penny to the first", "100", [1, 1, 1], ["33.34", "33.33", "33.33"]),
            ("money back is shared alike", "-100.00", [1, 1, 1], ["-33.34", "-33.33", "-33.33"]),
            ("prime, Tier 2 and Tier 3 by margin", "1200.00", [300, 200, 700], ["300", "200", "700"]),
            ("the penny goes to the largest remainder", "0.10", [1, 2, 4], ["0.01", "0.03", "0.06"]),
            ("a partner with no share has nothing", "0.05", [1, 0, 1], ["0.03", "0", "0.02"]),
            ("by fractions", "1.00", [Fraction(1, 3), Fraction(2, 3)], ["0.33", "0.67"]),
            ("nothing to share", "0", [1, 2], ["0", "0"]),
        ],
    )
    def test_parts_by_weight(self, case: str, total: str, by: list[int | Fraction], parts: list[str]) -> None:
        assert share(Money(total), by) == [Money(part) for part in parts], case

    @pytest.mark.parametrize("by", [[], [0, 0], [2, -1], [0.5, 0.5]])
    def test_weights_that_share_nothing_are_refused(self, by: list[int]) -> None:
        with pytest.raises(ValueError, match="weight"):
            share(Money("1"), by)

    @given(amounts, st.lists(weights, min_size=1, max_size=12).filter(any))
    def test_shares_sum_to_the_whole_and_stay_within_a_penny(
        self, total: Money, by: list[int | Fraction]
    ) -> None:
        parts = share(total, by)
        assert sum(parts) == total
        for part, weight in zip(parts, by, strict=True):
            assert abs(part.pence - Fraction(total.pence) * weight / Fraction(sum(by))) < 1

    @given(amounts, st.integers(1, 40))
    def test_equal_shares_differ_by_a_penny_at_most(self, total: Money, partners: int) -> None:
        pence = [part.pence for part in share(total, [1] * partners)]
        assert max(pence) - min(pence) <= 1


class TestMonths:
    @pytest.mark.asks("S180")
    @pytest.mark.parametrize(
        ("total", "monthly", "last"),
        [
            ("100.00", "8.33", "8.37"),
            ("-100.00", "-8.33", "-8.37"),
            ("12000000.00", "1000000.00", "1000000.00"),
            ("0.11", "0.00", "0.11"),
        ],
    )
    def test_twelve_payments_with_the_odd_pennies_last(self, total: str, monthly: str, last: str) -> None:
        assert Money(total).in_months(12) == [Money(monthly)] * 11 + [Money(last)]

    @pytest.mark.asks("S180")
    @given(amounts, st.integers(1, 120))
    def test_months_sum_to_the_whole(self, total: Money, months: int) -> None:
        payments = total.in_months(months)
        assert len(payments) == months
        assert sum(payments) == total
        assert len(set(payments[:-1])) <= 1
        assert abs(payments[-1] - payments[0]).pence < months

    def test_no_months_is_refused(self) -> None:
        with pytest.raises(ValueError, match="at least one month"):
            Money("1").in_months(0)
