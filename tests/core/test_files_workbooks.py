"""Excel workbooks come in as CSV does: the same columns, the same refusals, rows by their number."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import Workbook

from tests import factories as make
from throughline.core.access.actor import acting_as
from throughline.core.files import FileKind, FileRefused, Format, RowRefused, cells, load_file
from throughline.core.files.cells import AsNumber
from throughline.core.files.workbooks import WorkbookRows, is_workbook

KIND = FileKind("things", Format.CSV, columns=("name", "amount"), may_have=("note",))


def workbook(
    *rows: list[Any], title: str = "Sheet1", more: dict[str, list[list[Any]]] | None = None
) -> BytesIO:
    book = Workbook()
    first = book.worksheets[0]
    first.title = title
    for row in rows:
        first.append(row)
    for name, lines in (more or {}).items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    held = BytesIO()
    book.save(held)
    held.seek(0)
    return held


HEADING = ["Name", "Amount", "Note"]


def rows_of(held: BytesIO) -> list[dict[str, Any]]:
    return [dict(row.values) for row in WorkbookRows(held, KIND)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("  46.50 ", "46.50", id="text"),
        pytest.param(46, "46", id="whole number"),
        pytest.param(46.0, "46", id="whole number kept as one with a fraction"),
        pytest.param(46.5, "46.5", id="number with a fraction"),
        pytest.param(True, "yes", id="true"),
        pytest.param(False, "no", id="false"),
        pytest.param(date(2017, 5, 3), "2017-05-03", id="day"),
        # A workbook knows no time zone.
        pytest.param(datetime(2017, 5, 3, 9, 30), "2017-05-03 09:30", id="moment"),  # noqa: DTZ001
        pytest.param(time(9, 30), "09:30", id="time"),
        pytest.param("00042", "00042", id="text of digits keeps its noughts"),
    ],
)
def test_a_cell_is_given_as_it_would_be_typed(value: Any, text: str) -> None:
    (row,) = rows_of(workbook(HEADING, ["A", value, ""]))
    assert row["amount"] == text
    assert isinstance(row["amount"], AsNumber) == (value == 46.5)


@pytest.mark.parametrize("amount", [46.5, 0.1])
def test_an_amount_kept_as_a_number_with_a_fraction_is_refused_by_name(amount: float) -> None:
    (row,) = rows_of(workbook(HEADING, ["A", amount]))
    with pytest.raises(RowRefused, match=f"“amount” holds the number {amount}.*Format the column as text"):
        cells.money(row, "amount")


def test_an_amount_in_whole_pounds_is_exact_either_way() -> None:
    (row,) = rows_of(workbook(HEADING, ["A", 46]))
    assert cells.money(row, "amount").display() == "£46.00"


def test_rows_have_the_numbers_the_sheet_shows_and_empty_ones_are_passed_over() -> None:
    held = workbook(HEADING, ["A", "1"], [None, None], ["", "  "], ["B", "2"])
    assert [(row.number, row.values["name"]) for row in WorkbookRows(held, KIND)] == [(2, "A"), (5, "B")]


def test_the_sheet_named_like_the_kind_is_read_wherever_it_stands() -> None:
    held = workbook(["Read me"], title="Guidance", more={"Things": [HEADING, ["A", "1", "x"]]})
    assert rows_of(held) == [{"name": "A", "amount": "1", "note": "x"}]


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        pytest.param(workbook(["Name", "Price"]), "Column “Price” is not known here", id="unknown column"),
        pytest.param(workbook(["Name"]), "Column “amount” is not in the heading", id="column missing"),
        pytest.param(workbook(["Name", "name"]), "more than once", id="column twice"),
        pytest.param(workbook(), "The file is empty", id="nothing"),
        pytest.param(workbook(HEADING), "a heading and no lines", id="heading alone"),
        pytest.param(BytesIO(b"PK\x03\x04 and no more"), "cannot be opened", id="cut off"),
    ],
)
def test_a_workbook_of_no_use_is_refused_whole(held: BytesIO, sentence: str) -> None:
    held.seek(0)
    with pytest.raises(FileRefused, match=sentence):
        rows_of(held)


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("a.txt", "A")
    held.seek(0)
    assert is_workbook(held)
    with pytest.raises(FileRefused, match="cannot be opened"):
        rows_of(held)


def test_the_format_of_before_2007_is_named() -> None:
    with pytest.raises(FileRefused, match=r"old \.xls format"):
        is_workbook(BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1"))


def test_one_that_unpacks_to_more_than_can_be_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("throughline.core.files.workbooks.LARGEST_UNPACKED", 100)
    with pytest.raises(FileRefused, match="more than can be read"):
        rows_of(workbook(HEADING, ["A", "1"]))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        pytest.param(["A", "1", "x", "y"], "has 4 fields where the heading has 3", id="beside the table"),
        pytest.param(["A", "#REF!", ""], "Cell B2 holds the error #REF!", id="an error"),
    ],
)
def test_a_row_of_no_use_is_refused_and_the_rest_goes_on(row: list[Any], sentence: str) -> None:
    refused, good = WorkbookRows(workbook(HEADING, row, ["B", "2"]), KIND)
    assert sentence in refused.refused
    assert good.values["name"] == "B"


@pytest.mark.django_db
def test_a_workbook_is_loaded_as_a_csv_is_and_what_is_rejected_is_given_back(tmp_path: Any) -> None:
    path, rejects = tmp_path / "things.xlsx", tmp_path / "rejected.csv"
    path.write_bytes(workbook(HEADING, ["A", "1"], ["B", 0.5], ["C", "3"]).getvalue())
    told: list[int] = []
    with acting_as(make.acting(make.UserFactory())) as actor:
        report = load_file(
            path,
            KIND,
            read_row=lambda row: (cells.text(row, "name", limit=10), cells.money(row, "amount")),
            load_row=lambda _: True,
            by=actor.user,
            at=make.NOW,
            dry_run=True,
            progress=told.append,
            keep_rejects_at=rejects,
        )
    assert (report.read, report.loaded, report.rejected_count) == (3, 2, 1)
    assert report.rejected[0].number == 3
    assert sum(told) == path.stat().st_size
    (row,) = csv.DictReader(StringIO(rejects.read_text(encoding="utf-8-sig")))
    assert (row["name"], row["amount"], row["rejected_line"]) == ("B", "0.5", "3")
    assert "Format the column as text" in row["rejected_because"]


CODES = {"one_to_one": "One to one", "group": "In a group"}


@pytest.mark.parametrize("written", ["one_to_one", "ONE_TO_ONE", "one to one", "One to one"])
def test_a_code_is_read_as_itself_or_in_its_words(written: str) -> None:
    assert cells.code({"mode": written}, "mode", CODES) == "one_to_one"


def test_a_code_that_is_not_of_the_list_is_refused_with_the_list() -> None:
    with pytest.raises(RowRefused, match="“mode” must be one_to_one, group, not “both”"):
        cells.code({"mode": "both"}, "mode", CODES)


def test_several_codes_come_in_the_order_of_their_list_each_once() -> None:
    row = {"modes": "In a group; one_to_one;group;"}
    assert cells.codes_of(row, "modes", CODES) == ("one_to_one", "group")
    assert cells.codes_of({"modes": ""}, "modes", CODES) == ()
