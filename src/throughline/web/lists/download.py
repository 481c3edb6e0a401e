"""
A list as a file: CSV or an Excel workbook, every record that the filters leave, in the order of the list.

The file is written whole while the request's transaction is open, to disk when it grows, because what
a person may see is set for that transaction: rows read after it would not be there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar, cast

from django.http import FileResponse, Http404
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from throughline.core.files.formulas import safe_in_a_spreadsheet
from throughline.core.money import Money
from throughline.core.time import LONDON
from throughline.web.lists.columns import Column
from throughline.web.pieces import Link, Tag, in_words

T = TypeVar("T")
HELD_IN_MEMORY = 2 * 1024 * 1024
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(kind: str, name: str, columns: Sequence[Column[T]], records: Iterable[T]) -> FileResponse:
    """
    The records as a file called `name` with the ending `kind`.

    :raises Http404: there is no such kind
    """
    if kind not in KINDS:
        raise Http404("lists are not offered in this form")
    held = cast(IO[bytes], SpooledTemporaryFile(max_size=HELD_IN_MEMORY))  # noqa: SIM115  the response closes it
    rows = ([_plain(column, record) for column in columns] for record in records)
    heads = [column.heading for column in columns]
    try:
        if kind == "csv":
            _write_csv(held, heads, rows)
        else:
            _write_workbook(held, name, heads, rows)
    except BaseException:
        held.close()
        raise
    held.seek(0)
    return FileResponse(held, as_attachment=True, filename=f"{name}.{kind}", content_type=KINDS[kind])


def _write_csv(held: IO[bytes], heads: list[str], rows: Iterable[list[Any]]) -> None:
    # The mark at the beginning tells Excel that the file is UTF-8.
    text = io.TextIOWrapper(held, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_in_csv(value) for value in row])
    text.flush()
    text.detach()


def _in_csv(value: Any) -> str:
    if isinstance(value, str):
        return safe_in_a_spreadsheet(value)
    if isinstance(value, datetime):
        return value.astimezone(LONDON).isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _write_workbook(held: IO[bytes], name: str, heads: list[str], rows: Iterable[list[Any]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=name[:31])
    sheet.append(heads)
    for row in rows:
        sheet.append([_in_workbook(sheet, value) for value in row])
    book.save(held)


def _in_workbook(sheet: Any, value: Any) -> Any:
    if isinstance(value, Money):
        cell = WriteOnlyCell(sheet, value=cast(Any, value.pounds))
        cell.number_format = '"£"#,##0.00'
        return cell
    if isinstance(value, datetime):
        return value.astimezone(LONDON).replace(tzinfo=None)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=value)
        cell.data_type = "s"  # text, even where it begins like a formula
        return cell
    return value


def _plain(column: Column[T], record: T) -> object:
    value = (column.download or column.value)(record)
    if isinstance(value, Link | Tag):
        return value.text
    if value is None or isinstance(value, str | int | Decimal | Money | date | time):
        return value
    return in_words(value)
