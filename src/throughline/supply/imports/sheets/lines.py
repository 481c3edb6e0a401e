"""A line of a table read by its declared columns, and records written in the words of its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from throughline.core.files import RowRefused, cells
from throughline.core.files.kinds import MARKS
from throughline.core.files.sheets import SEVERAL, SheetColumn, unguarded
from throughline.core.text import TextNotUsable, clean_text

T = TypeVar("T")
Row = Mapping[str, Any]

_ANY_LENGTH: Final = 10**9


@dataclass(frozen=True)
class Field(Generic[T]):
    """
    One column with both its directions.

    `read` gives the value of a cell and refuses in words, `of` the value that a record holds, `says` writes a
    value as a cell.
    """

    column: SheetColumn
    read: Callable[[Row, str], Any]
    of: Callable[[T], Any]
    says: Callable[[Any], str]

    @property
    def name(self) -> str:
        """The name of its column."""
        return self.column.name


@dataclass(frozen=True)
class Line:
    """One line: the values of the columns that the file has, and each as it would be written."""

    values: Mapping[str, Any]
    written: Mapping[str, str]

    @property
    def filled_in(self) -> Line:
        """The line without its empty cells."""
        said = {name: text for name, text in self.written.items() if text}
        return Line({name: self.values[name] for name in said}, said)


def reader(fields: Sequence[Field[Any]]) -> Callable[[Row], Line]:
    """How a line of these columns is read; a column that is not in the file has no value."""
    by_name = {one.name: one for one in fields}

    def read(row: Row) -> Line:
        plain = {name: unguarded(value) for name, value in row.items() if name not in MARKS}
        values = {name: by_name[name].read(plain, name) for name in by_name if name in plain}
        return Line(values, {name: by_name[name].says(value) for name, value in values.items()})

    return read


def written(fields: Sequence[Field[T]], record: T) -> dict[str, str]:
    """A record in the words of the cells of its line."""
    return {one.name: one.says(one.of(record)) for one in fields}


def text_field(
    column: SheetColumn, of: Callable[[T], Any], *, limit: int, multiline: bool = False
) -> Field[T]:
    """A column of text."""

    def read(row: Row, name: str) -> str:
        return cells.text(row, name, limit=limit, multiline=multiline, optional=not column.needed)

    return Field(column, read, of, tidy)


def code_field(column: SheetColumn, of: Callable[[T], Any]) -> Field[T]:
    """A column of one code; as it is declared, empty or not."""

    def read(row: Row, name: str) -> str:
        return cells.code(row, name, column.codes, optional=not column.needed)

    return Field(column, read, of, str)


def codes_field(column: SheetColumn, of: Callable[[T], Any]) -> Field[T]:
    """A column of several codes, written in the order of their list."""

    def says(values: Any) -> str:
        held = set(values)
        return SEVERAL.join([one for one in column.codes if one in held])

    return Field(column, lambda row, name: cells.codes_of(row, name, column.codes), of, says)


def number_field(column: SheetColumn, of: Callable[[T], Any], *, least: int = 0) -> Field[T]:
    """A column of a whole number, or nothing; not below `least`."""

    def read(row: Row, name: str) -> int | None:
        value = cells.whole_number(row, name, optional=True)
        if value is not None and not least <= value <= _MOST:
            raise RowRefused(f"Column “{name}” must be from {least} to {_MOST:,}, not {value:,}")
        return value

    return Field(column, read, of, lambda value: "" if value is None else str(value))


def yes_no_field(column: SheetColumn, of: Callable[[T], Any]) -> Field[T]:
    """A column of yes or no; empty is no."""

    def read(row: Row, name: str) -> bool:
        return cells.yes_no(row, name) if str(row.get(name) or "").strip() else False

    return Field(column, read, of, lambda value: "yes" if value else "no")


def reference_field(column: SheetColumn, of: Callable[[T], Any], *, prefix: str) -> Field[T]:
    """A column of a reference such as SV-4K7Q2M, or nothing where it is not needed."""

    def read(row: Row, name: str) -> str:
        if not column.needed and not str(row.get(name) or "").strip():
            return ""
        return cells.reference(row, name, prefix)

    return Field(column, read, of, str)


def tidy(text: Any) -> str:
    """A text as it is after reading; one that could not be read is given as it is."""
    try:
        return clean_text(str(text), limit=_ANY_LENGTH, multiline=True)
    except TextNotUsable:
        return str(text)


_MOST: Final = 32_767
"""The largest number that the records of a service hold."""
