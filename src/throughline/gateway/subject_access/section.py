"""What a part of the export for a person is, and why something is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db import models

OTHERS: Final = "It tells of other people"
SOURCE: Final = "It may tell who told us, and they did not agree to that"
WITHHELD_WHY: Final = "It is why something was not passed on, and tells of other people"
BETWEEN: Final = "It is what organisations pay one another, and not about you"
AGAIN: Final = "It says again what another part says, for the system’s own use"


@dataclass(frozen=True)
class Section:
    """
    One table in the export: the heading, how its rows are found from the person, and its columns.

    `columns` are fields with their headings, in order; `left_out` are fields with the reason. The keys by
    which rows of the database hang together are in neither.
    """

    title: str
    model: type[models.Model]
    person: str
    columns: Mapping[str, str]
    left_out: Mapping[str, str] = field(default_factory=dict)
    to_check: frozenset[str] = frozenset()
    """Fields of free text in which somebody else may be named: read before they are given."""


MOVED: Final = {"happened_at": "When", "from_state": "From", "to_state": "To", "by": "By", "reason": "Why"}
MOVED_LEFT: Final = {"name": AGAIN, "recorded_at": AGAIN}
