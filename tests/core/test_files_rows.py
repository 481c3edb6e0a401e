"""Files as they arrive: what is read from them, and what is refused, by line and by name."""

from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.files import FileKind, FileRefused, Format, RowRefused, cells
from throughline.core.files.rows import LONGEST_FIELD, FileRows, RawRow
from throughline.core.files.text_lines import LONGEST_LINE, TextLines
from throughline.core.money import Money

RETURN = FileKind("return", Format.CSV, columns=("referral", "amount"), may_have=("note",))
CONTRACTS = FileKind("contracts", Format.JSON_LINES, columns=("reference",), may_have=("name",))


def rows_of(content: bytes, kind: FileKind = RETURN) -> list[RawRow]:
    return list(FileRows(TextLines(io.BytesIO(content)), kind))


def test_a_return_is_read_by_its_heading_whatever_the_order() -> None:
    (row,) = rows_of(b"Amount,referral\r\n 46.50 ,RF-1\r\n")
    assert (row.number, row.refused) == (2, "")
    assert row.values == {"amount": "46.50", "referral": "RF-1"}


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""], ids=["with byte order mark", "without"])
def test_a_byte_order_mark_is_no_part_of_the_heading(mark: bytes) -> None:
    assert rows_of(mark + b"referral,amount\nRF-1,46.50\n")[0].values["referral"] == "RF-1"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "The file is empty", id="nothing at all"),
        pytest.param(b"\xef\xbb\xbf", "The file is empty", id="only a byte order mark"),
        pytest.param(b"referral,amount\n", "no lines below it", id="heading alone"),
        pytest.param(b"referral,amout\nRF-1,1\n", "Column “amout” is not known", id="unknown column"),
        pytest.param(b"referral,amount,amount\nRF-1,1,2\n", "“amount” is in the heading more", id="twice"),
        pytest.param(b"referral,note\nRF-1,x\n", "“amount” is not in the heading", id="missing column"),
        pytest.param(b"referral;amount\nRF-1;1\n", "Use these columns: referral, amount", id="semicolons"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        rows_of(content)


def test_a_file_not_in_utf_8_is_refused_with_its_line_and_byte() -> None:
    with pytest.raises(FileRefused, match="Line 3 is not written in UTF-8: its byte 7 is 0xE9"):
        rows_of(b"referral,amount\nRF-1,1\nRF-Caf\xe9,2\n")


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        pytest.param(b"RF-2", "has 1 fields where the heading has 2", id="a field too few"),
        pytest.param(b"RF-2,1,200", "has 3 fields where the heading has 2", id="a thousands comma"),
        pytest.param(b'"RF"2,1', "stands alone", id="a lone quotation mark"),
        pytest.param(b"R" * (10 * 1024 * 1024) + b",1", "longer than", id="a field of 10 MB"),
        pytest.param(b"R" * (LONGEST_FIELD + 1) + b",1", "longer than 1,000,000", id="a field too long"),
        pytest.param(b"R" * LONGEST_LINE + b",1", "longer than 4,000,000", id="a line too long"),
    ],
)
def test_a_broken_line_is_named_and_the_rest_goes_on(broken: bytes, sentence: str) -> None:
    first, second, third = rows_of(b"referral,amount\nRF-1,1\n" + broken + b"\nRF-3,3\n")
    assert (first.values["referral"], third.values["referral"]) == ("RF-1", "RF-3")
    assert (second.number, third.number) == (3, 4)
    assert sentence in second.refused
    assert len(second.text) <= 10_000


def test_a_quotation_mark_never_closed_is_named_where_it_opens() -> None:
    rows = rows_of(b'referral,amount\nRF-1,1\n"RF-2,2\nRF-3,3\n')
    assert rows[1].number == 3
    assert "not closed" in rows[1].refused


def test_a_field_over_several_lines_keeps_the_numbers_of_the_lines_after_it() -> None:
    rows = rows_of(b'referral,amount,note\nRF-1,1,"two\nlines"\n\nRF-2,2,x\n')
    assert [(row.number, row.values["note"]) for row in rows] == [(2, "two\nlines"), (5, "x")]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        pytest.param("[1]", "not one JSON object", id="a list"),
        pytest.param("{", "not one JSON object", id="cut off"),
        pytest.param("[" * 100_000, "not one JSON object", id="nested for ever"),
        pytest.param('{"reference": "A", "reference": "B"}', "one name twice", id="a name twice"),
        pytest.param('{"reference": "A", "price": 1}', "“price” is not known", id="unknown name"),
        pytest.param('{"name": "A"}', "“reference” is missing", id="missing name"),
    ],
)
def test_json_lines_are_refused_one_by_one(line: str, sentence: str) -> None:
    rows = rows_of(f'{line}\n{{"reference": "B"}}\n'.encode(), CONTRACTS)
    assert sentence in rows[0].refused
    assert rows[1].values == {"reference": "B"}


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), min_size=1, max_size=20))
def test_whatever_a_spreadsheet_writes_is_read_back_or_refused_but_never_lost(
    written: list[tuple[str, str, str]],
) -> None:
    import csv

    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([("referral", "amount", "note"), *written])
    kept = [row for row in written if any(row)]
    try:
        content = out.getvalue().encode()
    except UnicodeEncodeError:
        return
    if not kept:
        return
    rows = rows_of(content)
    assert [tuple(row.cells) for row in rows] == kept


@pytest.mark.parametrize(
    ("written", "expected"),
    [("46.50", "46.50"), ("£1,200", "1200.00"), ("-46.50", "-46.50"), (" 46 ", "46.00")],
)
def test_amounts_are_read_to_the_penny(written: str, expected: str) -> None:
    assert cells.money({"amount": written}, "amount") == Money(expected)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("46.5", "two digits for the pence"),
        ("12.345", "two digits for the pence"),
        ("1e3", "using only numbers"),
        ("nan", "using only numbers"),
        (46.5, "in quotation marks"),
        (46, "in quotation marks"),
        ("", "is empty"),
        ("4\x006", "characters that cannot be shown"),
    ],
    ids=repr,
)
def test_what_is_no_amount_is_refused_with_the_column(written: object, sentence: str) -> None:
    with pytest.raises(RowRefused, match=f"Column “amount”.*{sentence}"):
        cells.money({"amount": written}, "amount")


@pytest.mark.parametrize("written", ["2017-05-03", "03/05/2017", "3/5/2017"])
def test_a_day_is_read_as_people_here_write_it(written: str) -> None:
    assert cells.day({"on": written}, "on") == date(2017, 5, 3)


@pytest.mark.parametrize("written", ["2017-02-30", "05/13/2017", "3 May", "0001-01-01", "43000", ""])
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(RowRefused, match="Column “on”"):
        cells.day({"on": written}, "on")


def test_what_may_be_left_out_is_nothing() -> None:
    row: dict[str, object] = {"a": "", "b": None}
    assert cells.text(row, "a", limit=5, optional=True) == ""
    assert cells.day(row, "b", optional=True) is None
    assert cells.money(row, "c", optional=True) is None
    assert cells.whole_number(row, "a", optional=True) is None


@pytest.mark.parametrize("written", ["-1", "1.0", "٣", "99999999999", True])
def test_what_is_no_whole_number_is_refused(written: object) -> None:
    with pytest.raises(RowRefused, match="Column “n”"):
        cells.whole_number({"n": written}, "n")


def test_a_reference_is_read_however_it_was_typed() -> None:
    from throughline.core.references import make_reference

    made = make_reference("RF", 7)
    assert cells.reference({"r": made.lower().replace("-", " ")}, "r", "RF") == made
    with pytest.raises(RowRefused, match="must start with AG"):
        cells.reference({"r": made}, "r", "AG")
