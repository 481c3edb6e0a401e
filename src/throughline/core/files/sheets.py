"""
A kind of table that people fill in: its columns declared once, for reading, templates, guidance and docs.

What is written by `as_file` is read back by `load_file` as it was: an apostrophe stands before a text that a
spreadsheet would take for a formula, and is taken off again by `unguarded`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from throughline.core.files.kinds import FileKind, Format

STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
FORMATS: Final[Mapping[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The endings a sheet is offered in, with the type a browser is told."""

SEVERAL: Final = "; "
"""What stands between the parts of a cell that lists several."""


@dataclass(frozen=True)
class SheetColumn:
    """
    One column: what it means in a sentence, an example, and the codes it takes.

    One that is `needed` must be in the heading and filled in. `lists` is said of a cell that holds several
    codes, with semicolons between. `codes_by` has the codes that hold with each value of another column.
    """

    name: str
    means: str
    example: str = ""
    needed: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)
    lists: bool = False
    codes_by: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def code_lines(self) -> list[tuple[str, str, str]]:
        """Each code with its column and its words; the column says with which value a code holds."""
        always = [(self.name, code, words) for code, words in self.codes.items()]
        return always + [
            (f"{self.name} with {value}", code, words)
            for value, codes in self.codes_by.items()
            for code, words in codes.items()
        ]


@dataclass(frozen=True)
class Sheet:
    """
    One kind of table: the word it is loaded by, its title, guidance in sentences, and its columns.

    A column that is left out of the heading changes nothing; an empty cell empties what is recorded.
    """

    code: str
    title: str
    says: Sequence[str]
    columns: Sequence[SheetColumn]

    @property
    def kind(self) -> FileKind:
        """What the reader of files is told."""
        needed = tuple(one.name for one in self.columns if one.needed)
        others = tuple(one.name for one in self.columns if not one.needed)
        return FileKind(self.code, Format.CSV, columns=needed, may_have=others)

    @property
    def heading(self) -> list[str]:
        """The names of all columns, in their order."""
        return [one.name for one in self.columns]

    def column(self, name: str) -> SheetColumn:
        """The column called `name`."""
        return next(one for one in self.columns if one.name == name)


CodeLine = tuple[str, str, str]
"""A code with its column before it and its words after it."""


def as_file(
    sheet: Sheet, rows: Iterable[Mapping[str, str]], ending: str, codes: Iterable[CodeLine] = ()
) -> bytes:
    """
    Give lines of a sheet as CSV, or as a workbook with sheets of codes and of guidance beside them.

    `codes` are those that the records have at the time, besides those that are declared.
    """
    return _as_csv(sheet, rows) if ending == "csv" else _as_workbook(sheet, rows, codes)


def template(sheet: Sheet, ending: str, codes: Iterable[CodeLine] = ()) -> bytes:
    """Give the sheet to be filled in: its heading, and in a workbook its codes and guidance."""
    return as_file(sheet, (), ending, codes)


def guarded(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith((*STARTS_A_FORMULA, "'")) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`; any other is given as it is."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*STARTS_A_FORMULA, "'")) else text


def as_markdown(sheet: Sheet) -> str:
    """The columns of a sheet as a table for the documentation."""
    lines = ["| column | what it says | codes |", "|---|---|---|"]
    for one in sheet.columns:
        name = f"**`{one.name}`**" if one.needed else f"`{one.name}`"
        codes = _listed(one.codes) or "; ".join(
            f"{value}: {_listed(held)}" for value, held in one.codes_by.items()
        )
        codes += " (several)" if codes and one.lists else ""
        example = f", like `{one.example}`" if one.example and not one.codes else ""
        lines.append(f"| {name} | {one.means}{example} | {codes} |")
    return "\n".join(lines)


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def guidance(sheet: Sheet) -> list[tuple[str, str, str, str]]:
    """What is said of each column: its name, whether it must be filled in, what it means, and an example."""
    return [
        (one.name, "must be filled in" if one.needed else "may be left out", one.means, _example(one))
        for one in sheet.columns
    ]


def _example(one: SheetColumn) -> str:
    if one.example or not one.codes:
        return one.example
    return SEVERAL.join(list(one.codes)[:2]) if one.lists else next(iter(one.codes))


def _as_csv(sheet: Sheet, rows: Iterable[Mapping[str, str]]) -> bytes:
    held = StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow(sheet.heading)
    for row in rows:
        writer.writerow([guarded(row[name]) for name in sheet.heading])
    # The mark at the beginning tells Excel that the file is UTF-8.
    return held.getvalue().encode("utf-8-sig")


def _as_workbook(sheet: Sheet, rows: Iterable[Mapping[str, str]], further: Iterable[CodeLine]) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet(title=sheet.code)
    for place, one in enumerate(sheet.columns):
        letters = _letters(place)
        page.column_dimensions[letters].width = max(14, min(40, len(one.name) + 6))
        # Text, so that amounts, times and codes stay as they are typed.
        page.column_dimensions[letters].number_format = "@"
    page.freeze_panes = "A2"
    page.append([_cell(page, name, bold=True) for name in sheet.heading])
    for row in rows:
        page.append([_cell(page, guarded(row[name])) for name in sheet.heading])
    codes = book.create_sheet(title="Codes")
    codes.append([_cell(codes, name, bold=True) for name in ("column", "code", "in words")])
    for one in sheet.columns:
        for line in one.code_lines:
            codes.append([_cell(codes, text) for text in line])
    for line in further:
        codes.append([_cell(codes, text) for text in line])
    help_page = book.create_sheet(title="Guidance")
    for sentence in sheet.says:
        help_page.append([_cell(help_page, sentence)])
    help_page.append([])
    heads = ("column", "must it be there?", "what it says", "example")
    help_page.append([_cell(help_page, name, bold=True) for name in heads])
    for said in guidance(sheet):
        help_page.append([_cell(help_page, text) for text in said])
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _cell(page: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(page, value=text or None)
    cell.number_format = "@"
    if text:
        cell.data_type = "s"  # text, even where it begins like a formula
    if bold:
        cell.font = Font(bold=True)
    return cell


def _letters(place: int) -> str:
    """The letters of a column of a workbook, the first being A."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
