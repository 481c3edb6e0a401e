"""
Which records stand on a page of a list.

Next and previous carry the values of the last and first record in the address (a keyset), so that the
thousandth page costs what the first does; a page asked for by its number alone is counted off, from the end
that is nearer.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Model, Q, QuerySet

M = TypeVar("M", bound=Model)
LONGEST_MARK = 2000


@dataclass(frozen=True)
class Term:
    """
    One field of the order of a list.

    `filled` and `empty` are conditions under which it is never, or always, empty for whoever looks, where
    there are quicker ones than asking the field. `filled` may also be the rows of another table that hold it,
    each with the key of the record it belongs to, where they are quicker to read in order.
    """

    field: str
    down: bool = False
    nullable: bool = False
    filled: Q | QuerySet[Any] | None = None
    empty: Q | None = None

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
    """The records after the place with these values, or before it when `backwards`; none of them is empty."""
    found = Q(pk__in=[])
    level = Q()
    for term, value in zip(terms, values, strict=True):
        found |= level & Q(**{f"{term.field}__{'gt' if term.down == backwards else 'lt'}": value})
        level &= Q(**{term.field: value})
    # Said a second time so that an index on the first field is entered at the right place.
    return found & Q(**{f"{terms[0].field}__{'gte' if terms[0].down == backwards else 'lte'}": values[0]})


def after(rows: QuerySet[M], mark: str, terms: list[Term], size: int) -> list[M]:
    """The `size` records after the place `mark`."""
    return _from_mark(rows, mark, terms, size, backwards=False)


def before(rows: QuerySet[M], mark: str, terms: list[Term], size: int) -> list[M]:
    """The `size` records before the place `mark`, in the order of the list."""
    return _from_mark(rows, mark, terms, size, backwards=True)[::-1]


def at_number(rows: QuerySet[M], terms: list[Term], start: int, size: int, count: int) -> list[M]:
    """
    The `size` records from the place `start`, counted from 0, of a list of `count`.

    Counted off from whichever end is nearer, by their keys alone, so that what a page shows of a record is
    read only for those it shows.
    """
    size = max(min(size, count - start), 0)
    if start == 0:
        return _read(rows, _segments(rows, terms, backwards=False), size)
    is_nearer_the_end = start > count // 2
    skip = count - start - size if is_nearer_the_end else start
    keys: list[Any] = []
    for segment in _segments(rows, terms, backwards=is_nearer_the_end):
        part = list(segment.values_list("pk", flat=True)[skip : skip + size - len(keys)])
        keys += part
        skip = 0 if part else max(skip - segment.count(), 0)
        if len(keys) == size:
            break
    ordered = _with_keys(rows, keys)
    return ordered[::-1] if is_nearer_the_end else ordered


def _from_mark(rows: QuerySet[M], mark: str, terms: list[Term], size: int, *, backwards: bool) -> list[M]:
    values = read_mark(mark, terms, rows.model)
    segments = _segments(rows, terms, backwards=backwards)
    if not terms[0].nullable:
        return list(segments[0].filter(beyond(values, terms, backwards=backwards))[:size])
    is_filled = values[0] is not None
    within = segments.pop(0 if is_filled != backwards or len(segments) == 1 else 1)
    held, terms_held = (values, _filled_terms(terms)) if is_filled else (values[1:], terms[1:])
    within = within.filter(beyond(held, terms_held, backwards=backwards))
    # From the filled the list goes on to the empty, and backwards the other way round.
    return _read(rows, [within, *segments] if is_filled != backwards else [within], size)


def _segments(rows: QuerySet[M], terms: list[Term], *, backwards: bool) -> list[QuerySet[Any]]:
    """
    The list in its order, or from its end: where its first field may be empty, the filled and then the empty.

    Apart, each is read along an index, whichever way it is sorted.
    """
    first, *others = terms
    if not first.nullable:
        return [rows.order_by(*(term.expression(backwards) for term in terms))]
    filled = first.filled
    if not isinstance(filled, QuerySet):
        filled = rows.filter(filled or Q(**{f"{first.field}__isnull": False}))
    empty = rows.filter(first.empty or Q(**{f"{first.field}__isnull": True}))
    parts = [
        filled.order_by(*(term.expression(backwards) for term in _filled_terms(terms))),
        empty.order_by(*(term.expression(backwards) for term in others)),
    ]
    return parts[::-1] if backwards else parts


def _filled_terms(terms: list[Term]) -> list[Term]:
    """The terms as the table of the filled has them: where that holds the first field, it is its own."""
    first, *others = terms
    field = first.field.rpartition("__")[2] if isinstance(first.filled, QuerySet) else first.field
    return [replace(first, field=field, nullable=False), *others]


def _read(rows: QuerySet[M], segments: list[QuerySet[Any]], size: int) -> list[M]:
    found: list[M] = []
    for segment in segments:
        if (left := size - len(found)) <= 0:
            break
        if segment.model is rows.model:
            found += segment[:left]
        else:
            found += _with_keys(rows, segment.values_list("pk", flat=True)[:left])
    return found


def _with_keys(rows: QuerySet[M], keys: Iterable[Any]) -> list[M]:
    wanted = list(keys)
    found = {record.pk: record for record in rows.filter(pk__in=wanted)}
    return [found[key] for key in wanted if key in found]


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
