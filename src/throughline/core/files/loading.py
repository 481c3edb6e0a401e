"""Loading a file: read, check, write in one transaction, and remember what was refused and why."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Generic

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from throughline.core.access.actor import as_system
from throughline.core.files.kinds import FileKind, Format, Line, Outcome, Row
from throughline.core.files.refusals import FileRefused, RowRefused
from throughline.core.files.report import LISTED, LoadReport, Rejected, RejectsFile
from throughline.core.files.rows import FileRows, RawRow
from throughline.core.files.text_lines import Readable, TextLines
from throughline.core.files.workbooks import WorkbookRows, is_workbook
from throughline.core.models import ImportedFile, RejectedRow, User

BATCH: Final = 5_000
"""Lines handed to `load_rows` at a time."""

ReadRow = Callable[[Mapping[str, Any]], Row]
LoadRow = Callable[[Row], bool]
LoadRows = Callable[[Sequence[Line[Row]], ImportedFile], Outcome]


def load_file(
    source: Path | Readable,
    kind: FileKind,
    *,
    read_row: ReadRow[Row],
    load_row: LoadRow[Row] | None = None,
    load_rows: LoadRows[Row] | None = None,
    by: User | None,
    at: datetime,
    dry_run: bool,
    name: str = "",
    scope: str = "",
    each_line: bool = False,
    refusals: tuple[type[Exception], ...] = (),
    progress: Callable[[int], object] | None = None,
    keep_rejects_at: Path | None = None,
    at_end: Callable[[], object] | None = None,
) -> LoadReport:
    """
    Load a file, whole but for the lines that are refused, in one transaction; a CSV may be an Excel workbook.

    `read_row` makes a row of one line and touches nothing else. Either `load_row` takes one row, within a
    savepoint, and says whether anything changed; or `load_rows` takes up to `BATCH` lines at a time. A
    refusal is `RowRefused`, one of `refusals`, or the database's own.

    On a dry run the same is done and then undone, so that the report says what loading will do; only
    references that were given out are not given again. The same bytes of one kind and `scope` are loaded
    once. With `each_line` (and `load_row`) every line is a transaction of its own, and the file is
    remembered only when its end was reached. `progress` is told of bytes as they are read;
    `keep_rejects_at` is where the rejected lines are written, on a dry run too. `at_end` is called after the
    last line, while a dry run can still see what it did.

    :raises FileRefused: nothing of the file can be used; nothing was loaded
    """
    if (load_row is None) == (load_rows is None):
        raise ValueError("Give load_row or load_rows")
    if each_line and load_row is None:
        raise ValueError("Lines are loaded one by one with load_row only")
    with _opened(source) as opened:
        named = name or (source.name if isinstance(source, Path) else "file")
        digest = fingerprint(opened, scope)
        if (before := _loaded_before(kind, digest)) is not None:
            return LoadReport(named, 0, 0, 0, (), 0, dry_run, before.loaded_at, before)
        file = ImportedFile(
            kind=kind.code, name=named, sha256=digest, loaded_at=at, loaded_by=by, rows_read=0, rows_loaded=0
        )
        rows = _rows(opened, kind)
        loading = _Loading(rows, file, read_row, load_row, load_rows, refusals, progress, keep_rejects_at)
        try:
            if each_line and not dry_run:
                loading.run()
                with transaction.atomic():
                    loading.remember(at_end)
            else:
                with transaction.atomic():
                    loading.begin()
                    loading.run()
                    loading.remember(at_end)
                    transaction.set_rollback(dry_run)
        finally:
            loading.close()
        return loading.report(dry_run)


def fingerprint(opened: Readable, scope: str = "") -> str:
    """Give the hash a file is known by, for what it is loaded for, and leave the file at its beginning."""
    digest = hashlib.sha256(f"{scope}\0".encode() if scope else b"")
    opened.seek(0)
    while chunk := opened.read(1 << 20):
        digest.update(chunk)
    opened.seek(0)
    return digest.hexdigest()


def _rows(opened: Readable, kind: FileKind) -> FileRows | WorkbookRows:
    if kind.format is Format.CSV and is_workbook(opened):
        return WorkbookRows(opened, kind)
    return FileRows(TextLines(opened), kind)


def _loaded_before(kind: FileKind, digest: str) -> ImportedFile | None:
    # As the system: who loaded it is nobody's business, that it was loaded is. In a transaction, because
    # who acts is told to the database for the length of one, and a command is in none yet.
    with transaction.atomic(), as_system():
        return ImportedFile.objects.filter(kind=kind.code, sha256=digest).first()


@contextmanager
def _opened(source: Path | Readable) -> Iterator[Readable]:
    if isinstance(source, Path):
        with source.open("rb") as opened:
            yield opened
    else:
        yield source


@dataclass
class _Loading(Generic[Row]):
    """One file being loaded: the counts so far, and the lines refused."""

    rows: FileRows | WorkbookRows
    file: ImportedFile
    read_row: ReadRow[Row]
    load_row: LoadRow[Row] | None
    load_rows: LoadRows[Row] | None
    refusals: tuple[type[Exception], ...]
    progress: Callable[[int], object] | None
    rejects_at: Path | None
    read: int = 0
    loaded: int = 0
    unchanged: int = 0
    rejected_count: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    _waiting: list[tuple[RawRow, Line[Row]]] = field(default_factory=list)
    _to_keep: list[RejectedRow] = field(default_factory=list)
    _told: int = 0
    _rejects: RejectsFile | None = None

    def begin(self) -> None:
        """
        Keep the file, so that what is loaded can point at it.

        :raises FileRefused: somebody else has just loaded the same file
        """
        try:
            with transaction.atomic():
                self.file.save()
        except IntegrityError as fault:
            raise FileRefused(
                "The same file has just been loaded by somebody else: nothing changed"
            ) from fault

    def run(self) -> None:
        """Read to the end, loading on the way."""
        size = BATCH if self.load_rows is not None else 1
        for raw in self.rows:
            self.read += 1
            self._take(raw)
            if len(self._waiting) >= size:
                self._load_waiting()
            self._tell()
        self._load_waiting()

    def remember(self, at_end: Callable[[], object] | None) -> None:
        """Keep the file with its counts, the rows refused with their reasons, and call `at_end`."""
        self.file.rows_read, self.file.rows_loaded = self.read, self.loaded
        self.file.save()
        for start in range(0, len(self._to_keep), BATCH):
            RejectedRow.objects.bulk_create(self._to_keep[start : start + BATCH])
        if at_end is not None:
            at_end()

    def close(self) -> None:
        """Finish the file of rejected lines."""
        if self._rejects is not None:
            self._rejects.close()

    def report(self, dry_run: bool) -> LoadReport:
        """Say what it came to."""
        return LoadReport(
            self.file.name, self.read, self.loaded, self.unchanged, tuple(self.rejected),
            self.rejected_count, dry_run, file=None if dry_run else self.file,
        )  # fmt: skip

    def _take(self, raw: RawRow) -> None:
        if raw.refused:
            self._reject(raw, raw.refused)
            return
        try:
            row = self.read_row(raw.values)
        except RowRefused as refusal:
            self._reject(raw, str(refusal))
        else:
            self._waiting.append((raw, Line(raw.number, row)))

    def _load_waiting(self) -> None:
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        if self.load_rows is None:
            for raw, line in waiting:
                self._load_one(raw, line)
            return
        outcome = self.load_rows([line for _, line in waiting], self.file)
        self.loaded += outcome.loaded
        self.unchanged += outcome.unchanged
        for raw, line in waiting:
            if line.number in outcome.refused:
                self._reject(raw, outcome.refused[line.number])

    def _load_one(self, raw: RawRow, line: Line[Row]) -> None:
        assert self.load_row is not None
        refusals: tuple[type[Exception], ...] = (RowRefused, *self.refusals)
        try:
            with transaction.atomic():
                changed = self.load_row(line.row)
        except ValidationError as refusal:
            self._reject(raw, " ".join(refusal.messages))
        except (IntegrityError, DataError) as refusal:
            self._reject(raw, _database_sentence(refusal))
        except refusals as refusal:
            self._reject(raw, str(refusal))
        else:
            self.loaded += changed
            self.unchanged += not changed

    def _reject(self, raw: RawRow, reason: str) -> None:
        self.rejected_count += 1
        content = raw.text.rstrip("\r\n").replace("\0", "\N{SYMBOL FOR NULL}")
        if len(self.rejected) < LISTED:
            self.rejected.append(Rejected(raw.number, reason, content))
        self._to_keep.append(RejectedRow(file=self.file, number=raw.number, reason=reason, content=content))
        if self._rejects is None:
            self._rejects = RejectsFile(self.rejects_at, self.rows.heading)
        self._rejects.add(raw, reason)

    def _tell(self) -> None:
        if self.progress is not None and self.rows.bytes_read > self._told:
            self.progress(self.rows.bytes_read - self._told)
            self._told = self.rows.bytes_read


def _database_sentence(refusal: Exception) -> str:
    diagnosis = getattr(refusal.__cause__, "diag", None)
    rule = getattr(diagnosis, "constraint_name", None)
    said = getattr(diagnosis, "message_primary", None) or str(refusal)
    return f"The records do not allow this line: {said}" + (f" ({rule})" if rule else "")
