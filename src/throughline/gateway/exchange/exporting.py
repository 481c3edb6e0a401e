"""Writing a file for a case system, by the same mapping that reads one (S123)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from io import StringIO
from typing import Final

from throughline.core.access.actor import Actor, current_actor
from throughline.core.access.permissions import require
from throughline.core.files.sheets import guarded
from throughline.gateway.exchange.assessments import assessments_to_write
from throughline.gateway.exchange.contacts import contacts_to_write
from throughline.gateway.exchange.mapping import CaseMapping, FieldMapping, MappingRefused, is_time
from throughline.gateway.exchange.nsis import nsis_to_write
from throughline.line.rules.nsi import Fact
from throughline.vocabulary.permissions import Permission

TO_WRITE: Final[Mapping[str, Callable[[Actor, datetime], Iterator[Mapping[str, Fact]]]]] = {
    "nsi": nsis_to_write,
    "contact": contacts_to_write,
    "assessment": assessments_to_write,
}

CaseFileRow = tuple[str, tuple[str, ...]]
"""What the row is known by, and its cells in the order of the mapping's columns."""


def rows_for(mapping: CaseMapping, at: datetime) -> list[CaseFileRow]:
    """
    Every row that the current actor may exchange, as the case system writes it.

    :raises NotAllowed: whoever acts does not exchange files
    """
    actor = current_actor()
    require(actor, Permission.EXCHANGE_FILES, within=None, to="exchange files with a case system")
    return [(str(one["id"]), _cells(mapping, one)) for one in TO_WRITE[mapping.record](actor, at)]


def as_their_file(mapping: CaseMapping, rows: list[CaseFileRow]) -> bytes:
    """
    Give rows as the file that the mapping describes.

    :raises MappingRefused: a text has a character that the mapping's encoding cannot write
    """
    written = StringIO(newline="")
    writer = csv.writer(written, delimiter=mapping.delimiter)
    writer.writerow(mapping.columns)
    writer.writerows(cells for _, cells in rows)
    try:
        return written.getvalue().encode(mapping.encoding)
    except UnicodeEncodeError as fault:
        raise MappingRefused(
            f"“{fault.object[fault.start]}” cannot be written in {mapping.encoding}. Say in the mapping that "
            "the encoding is utf-8"
        ) from fault


def _cells(mapping: CaseMapping, record: Mapping[str, Fact]) -> tuple[str, ...]:
    found = dict.fromkeys(mapping.columns, "")
    for name, given in mapping.fields.items():
        if given.column and not found[given.column]:
            found[given.column] = guarded(_theirs(mapping, name, given, record.get(name)))
    for need, scored in mapping.needs.items():
        level = record.get(f"need:{need}")
        if level:
            found[scored.column] = str({"none": 0, "some": scored.some, "severe": scored.severe}[str(level)])
    return tuple(found.values())


def _theirs(mapping: CaseMapping, name: str, given: FieldMapping, ours: Fact) -> str:
    if not ours:
        return next((theirs for theirs, code in given.values.items() if not code), "")
    if isinstance(ours, date):
        return ours.strftime(mapping.dates)
    if is_time(name):
        ours = datetime.strptime(ours, "%H:%M").strftime(mapping.times)  # noqa: DTZ007 - of no day
    if given.values:
        return next((theirs for theirs, code in given.values.items() if code == ours), "")
    return f"{given.before}{ours}"
