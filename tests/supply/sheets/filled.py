"""Tables as somebody would fill them in, as CSV or as a workbook, and loading them in a person's name."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import BytesIO, StringIO

from openpyxl import Workbook

from tests import factories as make
from throughline.core.access.actor import acting_as
from throughline.core.files.sheets import as_file
from throughline.core.models import User
from throughline.supply.actions.bulk import TableLoaded, load_table
from throughline.supply.imports.sheets.catalogue import TABLES


def as_csv(*lines: Mapping[str, str]) -> bytes:
    """A CSV whose columns are those of the first line."""
    held = StringIO(newline="")
    writer = csv.DictWriter(held, list(lines[0]))
    writer.writeheader()
    writer.writerows(lines)
    return held.getvalue().encode()


def as_workbook(*lines: Mapping[str, object]) -> bytes:
    """A workbook whose columns are those of the first line, with cells as they are given."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(lines[0]))
    for line in lines:
        sheet.append(list(line.values()))
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def load(
    what: str, content: bytes, user: User, *, dry_run: bool = False, name: str = "filled.csv"
) -> TableLoaded:
    """Load a table in somebody's name."""
    with acting_as(make.acting(user)):
        return load_table(BytesIO(content), TABLES[what], by=user, at=make.NOW, dry_run=dry_run, name=name)


def lines_of(what: str, user: User) -> list[dict[str, str]]:
    """The lines that somebody may have of a table."""
    with acting_as(make.acting(user)) as actor:
        return TABLES[what].lines(actor, make.NOW.date())


def exported(what: str, user: User, ending: str) -> bytes:
    """The table as a file, with the lines that somebody may have."""
    return as_file(TABLES[what].sheet, lines_of(what, user), ending)


def why_rejected(loaded: TableLoaded) -> str:
    """The reason of the only line that was rejected."""
    (only,) = loaded.report.rejected
    return only.reason
