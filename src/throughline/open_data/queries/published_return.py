"""A published return read back from its edition: what a page shows is what was published, to the letter."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.core.money import Money
from throughline.core.time import Quarter
from throughline.open_data.models import Publication
from throughline.open_data.queries.publications import edition_of
from throughline.open_data.return_columns import HIDDEN, NOT_APPLICABLE, NOT_RECORDED

SYMBOLS = frozenset({HIDDEN, NOT_RECORDED, NOT_APPLICABLE})


@dataclass(frozen=True)
class PublishedLine:
    """One line of an edition, by the names of its columns."""

    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The cell as it was published, a symbol included."""
        return self.cells[column]

    def number(self, column: str) -> int | None:
        """The cell's count; nothing where a symbol stands."""
        return None if self.cells[column] in SYMBOLS else int(self.cells[column])

    def money(self, column: str) -> Money | None:
        """The cell's amount; nothing where a symbol stands."""
        return None if self.cells[column] in SYMBOLS else Money(self.cells[column])


@dataclass(frozen=True)
class PublishedReturn:
    """One edition of a return: its lines, its totals with their base, and what must be known to use them."""

    edition: Publication
    quarter: Quarter
    lines: Sequence[PublishedLine]
    totals: Mapping[str, Any]
    limitations: Sequence[str]
    quality: Sequence[str]

    @property
    def as_at(self) -> date:
        """The day as known at whose end the figures are."""
        return date.fromisoformat(self.totals["as_at"])


def published_return(scheme: str, quarter: Quarter, edition: int | None = None) -> PublishedReturn | None:
    """One edition of a scheme's return, the latest unless `edition` names another; none is nothing."""
    found = edition_of(Publication.Kind.RETURN, scheme, quarter, edition)
    if found is None:
        return None
    described = edition_of(Publication.Kind.RETURN_METADATA, scheme, quarter, found.edition)
    notes: dict[str, Any] = {}
    if described is not None:
        notes = {note["about"]: note for note in json.loads(described.content)["notes"]}
    return PublishedReturn(
        edition=found,
        quarter=quarter,
        lines=[PublishedLine(row) for row in csv.DictReader(io.StringIO(found.content, newline=""))],
        totals=notes["totals"],
        limitations=notes["limitations"]["says"],
        quality=notes["quality"]["says"],
    )
