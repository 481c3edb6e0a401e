"""
Which records stand on a page of a list.

Next and previous carry the values of the last and first record in the address (a keyset), so that the
thousandth page costs what the first does; a page asked for by its number alone is counted off.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Model, Q, QuerySet

M = TypeVar("M", bound=Model)
LONGEST_MARK = 2000


@dataclass(frozen=True)
class Term:
    """One field of the order of a list."""

    field: str
    down: bool = False
    nullable: bool = False

    def expression(self, backwards: bool) -> Any:
        """The field as `order_by` takes it. Empty ones come last, or first when read backwards."""
        down = self.down != backwards
        if not self.nullable:
            return F(self.field).desc() if down else F(self.field).asc()
        nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        return F(self.field).desc(**nulls) if down else F(self.field).asc(**nulls)


class MarkNotUsable(ValueError):
    """The place in a list that the address names does not belong to this list."""


def mark_of(record: Model, terms: list[Term]) -> str:
    """The place of `record` in a list of that order, for an address."""
    values = [_value(record, term.field) for term in terms]
    text = json.dumps(values, cls=DjangoJSONEncoder, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_mark(mark: str, terms: list[Term], model: type[Model]) -> list[Any]:
    """
    The values that `mark` holds, one for each term.

    :raises MarkNotUsable: it was not made for a list of this order
    """
    try:
        if len(mark) > LONGEST_MARK:
            raise ValueError("too long")
        values = json.loads(urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        if not isinstance(values, list) or len(values) != len(terms):
            raise ValueError("another order")
        return [
            None if value is None and term.nullable else _field(model, term.field).to_python(_plain(value))
            for value, term in zip(values, terms, strict=True)
        ]
    except Exception as wrong:
        raise MarkNotUsable(mark[:50]) from wrong


def beyond(values: list[Any], terms: list[Term], *, backwards: bool) -> Q:
    """The records after the place with these values, or before it when `backwards`."""
    found = Q(pk__in=[])
    level = Q()
    for term, value in zip(terms, values, strict=True):
        found |= level & _past(term, value, backwards)
        level &= Q(**{f"{term.field}__isnull": True}) if value is None else Q(**{term.field: value})
    first, value = terms[0], values[0]
    if not first.nullable and value is not None:
        # Said a second time so that an index on the first field is entered at the right place.
        found &= Q(**{f"{first.field}__{'gte' if first.down == backwards else 'lte'}": value})
    return found


def _past(term: Term, value: Any, backwards: bool) -> Q:
    empty = Q(**{f"{term.field}__isnull": True})
    if value is None:
        return ~empty if backwards else Q(pk__in=[])
    further = Q(**{f"{term.field}__{'gt' if term.down == backwards else 'lt'}": value})
    return further | empty if term.nullable and not backwards else further


def after(rows: QuerySet[M], mark: str, terms: list[Term], size: int) -> list[M]:
    """The `size` records after the place `mark`."""
    values = read_mark(mark, terms, rows.model)
    ordered = rows.order_by(*(term.expression(False) for term in terms))
    return list(ordered.filter(beyond(values, terms, backwards=False))[:size])


def before(rows: QuerySet[M], mark: str, terms: list[Term], size: int) -> list[M]:
    """The `size` records before the place `mark`, in the order of the list."""
    values = read_mark(mark, terms, rows.model)
    ordered = rows.order_by(*(term.expression(True) for term in terms))
    return list(ordered.filter(beyond(values, terms, backwards=True))[:size])[::-1]


def _value(record: Model, path: str) -> Any:
    found: Any = record
    for part in path.split("__"):
        found = getattr(found, part, None)
    return str(found) if found is not None and not isinstance(found, int | str | bool) else found


def _plain(value: Any) -> Any:
    if isinstance(value, list | dict | float):
        raise ValueError("not a value of a list")
    return value


def _field(model: type[Model], path: str) -> Any:
    *relations, last = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model  # type: ignore[assignment]
    return model._meta.pk if last == "pk" else model._meta.get_field(last)
