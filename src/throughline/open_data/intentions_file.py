"""A body's commissioning intentions for a year as files: JSON, and the same rows as CSV (S198)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Final

from throughline.core.models import Organisation
from throughline.core.time import FinancialYear
from throughline.open_data import addresses
from throughline.open_data.documents import CSV, JSON, Document
from throughline.open_data.intention_columns import COLUMNS, IntentionColumn
from throughline.open_data.models import Publication
from throughline.open_data.return_file import LICENCE, STARTS_A_FORMULA
from throughline.open_data.rules.years import in_address
from throughline.supply.models import Intention, Scheme

LIMITATIONS: Final = (
    "An intention is not a promise: what is bought in the end is in the contracts and grants themselves.",
    "Values are what the body expects over all the days of the work, without tax, and are not a budget.",
    "A later edition may say otherwise. It says why, and the earlier ones stay.",
)
"""What everybody who reads the intentions must know (S214)."""


def intention_documents(
    *, scheme: Scheme, body: Organisation, year: FinancialYear, intentions: Sequence[Intention]
) -> tuple[Document, Document]:
    """The JSON and the CSV of one body's year, from one reading: the same text for the same record."""
    name = f"commissioning-intentions-{scheme.code}-{body.reference.lower()}-{in_address(year)}"
    return (
        Document(Publication.Kind.INTENTIONS, _as_json(scheme, body, year, intentions), JSON, f"{name}.json"),
        Document(Publication.Kind.INTENTIONS_CSV, _as_csv(intentions), CSV, f"{name}.csv"),
    )


def csv_cell(column: IntentionColumn, value: str | list[str] | None) -> str:
    """A value as the CSV has it: on one line, several after another, and no formula of a spreadsheet."""
    if value is None:
        return column.nothing
    text = " ".join(("; ".join(value) if isinstance(value, list) else value).split())
    return f"'{text}" if column.kind == "string" and text.startswith(STARTS_A_FORMULA) else text


def _as_csv(intentions: Sequence[Intention]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in COLUMNS])
    for one in intentions:
        writer.writerow([csv_cell(column, column.value(one)) for column in COLUMNS])
    return text.getvalue()


def _as_json(scheme: Scheme, body: Organisation, year: FinancialYear, intentions: Sequence[Intention]) -> str:
    described = {
        "title": f"Commissioning intentions of {body.name} for {year}",
        "body": {"reference": body.reference, "name": body.name},
        "scheme": {"code": scheme.code, "name": scheme.name},
        "year": str(year),
        "url": addresses.public(addresses.intentions_json(scheme.code, year, body.reference)),
        "csv": addresses.public(addresses.intentions_csv(scheme.code, year, body.reference)),
        "licence": LICENCE,
        "columns": [
            {"name": one.name, "title": one.title, "description": one.meaning, "datatype": one.kind}
            for one in COLUMNS
        ],
        "limitations": list(LIMITATIONS),
        "intentions": [{column.name: column.value(one) for column in COLUMNS} for one in intentions],
    }
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"
