"""Money is exact, and every part of it is somewhere (D23, S180)."""

import contextlib
import copy
import operator
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from throughline.core.money import Money, MoneyNotExact, MoneyOutOfRange, NotMoney, Rounding

LARGEST_PENCE = 10**14 - 1
amounts = st.integers(-LARGEST_PENCE, LARGEST_PENCE).map(Money.of_pence)
small_amounts = st.integers(-(10**9), 10**9).map(Money.of_pence)


class TestMaking:
    @pytest.mark.parametrize(
        ("given_as", "pence"),
        [
            ("46.50", 4650),
            ("46.5", 4650),
            ("46", 4600),
            ("-0.01", -1),
            ("0", 0),
            ("999999999999.99", LARGEST_PENCE),
            (Decimal("46.500"), 4650),
            (Decimal("1E+3"), 100000),
            (Decimal("0E-30"), 0),
        ],
    )
    def test_text_and_decimals_make_exact_money(self, given_as: str | Decimal, pence: int) -> None:
        assert Money(given_as).pence == pence
        assert Money(given_as) == Money.of_pence(pence)

    @pytest.mark.parametrize(
        "given_as",
        [
            46.5,
            float("nan"),
            Decimal("46.505"),
            "0.001",
            Decimal("1E-400000"),
            Decimal("1.000000000000000001"),
        ],
    )
    def test_floats_and_part_pennies_are_refused(self, given_as: str) -> None:
        with pytest.raises(MoneyNotExact):
            Money(given_as)

    @pytest.mark.parametrize(
        "given_as",
        [
            "",
            "£5",
            "1,200",
            "1e5",
            "NaN",
            "Infinity",
            " 5",
            "5\x00",
            "٣",
            "+5",
            ".5",
            "5.",
            "1_000",
            46,
            True,
            None,
            Decimal("NaN"),
            Decimal("-Infinity"),
            "9" * 5000,
        ],
    )
    def test_anything_else_is_not_money(self, given_as: str) -> None:
        with pytest.raises(NotMoney):
            Money(given_as)

    @pytest.mark.parametrize("given_as", ["1000000000000", "-1000000000000.00", Decimal("1E+999999")])
    def test_a_trillion_pounds_is_out_of_range(self, given_as: str | Decimal) -> None:
        with pytest.raises(MoneyOutOfRange, match="less than £1 trillion"):
            Money(given_as)

    def test_arithmetic_cannot_leave_the_range(self) -> None:
        with pytest.raises(MoneyOutOfRange):
            Money("999999999999.99") + Money("0.01")

    @pytest.mark.parametrize("pence", [1.0, True, "5", None, Decimal(5)])
    def test_pence_are_whole_numbers(self, pence: int) -> None:
        with pytest.raises(NotMoney):
            Money.of_pence(pence)


class TestArithmetic:
    def test_money_adds_and_subtracts_money(self) -> None:
        assert Money("1200.00") - Money("900.00") + Money("0.01") == Money("300.01")

    def test_money_is_multiplied_by_whole_numbers(self) -> None:
        assert Money("46.50") * 3 == 3 * Money("46.50") == Money("139.50")

    @pytest.mark.parametrize(
        ("joined", "left", "right"),
        [
            (operator.add, Money("1"), 1),
            (operator.add, Money("1"), Decimal(1)),
            (operator.add, 1, Money("1")),
            (operator.add, 0.0, Money("1")),
            (operator.add, False, Money("1")),
            (operator.sub, Money("1"), 0),
            (operator.mul, Money("1"), 1.5),
            (operator.mul, Money("1"), Decimal(2)),
            (operator.mul, Money("1"), True),
            (operator.mul, Money("1"), Money("1")),
            (operator.lt, Money("1"), 2),
            (operator.ge, Money("1"), Decimal(1)),
        ],
    )
    def test_money_does_not_mix_with_numbers(
        self, joined: Callable[[object, object], object], left: object, right: object
    ) -> None:
        with pytest.raises(TypeError):
            joined(left, right)

    def test_money_equals_no_number(self) -> None:
        assert Money("1") != 1
        assert Money("1") != Decimal(1)
        assert Money.zero() != 0

    def test_sum_begins_from_nothing(self) -> None:
        assert sum([Money("1.10"), Money("2.20")]) == Money("3.30")
        assert Money.total([Money("1.10"), Money("2.20")]) == Money("3.30")
        assert Money.total([]) == Money.zero()

    def test_amounts_compare_negate_and_are_true_when_not_nothing(self) -> None:
        assert sorted([Money("2"), Money("-3"), Money("0.50")]) == [Money("-3"), Money("0.50"), Money("2")]
        assert Money("2") >= Money("2.00") > Money("1.99")
        assert -Money("2") == Money("-2")
        assert abs(Money("-2")) == abs(Money("2")) == Money("2")
        assert not Money.zero()
        assert Money("-0.01")

    def test_equal_amounts_are_one_key(self) -> None:
        assert {Money("46.5"), Money("46.50"), Money.of_pence(4650)} == {Money("46.50")}

    def test_money_never_changes(self) -> None:
        money = Money("1")
        with pytest.raises(AttributeError):
            money._pence = 5
        with pytest.raises(AttributeError):
            del money._pence
        assert money == Money("1")

    def test_money_can_be_copied_and_stored(self) -> None:
        money = Money("-46.50")
        assert copy.deepcopy(money) == pickle.loads(pickle.dumps(money)) == money


class TestRounding:
    @pytest.mark.parametrize(
        ("pence", "part", "half_up", "half_even", "down"),
        [
            (1, Fraction(1, 2), 1, 0, 0),
            (3, Fraction(1, 2), 2, 2, 1),
            (5, Fraction(1, 2), 3, 2, 2),
            (-1, Fraction(1, 2), -1, 0, 0),
            (-3, Fraction(1, 2), -2, -2, -1),
            (100, Fraction(1, 3), 33, 33, 33),
            (200, Fraction(1, 3), 67, 67, 66),
            (-200, Fraction(1, 3), -67, -67, -66),
            (10000, Decimal("0.125"), 1250, 1250, 1250),
            (1, Decimal("2.5"), 3, 2, 2),
        ],
    )
    def test_a_part_of_an_amount_is_rounded_by_name(
        self, pence: int, part: Fraction, half_up: int, half_even: int, down: int
    ) -> None:
        money = Money.of_pence(pence)
        assert money.times(part, Rounding.HALF_UP).pence == half_up
        assert money.times(part, Rounding.HALF_EVEN).pence == half_even
        assert money.times(part, Rounding.DOWN).pence == down

    def test_a_fifth_at_risk_of_a_month(self) -> None:
        assert Money("10000").times(Fraction(1, 5), Rounding.HALF_UP) == Money("2000")

    def test_a_float_is_not_a_share(self) -> None:
        with pytest.raises(MoneyNotExact):
            Money("1").times(0.5, Rounding.DOWN)  # type: ignore[arg-type]

    def test_a_share_is_finite(self) -> None:
        with pytest.raises(NotMoney):
            Money("1").times(Decimal("Infinity"), Rounding.DOWN)

    @given(small_amounts, st.fractions(-3, 3, max_denominator=1000))
    def test_rounding_is_within_a_penny_and_the_same_both_ways(self, money: Money, part: Fraction) -> None:
        for rounding in Rounding:
            rounded = money.times(part, rounding)
            assert abs(rounded.pence - money.pence * part) < 1
            assert (-money).times(part, rounding) == -rounded
        assert abs(money.times(part, Rounding.DOWN).pence) <= abs(money.pence * part)


class TestWords:
    @pytest.mark.parametrize(
        ("pence", "text", "display"),
        [
            (4650, "46.50", "£46.50"),
            (123450, "1234.50", "£1,234.50"),
            (-123450, "-1234.50", "-£1,234.50"),
            (-5, "-0.05", "-£0.05"),
            (0, "0.00", "£0.00"),
            (LARGEST_PENCE, "999999999999.99", "£999,999,999,999.99"),
        ],
    )
    def test_written_for_machines_and_for_people(self, pence: int, text: str, display: str) -> None:
        assert str(Money.of_pence(pence)) == text
        assert f"{Money.of_pence(pence)}" == text
        assert Money.of_pence(pence).display() == display
        assert repr(Money.of_pence(pence)) == f"Money('{text}')"
        assert str(Money.of_pence(pence).pounds) == text

    @pytest.mark.parametrize(
        ("typed", "text"),
        [
            ("£1,200", "1200.00"),
            ("1,200", "1200.00"),
            ("1200.50", "1200.50"),
            (" £ 1,200.50 ", "1200.50"),
            ("1 200 000", "1200000.00"),
            ("1\u00a0200", "1200.00"),
            ("-£46.50", "-46.50"),
            ("£-46.50", "-46.50"),
            ("\N{MINUS SIGN}£46.50", "-46.50"),
            ("007", "7.00"),
            ("0", "0.00"),
        ],
    )
    def test_read_as_people_type_it(self, typed: str, text: str) -> None:
        assert str(Money.parse(typed)) == text

    @pytest.mark.parametrize("typed", ["", "   ", "\n"])
    def test_an_empty_answer_is_told_what_to_enter(self, typed: str) -> None:
        with pytest.raises(NotMoney, match=r"^Enter an amount in pounds and pence, like 46\.50$"):
            Money.parse(typed)

    @pytest.mark.parametrize("typed", ["12.345", "1200.5", "£1,200.5"])
    def test_pence_have_two_digits(self, typed: str) -> None:
        with pytest.raises(MoneyNotExact, match="two digits for the pence"):
            Money.parse(typed)

    @pytest.mark.parametrize(
        "typed",
        [
            "1e5",
            "NaN",
            "inf",
            "5\x00",
            "\x00",
            "12,34",
            "1,2345",
            ",200",
            "12.",
            ".50",
            "--5",
            "-£-5",
            "50p",
            "$5",
            "٣",
            "£",
            "-",
            "1,200,50",
            "1.200,50",
            "0x10",
            "1_000",
            "9" * 41,
            "9" * 100_000,
            " " * 50 + "x",
            "(5)",
        ],
    )
    def test_anything_else_is_told_how_to_write_it(self, typed: str) -> None:
        with pytest.raises(NotMoney, match=r"^Amount must be in pounds and pence, using only numbers"):
            Money.parse(typed)

    def test_a_typed_trillion_is_out_of_range(self) -> None:
        with pytest.raises(MoneyOutOfRange, match=r"^Amount must be less than £1 trillion$"):
            Money.parse("£1,000,000,000,000")

    @given(amounts)
    @example(Money.zero())
    def test_what_is_shown_can_be_typed_back(self, money: Money) -> None:
        assert Money.parse(money.display()) == money
        assert Money.parse(str(money)) == money
        assert Money(str(money)) == money
        assert Money(money.pounds) == money

    @given(st.text(max_size=60) | st.from_regex(r"-?£?[0-9, .]{0,20}", fullmatch=True))
    def test_any_typing_is_money_or_refused_by_name(self, typed: str) -> None:
        with contextlib.suppress(NotMoney):
            assert Money.parse(Money.parse(typed).display()) == Money.parse(typed)
