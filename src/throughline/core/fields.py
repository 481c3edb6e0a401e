"""Model fields for money and for periods."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django import forms
from django.contrib.postgres.fields import DateRangeField, RangeField
from django.contrib.postgres.lookups import DataContains
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models.expressions import Combinable, register_combinable_fields
from django.db.models.functions import Cast
from psycopg.types.range import Range

from throughline.core.money import Money, NotMoney
from throughline.core.periods import NotAPeriod, Period

_DIGITS: Final = 14
_PLACES: Final = 2


# What a field takes and what it gives. The type checker fills these in, with None where it may be null.
_Set = TypeVar("_Set", contravariant=True)
_Got = TypeVar("_Got", covariant=True)

if TYPE_CHECKING:

    class _MoneyColumn(models.Field[_Set, _Got]):
        _pyi_private_set_type: Money | Combinable
        _pyi_private_get_type: Money
        _pyi_lookup_exact_type: Money

    class _PeriodColumn(models.Field[_Set, _Got]):
        _pyi_private_set_type: Period | Combinable
        _pyi_private_get_type: Period
        _pyi_lookup_exact_type: Period

else:

    class _Subscriptable:
        def __class_getitem__(cls, types: object) -> type:
            return cls

    class _MoneyColumn(_Subscriptable, models.Field):
        pass

    class _PeriodColumn(_Subscriptable, DateRangeField):
        pass


class MoneyField(_MoneyColumn[_Set, _Got]):
    """
    An amount of money in a `numeric(14, 2)` column, read as `Money`. The database refuses NaN.

    Lookups, `Sum`, `F() + F()`, `F() - F()` and `F() * <whole number>` work and give `Money`; a bare amount
    in an expression is `Value(amount, output_field=MoneyField())`. `Avg` has no exact answer and gives a
    Decimal.

    :raises NotMoney: on saving or looking up anything but money, text or a Decimal (of a float,
        `MoneyNotExact`)
    """

    description = "An amount of money, exact to the penny"
    empty_strings_allowed = False

    def get_internal_type(self) -> str:
        """Name the kind of column, for Django's own rules about numbers."""
        return "DecimalField"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Give the type of the column."""
        return f"numeric({_DIGITS}, {_PLACES})"

    def cast_db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Give the type to cast to."""
        return self.db_type(connection)

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        """Give the check of the column: a numeric could hold NaN, which no amount is."""
        return f"{connection.ops.quote_name(str(self.column))} <> 'NaN'"

    def from_db_value(self, value: Decimal | None, expression: object, connection: object) -> Money | None:
        """Give what the database holds as money."""
        return None if value is None else Money(value)

    def to_python(self, value: Any) -> Money | None:
        """
        Give money for what a form or a fixture holds.

        :raises ValidationError: it is not money; the sentence says why
        """
        try:
            return _money_or_none(value)
        except NotMoney as refusal:
            raise ValidationError(str(refusal), code="not_money") from refusal

    def get_prep_value(self, value: Any) -> Any:
        """Give what the database is to hold or compare with, as a Decimal."""
        value = super().get_prep_value(value)
        if hasattr(value, "resolve_expression"):
            return value
        money = _money_or_none(value)
        return None if money is None else money.pounds

    def value_to_string(self, obj: models.Model) -> str:
        """Give the amount as text, for fixtures."""
        return str(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Give a plain decimal box. Pages use their own field, which reads what people type."""
        box: dict[str, Any] = {"form_class": forms.DecimalField}
        box |= {"max_digits": _DIGITS, "decimal_places": _PLACES}
        return super().formfield(**box | kwargs)


register_combinable_fields(MoneyField, Combinable.ADD, MoneyField, MoneyField)
register_combinable_fields(MoneyField, Combinable.SUB, MoneyField, MoneyField)
register_combinable_fields(MoneyField, Combinable.MUL, models.IntegerField, MoneyField)
register_combinable_fields(models.IntegerField, Combinable.MUL, MoneyField, MoneyField)


class PeriodField(_PeriodColumn[_Set, _Got]):
    """
    A half-open period in a `daterange` column, read as `Period` (D2).

    The database refuses ranges that are empty or have no beginning. Every lookup of a range takes a `Period`
    or a range, and `contains` a date as well; `startswith`, `endswith` and `upper_inf` compare the ends. The
    other way about, `day__contained_by` of a date column takes `period.to_range()`.
    """

    description = "A half-open range of dates"

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        """Give the check of the column: a period has a first day and holds at least that one."""
        column = connection.ops.quote_name(str(self.column))
        return f"NOT isempty({column}) AND NOT lower_inf({column})"

    def from_db_value(
        self, value: Range[date] | None, expression: object, connection: object
    ) -> Period | None:
        """Give what the database holds as a period."""
        return None if value is None else Period.of_range(value)

    def to_python(self, value: Any) -> Period | None:
        """
        Give a period for a range, a pair of dates, or text as `str(period)` writes it.

        :raises ValidationError: it is not a period; the sentence says why
        """
        try:
            return _period_or_none(value)
        except NotAPeriod as refusal:
            raise ValidationError(str(refusal), code="not_a_period") from refusal

    def get_prep_value(self, value: Any) -> Any:
        """Give the range the database is to hold or compare with, a date where a lookup takes one."""
        return super().get_prep_value(_as_range(value))

    def value_to_string(self, obj: models.Model) -> str:
        """Give the period as text, for fixtures."""
        return str(self.value_from_object(obj))


class PeriodContains(DataContains):
    """`contains` of a period: takes a day, or another period all of whose days must be inside."""

    def get_prep_lookup(self) -> Any:
        """Give what is to be inside, as a range or a day."""
        self.rhs = _as_range(self.rhs)
        # Without the cast, the database would read a day as a range and refuse it.
        is_range = isinstance(self.rhs, (Range, list, tuple)) or isinstance(
            getattr(self.rhs, "output_field", None), RangeField
        )
        return super().get_prep_lookup() if is_range else Cast(self.rhs, models.DateField())


PeriodField.register_lookup(PeriodContains)


def _money_or_none(value: Any) -> Money | None:
    return value if value is None or isinstance(value, Money) else Money(value)


def _period_or_none(value: Any) -> Period | None:
    if value is None or isinstance(value, Period):
        return value
    if isinstance(value, str):
        return Period.from_text(value)
    if isinstance(value, Range):
        return Period.of_range(value)
    if isinstance(value, (list, tuple)) and len(value) == 2:
        return Period(*value)
    raise NotAPeriod(f"A period is made of a first day and an end, not of {value!r}.")


def _as_range(value: Any) -> Any:
    return DateRange(value.from_, value.to, "[)") if isinstance(value, Period) else value
