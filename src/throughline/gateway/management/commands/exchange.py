"""`./throughline exchange`: a case system's files in and out, by a mapping file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from throughline.core.access import NotAllowed
from throughline.core.access.actor import current_actor
from throughline.core.files import LoadReport
from throughline.core.files.command import SHOWN, add_file_arguments, load_and_tell
from throughline.core.models import User
from throughline.core.refusals import Refusal
from throughline.gateway.exchange.exporting import as_their_file, rows_for
from throughline.gateway.exchange.importing import TakenIn, take_in
from throughline.gateway.exchange.mapping import CaseMapping, read_mapping
from throughline.gateway.table_files import acting_by


class Command(BaseCommand):
    """Takes files in, a dry run first, and writes them out: always in somebody's name, with their rights."""

    help = "Exchange files with a case system, by a mapping file"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, the mapping, the files and in whose name."""
        doing = parser.add_subparsers(dest="doing", required=True)
        taking = doing.add_parser("import", help="take files in, one after another")
        writing = doing.add_parser("export", help="write a file out")
        for one in (taking, writing):
            one.add_argument("mapping", type=Path, help="the mapping file")
            one.add_argument("--by", required=True, metavar="EMAIL", help="in whose name, with their rights")
        taking.add_argument("files", nargs="+", type=Path, metavar="FILE")
        add_file_arguments(taking)
        writing.add_argument("--to", required=True, type=Path, metavar="FILE", help="where to write it")

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Do it.

        :raises CommandError: the mapping cannot be used, or nothing of a file
        """
        mapping = _mapping(options["mapping"])
        with acting_by(options["by"]):
            by = current_actor().user
            assert by is not None
            if options["doing"] == "export":
                self._write(mapping, options["to"])
                return
            reports = [self._take_in(mapping, path, by, options) for path in options["files"]]
        of_no_use = [one.name for one in reports if one.rejected_count and one.rejected_count == one.read]
        if of_no_use:
            raise CommandError(
                f"Every line of {', '.join(of_no_use)} was rejected: put right what is said above"
            )

    def _take_in(self, mapping: CaseMapping, path: Path, by: User, options: Mapping[str, Any]) -> LoadReport:
        last: list[TakenIn] = []

        def load(*, dry_run: bool, **more: Any) -> LoadReport:
            try:
                last[:] = [take_in(path.read_bytes(), mapping, name=path.name, by=by, at=timezone.now(),
                                   dry_run=dry_run, each_line=options["each_line"], **more)]  # fmt: skip
            except NotAllowed as refusal:
                raise CommandError(str(refusal)) from refusal
            return last[0].report

        return load_and_tell(self, path, options, load, summary=lambda: _told(last[0].told) if last else "")

    def _write(self, mapping: CaseMapping, path: Path) -> None:
        if path.exists():
            raise CommandError(f"{path} is there already. Choose another name")
        try:
            with transaction.atomic():
                rows = rows_for(mapping, timezone.now())
            path.write_bytes(as_their_file(mapping, rows))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{path}: {len(rows):,} lines")


def _mapping(path: Path) -> CaseMapping:
    if not path.is_file():
        raise CommandError(f"There is no file {path}. Check its name")
    try:
        return read_mapping(path.read_bytes())
    except Refusal as refusal:
        raise CommandError(f"{path.name}:\n{refusal}") from refusal


def _told(told: tuple[str, ...]) -> str:
    shown = [f"  {one}" for one in told[:SHOWN]]
    more = [f"  and {len(told) - SHOWN:,} more"] if len(told) > SHOWN else []
    return "\n".join([f"Held differently: {len(told):,}", *shown, *more]) if told else ""
