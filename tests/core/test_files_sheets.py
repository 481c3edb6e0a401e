"""A table declared once: what is written for people is read back as it was, and the docs say the same."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from throughline.core.files.rows import FileRows
from throughline.core.files.sheets import (
    FORMATS,
    Sheet,
    SheetColumn,
    as_file,
    as_markdown,
    guarded,
    guidance,
    template,
    unguarded,
)
from throughline.core.files.text_lines import TextLines
from throughline.core.files.workbooks import WorkbookRows

SHEET = Sheet(
    code="things",
    title="Things",
    says=("A line for each thing.", "Leave out what you do not know."),
    columns=(
        SheetColumn("name", "What it is called", "Lamp", needed=True),
        SheetColumn("colour", "Its colours", codes={"red": "Red", "blue": "Blue"}, lists=True),
    ),
)
PRINTABLE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), max_size=40
)


def read_back(content: bytes, ending: str) -> list[dict[str, str]]:
    held = BytesIO(content)
    rows = WorkbookRows(held, SHEET.kind) if ending == "xlsx" else FileRows(TextLines(held), SHEET.kind)
    return [{name: unguarded(value) for name, value in row.values.items()} for row in rows]


@pytest.mark.parametrize("ending", FORMATS)
@settings(max_examples=25, deadline=None)
@given(name=PRINTABLE.filter(bool), colour=PRINTABLE)
def test_what_is_written_is_read_back_as_it_was(ending: str, name: str, colour: str) -> None:
    rows = [{"name": name, "colour": colour}]
    assert read_back(as_file(SHEET, rows, ending), ending) == rows


@pytest.mark.parametrize("text", ["=1+1", "+44", "-5", "@a", "'=1", "''", "'", "O'Brien", "'hello", ""])
def test_no_spreadsheet_takes_a_text_for_a_formula_and_it_comes_back(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@"))
    assert unguarded(guarded(text)) == text


def test_an_apostrophe_that_somebody_typed_stays() -> None:
    assert unguarded("'hello") == "'hello"


def test_a_template_has_the_heading_and_in_a_workbook_codes_and_guidance() -> None:
    (heading,) = csv.reader(StringIO(template(SHEET, "csv").decode("utf-8-sig")))
    assert heading == ["name", "colour"]
    book = load_workbook(BytesIO(template(SHEET, "xlsx")))
    assert book.sheetnames == ["things", "Codes", "Guidance"]
    assert [cell.value for cell in book["things"][1]] == ["name", "colour"]
    # Text, so that "46.50" stays what was typed.
    assert book["things"].column_dimensions["A"].number_format == "@"
    codes = list(book["Codes"].iter_rows(values_only=True))
    assert codes[1:] == [("colour", "red", "Red"), ("colour", "blue", "Blue")]
    said = [row[0] for row in book["Guidance"].iter_rows(values_only=True)]
    assert said[:2] == list(SHEET.says)
    assert "must be filled in" in [cell.value for row in book["Guidance"].iter_rows() for cell in row]


def test_codes_that_the_records_have_at_the_time_stand_below_those_declared() -> None:
    book = load_workbook(BytesIO(template(SHEET, "xlsx", [("maker", "M1", "Mill & Sons")])))
    assert list(book["Codes"].iter_rows(values_only=True))[-1] == ("maker", "M1", "Mill & Sons")


def test_the_reader_knows_the_columns_that_were_declared() -> None:
    assert (SHEET.kind.columns, SHEET.kind.may_have) == (("name",), ("colour",))


def test_guidance_and_documentation_say_what_the_declaration_says() -> None:
    assert guidance(SHEET)[1] == ("colour", "may be left out", "Its colours", "red; blue")
    assert as_markdown(SHEET).splitlines()[2:] == [
        "| **`name`** | What it is called, like `Lamp` |  |",
        "| `colour` | Its colours | `red`, `blue` (several) |",
    ]
