"""The rows of a file by the names of their columns, one by one, broken ones named and passed over."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from throughline.core.files.kinds import FileKind, Format
from throughline.core.files.refusals import FileRefused, RowRefused
from throughline.core.files.text_lines import TextLines

LONGEST_FIELD: Final = 1_000_000
"""Characters of one field."""


@dataclass(frozen=True)
class RawRow:
    """
    One row as it stands in the file: by column, or `refused` with the sentence where it cannot be read.

    `text` is what the file has there (its beginning when very long); `cells` the fields of a CSV row.
    """

    number: int
    text: str
    values: Mapping[str, Any]
    cells: Sequence[str] = ()
    refused: str = ""


class FileRows:
    """
    The rows of a file of one kind. `heading` is known once the first row was asked for.

    :raises FileRefused: from iterating, when nothing or no more of the file can be used
    """

    def __init__(self, lines: TextLines, kind: FileKind) -> None:
        self.lines = lines
        self.kind = kind
        self.heading: tuple[str, ...] = ()

    @property
    def bytes_read(self) -> int:
        """How far into the file."""
        return self.lines.bytes_read

    def __iter__(self) -> Iterator[RawRow]:
        """Give the rows in the order of the file; empty lines are passed over."""
        return self._csv() if self.kind.format is Format.CSV else self._json_lines()

    def _csv(self) -> Iterator[RawRow]:
        csv.field_size_limit(LONGEST_FIELD)
        reader = csv.reader(self.lines, strict=True)
        self.heading = self._read_heading(reader)
        count = 0
        while (row := self._next(lambda: self._csv_row(next(reader)))) is not None:
            if row.refused or row.cells:
                count += 1
                yield row
        if not count:
            raise FileRefused("The file has a heading and no lines below it. Add the lines and load it again")

    def _json_lines(self) -> Iterator[RawRow]:
        count = 0
        while (row := self._next(lambda: self._json_row(next(self.lines)))) is not None:
            if row.refused or row.values:
                count += 1
                yield row
        if not count:
            raise FileRefused("The file is empty. Check that it is the one you meant")

    def _next(self, read: Callable[[], tuple[Mapping[str, Any], Sequence[str]]]) -> RawRow | None:
        first = self.lines.number + 1
        self.lines.taken()
        try:
            values, cells = read()
        except StopIteration:
            return None
        except RowRefused as refusal:
            return RawRow(first, self.lines.taken(), {}, refused=str(refusal))
        except csv.Error as fault:
            return RawRow(first, self.lines.taken(), {}, refused=_csv_sentence(str(fault)))
        return RawRow(first, self.lines.taken(), values, cells)

    def _read_heading(self, reader: Iterator[list[str]]) -> tuple[str, ...]:
        try:
            written = next(reader, [])
        except (csv.Error, RowRefused) as fault:
            raise FileRefused(
                f"The heading cannot be read. Its columns are: {expected(self.kind)}"
            ) from fault
        return checked_heading(written, self.kind)

    def _csv_row(self, cells: list[str]) -> tuple[Mapping[str, Any], Sequence[str]]:
        if not any(cells):
            return {}, ()
        if len(cells) != len(self.heading):
            raise RowRefused(
                f"{fields_beside_heading(len(cells), self.heading)}. "
                "Check for commas that are not inside quotation marks"
            )
        return {name: cell.strip() for name, cell in zip(self.heading, cells, strict=True)}, cells

    def _json_row(self, text: str) -> tuple[Mapping[str, Any], Sequence[str]]:
        if not text.strip():
            return {}, ()
        try:
            found = json.loads(text, parse_float=Decimal, object_pairs_hook=_each_name_once)
        except (ValueError, RecursionError) as fault:
            raise RowRefused(
                "The line is not one JSON object. Write each object on a line of its own"
            ) from fault
        if not isinstance(found, dict) or not found:
            raise RowRefused("The line is not one JSON object. Write each object on a line of its own")
        if unknown := [name for name in found if name not in self.kind.known]:
            raise RowRefused(f"{_columns(unknown)} not known here. Use these: {expected(self.kind)}")
        if missing := [name for name in self.kind.columns if name not in found]:
            raise RowRefused(f"{_columns(missing)} missing. Add it")
        _refuse_long_fields(found)
        return found, ()


def checked_heading(written: Sequence[str], kind: FileKind) -> tuple[str, ...]:
    """
    Give the names of the columns of a heading.

    :raises FileRefused: one is not known or there twice, or one that must be there is missing
    """
    names = tuple(column_name(name) for name in written)
    if not any(names):
        raise FileRefused("The file is empty. Check that it is the one you meant")
    unknown = [w for w, n in zip(written, names, strict=True) if n not in kind.known]
    if unknown and not kind.takes_others:
        raise FileRefused(f"{_columns(unknown)} not known here. Use these columns: {expected(kind)}")
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise FileRefused(f"{_columns(twice)} in the heading more than once. Keep one")
    if missing := [name for name in kind.columns if name not in names]:
        raise FileRefused(f"{_columns(missing)} not in the heading. Add it, separated by commas")
    return names


def expected(kind: FileKind) -> str:
    """The columns of a kind of file, for a sentence."""
    return ", ".join((*kind.columns, *(f"{name} (may be left out)" for name in kind.may_have)))


def fields_beside_heading(number: int, heading: Sequence[str]) -> str:
    """The beginning of the sentence that a line has another number of fields than the heading."""
    return f"The line has {number} fields where the heading has {len(heading)}"


def column_name(written: str) -> str:
    """Give the name a heading stands for: "Delivered on" is `delivered_on`."""
    return "_".join(written.strip().lower().split())


def _columns(names: Sequence[str]) -> str:
    shown = " and ".join(f"“{name.strip()[:60]}”" for name in names[:5])
    return f"Column {shown} is" if len(names) == 1 else f"Columns {shown} are"


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RowRefused("The line has one name twice. Keep one")
    return found


def _refuse_long_fields(value: Any) -> None:
    if isinstance(value, str) and len(value) > LONGEST_FIELD:
        raise RowRefused(f"A field is longer than {LONGEST_FIELD:,} characters. Shorten it")
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_long_fields(part)


def _csv_sentence(fault: str) -> str:
    if "field larger" in fault:
        return f"A field is longer than {LONGEST_FIELD:,} characters. Shorten it, or close its quotation mark"
    if "unexpected end" in fault:
        return "A quotation mark is opened and not closed before the end of the file. Close it"
    if "expected after" in fault:
        return "A quotation mark inside a field stands alone. Write it twice"
    return "The line cannot be read as CSV. Check its quotation marks and line ends"
