"""A column of a list: its heading, what it shows of a record, and how the list is sorted by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet
from markupsafe import Markup

from throughline.core.money import Money
from throughline.web.pieces import Shown, as_markup

T = TypeVar("T")


@dataclass(frozen=True)
class Column(Generic[T]):
    """
    One column. `name` stands in the address when the list is sorted by it.

    `order` names the fields to sort by (a list of records in memory is sorted by attributes of the
    same names); none and the column cannot be sorted by. `nullable` is said when the first of them can be
    empty: the empty ones then come last both ways; `filled` and `empty` are as in `paging.Term`. `download`
    gives a download's cell where it differs from the page's. `wide` is for what takes a line of its own where
    a record is shown as facts.
    """

    name: str
    heading: str
    value: Callable[[T], Shown | Iterable[Shown]]
    order: str | tuple[str, ...] = ()
    nullable: bool = False
    filled: Q | QuerySet[Any] | None = None
    empty: Q | None = None
    numeric: bool = False
    wide: bool = False
    download: Callable[[T], Shown] | None = None

    @property
    def order_fields(self) -> tuple[str, ...]:
        """The fields to sort by, the most telling first."""
        return (self.order,) if isinstance(self.order, str) else self.order

    def cell(self, record: T) -> Cell:
        """What the page shows of `record` in this column."""
        value = self.value(record)
        return Cell(as_markup(value), self.numeric or isinstance(value, Money | Decimal), self.wide)


@dataclass(frozen=True)
class Cell:
    """One cell of a page's table."""

    shown: Markup
    numeric: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Head:
    """One heading of a page's table, with the link that sorts by it."""

    text: str
    numeric: bool = False
    href: str = ""
    direction: str = ""

    @property
    def arrow(self) -> str:
        """Which way the list is sorted by this column."""
        return {"ascending": " ▲", "descending": " ▼"}.get(self.direction, "")

    @property
    def offer(self) -> str:
        """What following the link does, for those who hear it."""
        return "sort from last to first" if self.direction == "ascending" else "sort from first to last"
