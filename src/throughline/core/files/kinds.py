"""What a kind of file is, and what passes between reading and loading it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar

Row = TypeVar("Row")

REJECTED_LINE = "rejected_line"
REJECTED_BECAUSE = "rejected_because"
MARKS = frozenset({REJECTED_LINE, REJECTED_BECAUSE})
"""Columns that a file of rejected lines adds; a corrected one is loaded with them still there."""


class Format(Enum):
    """How a file is written."""

    CSV = "csv"
    JSON_LINES = "jsonl"


@dataclass(frozen=True)
class FileKind:
    """
    One kind of file: the code it is remembered by, how it is written, and its columns.

    `columns` must be in the heading (in each line of JSON lines); `may_have` can be; any other is refused
    by name, unless the kind `takes_others`, which are passed over. Names of columns are compared in lower
    case, with `_` for spaces.
    """

    code: str
    format: Format
    columns: tuple[str, ...]
    may_have: tuple[str, ...] = ()
    takes_others: bool = False

    @property
    def known(self) -> frozenset[str]:
        """Every column this kind of file can have, the marks of a file of rejected lines included."""
        return frozenset(self.columns) | frozenset(self.may_have) | MARKS


@dataclass(frozen=True)
class Line(Generic[Row]):
    """One line that was read; `number` is where it begins in the file, the first line being 1."""

    number: int
    row: Row


@dataclass(frozen=True)
class Outcome:
    """What became of a batch of lines; `refused` gives the sentence by the number of the line."""

    loaded: int
    unchanged: int = 0
    refused: Mapping[int, str] = field(default_factory=dict)
