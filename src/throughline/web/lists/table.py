"""A list as its page shows it: headings that sort, a true count, one page of rows, links to the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, QueryDict

from throughline.web import words
from throughline.web.lists.columns import Cell, Column, Head
from throughline.web.lists.download import download
from throughline.web.lists.paging import MarkNotUsable, Term, after, at_number, before, mark_of
from throughline.web.lists.returning import shows_a_list

T = TypeVar("T")
PLACE = ("page", "after", "before", "format")


@dataclass
class Table(Generic[T]):
    """
    One list, as `listing` makes it. `export` is the file when the address asks for one, else None.

    :raises Http404: the address names a column, a page or a place that is not there (when first used)
    """

    query: QueryDict
    source: QuerySet[Any] | Sequence[T]
    columns: Sequence[Column[T]]
    default_sort: str
    name: str
    title: str
    empty: str
    noun: tuple[str, str]
    per_page: int
    downloads: bool = True
    counted: Callable[[], int] | None = None
    export: FileResponse | None = field(default=None, init=False)

    @cached_property
    def count(self) -> int:
        """How many records the filters leave, over all pages."""
        if self.counted is not None:
            return self.counted()
        return self.source.count() if isinstance(self.source, QuerySet) else len(self.source)

    @property
    def count_in_words(self) -> str:
        """The count, and which of them this page shows."""
        whole = words.plural(self.count, *self.noun) if self.count else f"No {self.noun[1]}"
        if self.pages < 2:
            return whole
        first = (self.page - 1) * self.per_page + 1
        return f"{whole}, showing {first:,} to {min(first + self.per_page - 1, self.count):,}"

    @cached_property
    def pages(self) -> int:
        """How many pages there are; one when there is nothing."""
        return max(1, -(-self.count // self.per_page))

    @cached_property
    def page(self) -> int:
        """The number of this page, from 1."""
        written = self.query.get("page", "1")
        if (
            not (written.isascii() and written.isdecimal() and len(written) < 9)
            or not 1 <= int(written) <= self.pages
        ):
            raise Http404("there is no such page of this list")
        return int(written)

    @cached_property
    def sorted_by(self) -> tuple[Column[T] | None, bool]:
        """The column the list is sorted by, and whether from last to first."""
        wanted = self.query.get("sort", self.default_sort)
        if not wanted:
            return None, False
        for column in self.columns:
            if column.name == wanted.removeprefix("-") and column.order_fields:
                return column, wanted.startswith("-")
        raise Http404("this list is not sorted by that")

    @cached_property
    def terms(self) -> list[Term]:
        """The order of the list, down to the key, so that no two records share a place."""
        column, down = self.sorted_by
        if column is None:
            return [Term("pk", down)]
        # Only the first may be empty.
        first, *others = column.order_fields
        found = [Term(first, down, column.nullable, column.filled, column.empty)]
        found += [Term(name, down) for name in others]
        return [*found, Term("pk", down)]

    def ordered(self) -> QuerySet[Any] | Sequence[T]:
        """Every record in the order of the list."""
        if isinstance(self.source, QuerySet):
            return self.source.order_by(*(term.expression(False) for term in self.terms))
        column, down = self.sorted_by
        return _sorted(self.source, column, down) if column else self.source

    @cached_property
    def records(self) -> list[T]:
        """The records of this page."""
        start = (self.page - 1) * self.per_page
        if isinstance(self.source, QuerySet):
            for name, read in (("after", after), ("before", before)):
                if mark := self.query.get(name):
                    try:
                        return read(self.source, mark, self.terms, self.per_page)
                    except MarkNotUsable:
                        raise Http404("the address does not name a place in this list") from None
            return at_number(self.source, self.terms, start, self.per_page, self.count)
        return list(self.ordered()[start : start + self.per_page])

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The cells of this page."""
        return [[column.cell(record) for column in self.columns] for record in self.records]

    @cached_property
    def heads(self) -> list[Head]:
        """The headings, each with the link that sorts by it."""
        chosen, down = self.sorted_by
        found = []
        for place, column in enumerate(self.columns):
            numeric = column.numeric or any(row[place].numeric for row in self.rows)
            if not column.order_fields:
                found.append(Head(column.heading, numeric))
                continue
            direction = ("descending" if down else "ascending") if column is chosen else ""
            wanted = f"-{column.name}" if direction == "ascending" else column.name
            found.append(Head(column.heading, numeric, self.address(sort=wanted), direction))
        return found

    def address(self, **changed: str) -> str:
        """This list's address with some of it changed, from its first page on."""
        query = self.query.copy()
        for name in PLACE:
            query.pop(name, None)
        for name, value in changed.items():
            query[name] = value
        return "?" + query.urlencode()

    @property
    def pagination(self) -> dict[str, Any] | None:
        """What the pagination component takes; None when everything is on one page."""
        if self.pages < 2 or not self.records:
            return None
        keyset = isinstance(self.source, QuerySet)
        made: dict[str, Any] = {"landmarkLabel": f"Pages of {self.title.lower()}", "items": self._numbers()}
        if self.page > 1:
            mark = (
                {"before": mark_of(cast(Any, self.records[0]), self.terms)}
                if keyset and self.page > 2
                else {}
            )
            made["previous"] = {"href": self.address(page=str(self.page - 1), **mark)}
        if self.page < self.pages:
            mark = {"after": mark_of(cast(Any, self.records[-1]), self.terms)} if keyset else {}
            made["next"] = {"href": self.address(page=str(self.page + 1), **mark)}
        return made

    def _numbers(self) -> list[dict[str, Any]]:
        near = sorted(
            {1, self.page - 1, self.page, self.page + 1, self.pages} & set(range(1, self.pages + 1))
        )
        made: list[dict[str, Any]] = []
        for last, number in zip([0, *near], near, strict=False):
            if number - last > 1:
                made.append({"ellipsis": True})
            made.append(
                {"number": number, "href": self.address(page=str(number)), "current": number == self.page}
            )
        return made


def listing(
    request: HttpRequest,
    source: QuerySet[Any] | Sequence[T],
    columns: Sequence[Column[T]],
    *,
    sort: str,
    name: str,
    empty: str,
    noun: tuple[str, str] | None = None,
    title: str = "",
    per_page: int = 25,
    downloads: bool = True,
    count: Callable[[], int] | None = None,
) -> Table[T]:
    """
    A list for a page, or for a download when the address says `?format=csv` or `?format=xlsx`.

    `sort` names the column it is sorted by unless the address says otherwise, with a minus for from
    last to first. `name` names downloads; `noun` is one and many of what is listed ("referral",
    "referrals"), made from `name` when not given. `empty` says what would appear here, and how.
    `count` counts in a cheaper way than counting the rows.

    :raises Http404: the address asks for something that is not there
    """
    many = name.replace("-", " ").replace("_", " ")
    made = Table(
        query=request.GET,
        source=source,
        columns=columns,
        default_sort=sort,
        name=name,
        title=title or many.capitalize(),
        empty=empty,
        noun=noun or (many.removesuffix("s"), many),
        per_page=per_page,
        downloads=downloads,
        counted=count,
    )
    if kind := request.GET.get("format"):
        if not downloads:
            raise Http404("this list is not offered as a file")
        ordered = made.ordered()
        if isinstance(ordered, QuerySet):
            made.export = download(kind, name, columns, ordered.iterator(chunk_size=2000))
        else:
            made.export = download(kind, name, columns, ordered)
    else:
        shows_a_list(request)
        # What the address names is looked at now, so that a wrong one is not found before the page begins.
        _ = made.sorted_by, made.page
    return made


def _sorted(source: Sequence[T], column: Column[T], down: bool) -> list[T]:
    def key(record: T) -> list[Any]:
        values = [getattr(record, name) for name in column.order_fields]
        return [value.casefold() if isinstance(value, str) else value for value in values]

    filled = [record for record in source if getattr(record, column.order_fields[0]) is not None]
    left = [record for record in source if getattr(record, column.order_fields[0]) is None]
    return sorted(filled, key=key, reverse=down) + left
