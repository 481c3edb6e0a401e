"""Excel workbooks read as the tables they hold, row by row, in the same words as CSV."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from throughline.core.files.cells import AsNumber
from throughline.core.files.kinds import FileKind
from throughline.core.files.refusals import FileRefused, RowRefused
from throughline.core.files.rows import LONGEST_FIELD, RawRow, checked_heading, fields_beside_heading
from throughline.core.files.text_lines import Readable

LARGEST: Final = 50_000_000
"""Bytes of a workbook."""
LARGEST_UNPACKED: Final = 500_000_000
"""Bytes of all that a workbook holds, packed as it is."""

_PACKED: Final = b"PK\x03\x04"
_OLD: Final = b"\xd0\xcf\x11\xe0"
_WHOLE_NUMBERS_TO: Final = 10**15
"""Whole numbers up to here are exact in a workbook."""
_CANNOT: Final = "The workbook cannot be opened. Save it again as .xlsx, or as CSV UTF-8, and load that"


def is_workbook(opened: Readable) -> bool:
    """
    Whether the file is an Excel workbook; it is left at its beginning.

    :raises FileRefused: it is one in the format of before 2007
    """
    opened.seek(0)
    begins = opened.read(len(_PACKED))
    opened.seek(0)
    if begins == _OLD:
        raise FileRefused("The workbook is in the old .xls format. Save it as .xlsx and load that")
    return begins == _PACKED


class WorkbookRows:
    """
    The rows of one sheet: the one named like the kind of file, or else the first. Row 1 is the heading.

    Dates are given as 2017-05-03, times as 09:30, whole numbers and yes or no as they are written; a number
    with a fraction as `AsNumber`. Formulas give what they last came to.

    :raises FileRefused: from making it or iterating, when nothing of the workbook can be used
    """

    def __init__(self, source: Readable, kind: FileKind) -> None:
        self.kind = kind
        self.heading: tuple[str, ...] = ()
        self.bytes_read = 0
        content = source.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise FileRefused(f"The workbook is larger than {LARGEST // 1_000_000} MB. Split it")
        self._size = len(content)
        self._sheet = _sheet(content, kind.code)

    def __iter__(self) -> Iterator[RawRow]:
        """Give the rows in the order of the sheet; empty ones are passed over."""
        rows = enumerate(self._sheet.iter_rows(), start=1)
        try:
            _, first = next(rows, (0, ()))
            self.heading = checked_heading(_without_empty_end([_text(cell) for cell in first]), self.kind)
            count = 0
            for number, row in rows:
                self.bytes_read = min(
                    self._size, self._size * number // max(self._sheet.max_row or 1, number)
                )
                if (raw := self._raw(number, row)) is not None:
                    count += 1
                    yield raw
        except (ParseError, ValueError, KeyError, zipfile.BadZipFile) as fault:
            raise FileRefused(_CANNOT) from fault
        self.bytes_read = self._size
        if not count:
            raise FileRefused("The file has a heading and no lines below it. Add the lines and load it again")

    def _raw(self, number: int, row: Sequence[Any]) -> RawRow | None:
        try:
            cells = _without_empty_end([_text(cell) for cell in row])
        except RowRefused as refusal:
            return RawRow(number, "", {}, refused=str(refusal))
        if not cells:
            return None
        text = "\t".join(cells)[:10_000]
        if len(cells) > len(self.heading):
            said = fields_beside_heading(len(cells), self.heading)
            return RawRow(number, text, {}, refused=f"{said}. Clear the cells to the right of the table")
        cells += [""] * (len(self.heading) - len(cells))
        return RawRow(number, text, dict(zip(self.heading, cells, strict=True)), cells)


def _sheet(content: bytes, wanted: str) -> Any:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise FileRefused("The workbook holds more than can be read. Split it")
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, OSError) as fault:
        raise FileRefused(_CANNOT) from fault
    named = [sheet for sheet in book.worksheets if sheet.title.strip().lower() == wanted]
    sheets = named or book.worksheets
    if not sheets:
        raise FileRefused("The workbook has no sheet. Check that it is the one you meant")
    return sheets[0]


def _text(cell: Any) -> str:
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            if cell.data_type == "e":
                raise RowRefused(f"Cell {cell.coordinate} holds the error {value}. Put it right")
            if len(value) > LONGEST_FIELD:
                raise RowRefused(f"A field is longer than {LONGEST_FIELD:,} characters. Shorten it")
            return value.strip()
        case int():
            return str(value)
        case float():
            whole = value.is_integer() and abs(value) < _WHOLE_NUMBERS_TO
            return str(int(value)) if whole else AsNumber(repr(value))
        case datetime() if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
    raise RowRefused(f"Cell {cell.coordinate} holds what no column takes. Format it as text")


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells
