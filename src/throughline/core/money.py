"""Exact pounds and pence (D23, D24, S180): what is money, how it is rounded, how it is shared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import total_ordering
from typing import Final, NoReturn

_LIMIT_PENCE: Final = 100 * 10**12
_LONGEST_TYPED: Final = 40
_PLAIN: Final = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
_TYPED: Final = re.compile(r"(-?)\s?£?\s?(-?)([0-9]+|[0-9]{1,3}(?:[, ][0-9]{3})+)(?:\.([0-9]+))?")


class NotMoney(ValueError):
    """What was given cannot be read as an amount of money; the text says how to write it."""


class MoneyNotExact(NotMoney):
    """The amount is not a whole number of pence, or came as a float, which cannot hold pence exactly."""


class MoneyOutOfRange(NotMoney):
    """The amount is £1 trillion or more, in either direction."""


class Rounding(Enum):
    """
    What becomes of part of a penny. Each is the same for amounts owed and amounts due back.

    `HALF_UP`: to the nearest penny, half a penny away from zero. `HALF_EVEN`: to the nearest penny, half
    a penny to the even one, so that many roundings do not drift. `DOWN`: part pennies are dropped.
    """

    HALF_UP = "half up"
    HALF_EVEN = "half even"
    DOWN = "down"

    def of(self, exact: Fraction) -> int:
        """Give the whole number for an exact one: 2.5 is 3, 2 and 2 under the three roundings in turn."""
        whole, part = divmod(abs(exact.numerator), exact.denominator)
        over_half = 2 * part - exact.denominator
        away_from_zero = {
            Rounding.HALF_UP: over_half >= 0,
            Rounding.HALF_EVEN: over_half > 0 or (over_half == 0 and whole % 2 == 1),
            Rounding.DOWN: False,
        }
        whole += away_from_zero[self]
        return -whole if exact < 0 else whole


@total_ordering
class Money:
    """
    An amount in pounds sterling, exact to the penny, below £1 trillion either way. It never changes.

    Made from text ("46.50", "-3", "1200.5") or a `Decimal`; from pence with `of_pence`. For what a person
    typed use `parse`. Money adds to and compares with money only, and is multiplied by whole numbers only;
    anything finer is `times`, which names its rounding.

    :raises MoneyNotExact: a float, or part of a penny
    :raises MoneyOutOfRange: £1 trillion or more
    :raises NotMoney: anything else that is not an amount, a bare `int` included (pounds or pence?)
    """

    __slots__ = ("_pence",)
    _pence: int

    def __init__(self, amount: str | Decimal) -> None:
        object.__setattr__(self, "_pence", _within_limit(_exact_pence(amount)))

    @classmethod
    def of_pence(cls, pence: int) -> Money:
        """Give the amount for a whole number of pence: `of_pence(4650)` is £46.50."""
        if isinstance(pence, float):
            raise MoneyNotExact(f"A float cannot hold pence exactly. Give {pence!r} as a whole number.")
        if isinstance(pence, bool) or not isinstance(pence, int):
            raise NotMoney(f"Pence are a whole number, not {pence!r}.")
        money = object.__new__(cls)
        object.__setattr__(money, "_pence", _within_limit(pence))
        return money

    @classmethod
    def zero(cls) -> Money:
        """Give no money at all, £0.00."""
        return cls.of_pence(0)

    @classmethod
    def total(cls, amounts: Iterable[Money]) -> Money:
        """Give the sum of any number of amounts; £0.00 for none, where `sum()` would give the number 0."""
        return sum(amounts, cls.zero())

    @classmethod
    def parse(cls, text: str) -> Money:
        """
        Read an amount as people type it: "£1,200", "1 200.50", " -£46.50 ".

        Pence are none or two digits, thousands are marked everywhere or nowhere.

        :raises MoneyNotExact: one digit of pence, or more than two
        :raises MoneyOutOfRange: £1 trillion or more
        :raises NotMoney: anything else; each carries a sentence that can stand beside the field
        """
        typed = " ".join(text.replace("\N{MINUS SIGN}", "-").split()) if len(text) <= _LONGEST_TYPED else ""
        if not typed and not text.strip():
            raise NotMoney("Enter an amount in pounds and pence, like 46.50")
        found = _TYPED.fullmatch(typed)
        if found is None or (found[1] and found[2]):
            raise NotMoney("Amount must be in pounds and pence, using only numbers, like 1,200 or 46.50")
        pence = found[4] or "00"
        if len(pence) != 2:
            raise MoneyNotExact("Amount must have two digits for the pence, like 46.50, or none, like 46")
        pounds = found[3].replace(",", "").replace(" ", "")
        return cls(f"{found[1]}{found[2]}{pounds}.{pence}")

    @property
    def pence(self) -> int:
        """The whole amount in pence: 4650 for £46.50."""
        return self._pence

    @property
    def pounds(self) -> Decimal:
        """The whole amount in pounds, with two places: `Decimal("46.50")`."""
        return Decimal(self._pence).scaleb(-2)

    def display(self) -> str:
        """Give the amount as pages show it: "£1,234.50", and "-£1,234.50" with the minus before the sign."""
        pounds, pence = divmod(abs(self._pence), 100)
        return f"{'-' if self._pence < 0 else ''}£{pounds:,}.{pence:02d}"

    def times(self, fraction: Fraction | Decimal | int, rounding: Rounding) -> Money:
        """
        Give a part or a multiple of the amount, rounded once, to the penny, as named.

        :raises MoneyNotExact: the fraction is a float
        :raises NotMoney: the fraction is not a finite number
        """
        if isinstance(fraction, float):
            raise MoneyNotExact("A float is not an exact share of money. Use a Fraction or a Decimal.")
        if isinstance(fraction, Decimal) and not fraction.is_finite():
            raise NotMoney(f"{fraction} is not a share of money. Use a finite number.")
        return Money.of_pence(rounding.of(self._pence * Fraction(fraction)))

    def in_months(self, months: int) -> list[Money]:
        """
        Give equal monthly payments that sum to the whole, the odd pennies on the last (S180).

        £100.00 in 12 is eleven of £8.33 and one of £8.37. A negative amount gives the same, negated.

        :raises ValueError: fewer than one month
        """
        if months < 1:
            raise ValueError(f"An amount is paid over at least one month, not {months}.")
        monthly = Money.of_pence(Rounding.DOWN.of(Fraction(self._pence, months)))
        return [monthly] * (months - 1) + [self - monthly * (months - 1)]

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money.of_pence(self._pence + other._pence)

    def __radd__(self, other: int) -> Money:
        # `sum()` begins with the number 0; no other number may be added to money.
        return self if type(other) is int and other == 0 else NotImplemented

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money.of_pence(self._pence - other._pence)

    def __mul__(self, number: int) -> Money:
        return Money.of_pence(self._pence * number) if type(number) is int else NotImplemented

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money.of_pence(-self._pence)

    def __abs__(self) -> Money:
        return Money.of_pence(abs(self._pence))

    def __bool__(self) -> bool:
        return self._pence != 0

    def __eq__(self, other: object) -> bool:
        return self._pence == other._pence if isinstance(other, Money) else NotImplemented

    def __lt__(self, other: Money) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self._pence < other._pence

    def __hash__(self) -> int:
        return hash((Money, self._pence))

    def __str__(self) -> str:
        return str(self.pounds)

    def __repr__(self) -> str:
        return f"Money('{self}')"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("Money never changes. Make a new amount.")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("Money never changes. Make a new amount.")

    def __reduce__(self) -> tuple[type[Money], tuple[str]]:
        return (Money, (str(self),))

    def deconstruct(self) -> tuple[str, tuple[str], dict[str, str]]:
        """Give how a migration writes this amount, for defaults and constraints."""
        return ("throughline.core.money.Money", (str(self),), {})


def share(total: Money, weights: Sequence[int | Fraction]) -> list[Money]:
    """
    Share an amount by weight into parts that sum to the whole, in the order of the weights (S180).

    Each part is its exact share without part pennies; the pennies left over go one each to the largest
    remainders, the earlier first among equals. So no part is a penny or more from its exact share, and
    the same question always has the same answer. A negative amount gives the same parts, negated.

    :raises ValueError: a weight is negative or a float, or none is above zero
    """
    if any(isinstance(weight, float) for weight in weights):
        raise ValueError("A float is not an exact weight. Use whole numbers or Fractions.")
    if any(weight < 0 for weight in weights) or not any(weights):
        raise ValueError("Money is shared by weights that are not negative, at least one of them above zero.")
    whole = Fraction(sum(weights))
    exact = [abs(total.pence) * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    largest_first = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in largest_first[: abs(total.pence) - sum(parts)]:
        parts[place] += 1
    return [Money.of_pence(-part if total.pence < 0 else part) for part in parts]


def _exact_pence(amount: object) -> int:
    if isinstance(amount, float):
        raise MoneyNotExact(f"A float cannot hold pence exactly. Give {amount!r} as text or a Decimal.")
    if isinstance(amount, str):
        if len(amount) > _LONGEST_TYPED or not _PLAIN.fullmatch(amount):
            raise NotMoney(f"Money is written like 46.50, not {amount[:_LONGEST_TYPED]!r}.")
        amount = Decimal(amount)
    if not isinstance(amount, Decimal):
        raise NotMoney(f"Money is made from text or a Decimal, or with of_pence, not from {amount!r}.")
    if not amount.is_finite():
        raise NotMoney(f"{amount} is not an amount of money.")
    if amount.adjusted() > 12:  # before any arithmetic: an exponent can stand for millions of digits
        raise MoneyOutOfRange("Amount must be less than £1 trillion")
    pence = Fraction(amount) * 100 if amount.adjusted() >= -3 or not amount else Fraction(1, 2)
    if pence.denominator != 1:
        raise MoneyNotExact(f"{amount} has part of a penny. Round it by name first.")
    return pence.numerator


def _within_limit(pence: int) -> int:
    if abs(pence) >= _LIMIT_PENCE:
        raise MoneyOutOfRange("Amount must be less than £1 trillion")
    return pence
