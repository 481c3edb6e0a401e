"""A mapping file says how a case system's columns are our records; what is wrong in one is said by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gateway.case_files import ASSESSMENT, CONTACT, NSI
from throughline.core.files.sheets import as_markdown
from throughline.gateway.exchange.mapping import MappingRefused, read_mapping
from throughline.gateway.exchange.records import RECORDS

DATES = 'dates = "%d/%m/%Y"'
GAMBLING = '\n[needs.gambling]\ncolumn = "D"\nsome = 1\nsevere = 2\n'
ENDED = 'ended_on = "ENDED"'
CODE = 'code = "TYPE"'
DOCS = Path(__file__).resolve().parents[2] / "docs" / "rules" / "exchanging-files.md"


@pytest.mark.parametrize(
    ("text", "was", "now", "said"),
    [
        (NSI, 'system = "ridgeway-cases"', "system = ridgeway", "read as TOML: Invalid value (at line 2"),
        (NSI, 'title = "NSIs of Ridgeway"', "", "“title”: is missing. Add it"),
        (NSI, 'record = "nsi"', 'record = "letter"', "Line 4, “record”: input should be 'nsi', 'contact'"),
        (NSI, DATES, 'dates = "%d/%m"', "Line 5, “dates”: “%d/%m” does not say a whole day"),
        (NSI, DATES, 'times = "%H"', "Line 5, “times”: “%H” does not say a whole time"),
        (NSI, DATES, 'encoding = "klingon"', "Line 5, “encoding”: “klingon” is no encoding"),
        (NSI, DATES, 'delimiter = ";;"', "Line 5, “delimiter”: must be one character"),
        (NSI, DATES, 'numbered = "a.csv"', "Line 5, “numbered”: must have {number} in it once"),
        (NSI, DATES, "colour = 1", "Line 5, “colour”: is not known here"),
        (NSI, CODE, 'kode = "TYPE"', "Line 11, “fields.kode”: not known for nsi. Known are id"),
        (NSI, 'id = "NSI_ID"', "", "Line 7, “fields”: has no “id”"),
        (NSI, CODE, "code = {}", "Line 11, “fields.code”: says neither a column nor"),
        (NSI, CODE, "code = 3", "Line 11, “fields.code”"),
        (NSI, 'CMP = "over"', 'CMP = "gone"', "“fields.status.values.CMP”: must be one of under_way"),
        (NSI, ENDED, ENDED + GAMBLING, "“needs”: is for assessments only"),
        (ASSESSMENT, "[needs.wellbeing]", "[needs.gambling]", "Line 18, “needs.gambling”: not a need"),
        (ASSESSMENT, "10\n\n", "2\n\n", "Line 13, “needs.accommodation”: some must be 1"),
        (ASSESSMENT, 'column = "Section B"', 'column = 7', "Line 19, “needs.wellbeing.column”"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_line_and_field(text: str, was: str, now: str, said: str) -> None:
    assert was in text
    with pytest.raises(MappingRefused) as refused:
        read_mapping(text.replace(was, now).encode())
    assert said in str(refused.value)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    text = NSI.replace(CODE, 'kode = "TYPE"').replace("%d/%m/%Y", "%d")
    with pytest.raises(MappingRefused) as refused:
        read_mapping(text.encode())
    assert len(str(refused.value).splitlines()) == 2


@pytest.mark.parametrize("text", [NSI, CONTACT, ASSESSMENT])
def test_a_mapping_names_its_columns_once(text: str) -> None:
    columns = read_mapping(text.encode()).columns
    assert len(columns) == len(set(columns))
    assert "CRN" in columns


@pytest.mark.parametrize("record", RECORDS)
def test_the_documentation_lists_the_fields_as_they_are_declared(record: str) -> None:
    wanted = as_markdown(RECORDS[record])
    assert wanted in DOCS.read_text(), f"Put this into {DOCS.name} under `{record}`:\n\n{wanted}"


def test_the_mappings_in_the_documentation_can_be_read() -> None:
    examples = DOCS.read_text().split("```toml\n")[1:]
    assert {read_mapping(one.split("```")[0].encode()).record for one in examples} == set(RECORDS)
