"""Fields for amounts of money and for numbers."""

from __future__ import annotations

import re
from typing import Any, Unpack

from django import forms

from throughline.core.money import Money, MoneyNotExact, MoneyOutOfRange, NotMoney
from throughline.web.forms.question import Asked, Question


class MoneyField(Question, forms.Field):
    """
    An amount in pounds, with or without pence. Cleaned: `Money`, or None when optional and left empty.

    `least` and `most` are the smallest and largest amounts taken, both included; no amount below
    nought unless `least` says so.
    """

    widget = forms.TextInput
    prefix = "£"

    def __init__(
        self, *, least: Money | None = None, most: Money | None = None, **asked: Unpack[Asked]
    ) -> None:
        asked.setdefault("width", "10")
        self.least = Money.zero() if least is None else least
        self.most = most
        super().__init__(**self.asking(asked))

    def prepare_value(self, value: Any) -> Any:
        """The amount as it is typed: without its pound sign, which stands before the box."""
        return value.display().replace("£", "") if isinstance(value, Money) else value

    def to_python(self, value: Any) -> Money | None:
        """:raises ValidationError: not an amount, part of a penny, or out of bounds"""
        if isinstance(value, Money) or value is None or not str(value).strip():
            return value if isinstance(value, Money) else None
        try:
            amount = Money.parse(str(value))
        except MoneyOutOfRange:
            raise self.refuse("must be less than £1 trillion", code="range") from None
        except MoneyNotExact:
            raise self.refuse(
                "must have two digits for the pence, like 46.50, or none, like 46", code="pence"
            ) from None
        except NotMoney:
            raise self.refuse(
                "must be in pounds and pence, using only numbers, like 46.50", code="form"
            ) from None
        if amount < self.least:
            raise self.refuse(f"must be {self.least.display()} or more", code="least")
        if self.most is not None and amount > self.most:
            raise self.refuse(f"must be {self.most.display()} or less", code="most")
        return amount


class WholeNumberField(Question, forms.Field):
    """A whole number between `least` and `most`, both included. Cleaned: `int`, or None when left empty."""

    widget = forms.TextInput
    inputmode = "numeric"

    def __init__(
        self, *, least: int | None = 0, most: int | None = None, suffix: str = "", **asked: Unpack[Asked]
    ) -> None:
        asked.setdefault("width", "5")
        self.least, self.most, self.suffix = least, most, suffix
        super().__init__(**self.asking(asked))

    def to_python(self, value: Any) -> int | None:
        """:raises ValidationError: not a whole number, or out of bounds"""
        typed = "" if value is None else str(value).strip().replace(",", "")
        if not typed:
            return None
        if not re.fullmatch(r"-?[0-9]{1,12}", typed):
            raise self.refuse("must be a whole number, like 12", code="form")
        number = int(typed)
        if self.least is not None and number < self.least:
            raise self.refuse(f"must be {self.least:,} or more", code="least")
        if self.most is not None and number > self.most:
            raise self.refuse(f"must be {self.most:,} or fewer", code="most")
        return number
