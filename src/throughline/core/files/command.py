"""Loading from the command line: a dry run first, a bar on a terminal, and words for what came of it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from throughline.core.files.refusals import FileRefused
from throughline.core.files.report import LoadReport

SHOWN: Final = 10
"""Rejected lines printed; the file of rejected lines has them all."""


class Load(Protocol):
    """One run over the file."""

    def __call__(
        self, *, dry_run: bool, progress: Callable[[int], object], keep_rejects_at: Path
    ) -> LoadReport:
        """Load, or say what loading would do."""
        ...


def add_file_arguments(parser: ArgumentParser) -> None:
    """Give a command the options of every load: `--apply` (or `--yes`), `--each-line`, `--rejects`."""
    parser.add_argument(
        "--apply", "--yes", action="store_true", help="load it; without, say what would be done"
    )
    parser.add_argument(
        "--each-line",
        action="store_true",
        help="keep each line as it is loaded, whatever becomes of the rest",
    )
    parser.add_argument("--rejects", type=Path, help="where rejected lines go (default: beside the file)")


def load_and_tell(
    command: BaseCommand,
    path: Path,
    options: Mapping[str, Any],
    load: Load,
    *,
    summary: Callable[[], str] = str,
) -> LoadReport:
    """
    Make a dry run and say what would be done; load with `--apply`, or when a person at a terminal agrees.

    `summary` is asked after each run for a line in the words of this kind of file.

    :raises CommandError: there is no such file, or nothing of it can be used
    """
    rejects = options["rejects"] or path.with_name(path.name + ".rejected.csv")
    if not path.is_file():
        raise CommandError(f"There is no file {path}. Check its name")
    report = _run(path, load, rejects, dry_run=not options["apply"])
    _tell(command, report, rejects, summary)
    if report.dry_run and report.already_loaded is None and report.loaded:
        if _agreed(path):
            report = _run(path, load, rejects, dry_run=False)
            _tell(command, report, rejects, summary)
        else:
            command.stdout.write("This was a dry run: nothing was written. Add --apply to load it")
    return report


@contextmanager
def bar(size: int, says: str) -> Iterator[Callable[[int], object]]:
    """A progress bar over `size` bytes on standard error, only when that is a terminal."""
    with tqdm(
        total=size, desc=says, unit="B", unit_scale=True, file=sys.stderr, disable=not sys.stderr.isatty()
    ) as shown:
        yield shown.update


def _run(path: Path, load: Load, rejects: Path, *, dry_run: bool) -> LoadReport:
    says = "Checking" if dry_run else "Loading"
    try:
        with bar(path.stat().st_size, f"{says} {path.name}") as progress:
            return load(dry_run=dry_run, progress=progress, keep_rejects_at=rejects)
    except FileRefused as refusal:
        raise CommandError(f"{path.name}: {refusal}") from refusal


def _tell(command: BaseCommand, report: LoadReport, rejects: Path, summary: Callable[[], str]) -> None:
    command.stdout.write(report.sentence)
    if said := summary():
        command.stdout.write(said)
    for one in report.rejected[:SHOWN]:
        command.stdout.write(f"  line {one.number:,}: {one.reason}")
    if report.rejected_count:
        command.stdout.write(f"All {report.rejected_count:,} rejected lines, with reasons, are in {rejects}")


def _agreed(path: Path) -> bool:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return input(f"Load {path.name}? [y/N] ").strip().lower() in ("y", "yes")
