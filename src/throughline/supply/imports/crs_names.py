"""The names of providers by their codes in the contract documents."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from throughline.core.files import FileKind, FileRefused, Format, RowRefused, cells
from throughline.core.files.rows import FileRows
from throughline.core.files.text_lines import TextLines

NAMES: Final = FileKind("crs-names", Format.CSV, columns=("code", "name"))


def read_names(path: Path) -> dict[str, str]:
    """
    Give the names of a CSV file with the columns `code` and `name`.

    :raises FileRefused: the file, or a line of it, cannot be used; says which
    """
    names: dict[str, str] = {}
    with path.open("rb") as opened:
        for row in FileRows(TextLines(opened), NAMES):
            try:
                if row.refused:
                    raise RowRefused(row.refused)
                code = cells.text(row.values, "code", limit=60)
                names[code] = cells.text(row.values, "name", limit=250)
            except RowRefused as refusal:
                raise FileRefused(f"Line {row.number}: {refusal}") from refusal
    return names
