"""What loading a file came to, and the file of lines that were rejected."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from throughline.core.files.kinds import MARKS, REJECTED_BECAUSE, REJECTED_LINE
from throughline.core.files.rows import RawRow
from throughline.core.models import ImportedFile

LISTED: Final = 1_000
"""How many rejected lines a report lists; all are counted, kept and written."""


@dataclass(frozen=True)
class Rejected:
    """A line that was not taken in: where it begins, why, and what it holds (cut when very long)."""

    number: int
    reason: str
    content: str


@dataclass(frozen=True)
class LoadReport:
    """
    What loading a file came to, or would come to on a dry run: `read` = `loaded` + `unchanged` + rejected.

    `already_loaded` is set, and nothing else was done, when the same file was loaded before.
    """

    name: str
    read: int
    loaded: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    rejected_count: int
    dry_run: bool
    already_loaded: datetime | None = None
    file: ImportedFile | None = None

    @property
    def changed_nothing(self) -> bool:
        """True when everything in the file was there before."""
        return self.already_loaded is not None or (not self.loaded and not self.rejected_count)

    @property
    def sentence(self) -> str:
        """One line for a person, in the future on a dry run."""
        if self.already_loaded is not None:
            return f"{self.name} was loaded on {self.already_loaded:%-d %B %Y}: nothing changed"
        would = "would be " if self.dry_run else ""
        said = f"{self.loaded:,} of {self.read:,} lines {would}loaded"
        if self.unchanged:
            said += f", {self.unchanged:,} there already"
        said += f", {self.rejected_count:,} {would}rejected" if self.rejected_count else ""
        return f"{said}: nothing changed" if self.changed_nothing and not self.dry_run else said


class RejectsFile:
    """
    Writes rejected lines as CSV, in the file's own columns with two more: its line and why.

    Lines that could not be taken apart, and JSON lines, stand whole in a column `content`. The file is made
    when the first line is rejected; a former one at the same place is replaced. It begins with the mark that
    tells Excel that it is UTF-8.
    """

    def __init__(self, path: Path | None, heading: Sequence[str]) -> None:
        self.path = path
        self._heading = [name for name in heading if name not in MARKS]
        self._places = [at for at, name in enumerate(heading) if name not in MARKS]
        self._open: IO[str] | None = None
        self._writer: Any = None

    def add(self, raw: RawRow, reason: str) -> None:
        """Write one line."""
        if self.path is None:
            return
        if self._open is None:
            self._open = self.path.open("w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._open)
            self._writer.writerow([*(self._heading or ["content"]), REJECTED_LINE, REJECTED_BECAUSE])
        cells = [raw.cells[at] for at in self._places] if raw.cells else [raw.text.rstrip("\r\n")]
        cells += [""] * (len(self._heading) - len(cells))
        self._writer.writerow([*cells[: max(len(self._heading), 1)], raw.number, reason])

    def close(self) -> None:
        """Finish the file."""
        if self._open is not None:
            self._open.close()
