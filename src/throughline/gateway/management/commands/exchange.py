"""`./throughline exchange`: a case system's files in and out, by a mapping file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from throughline.core.access.actor import current_actor
from throughline.core.files import LoadReport
from throughline.core.files.command import SHOWN, load_and_tell
from throughline.core.models import Stream, User
from throughline.core.refusals import Refusal
from throughline.gateway.exchange.exporting import as_their_file, rows_for
from throughline.gateway.exchange.mapping import CaseMapping, read_mapping
from throughline.gateway.exchange.receiving import Received, organisation_for, receive, stream_of
from throughline.gateway.exchange.sending import acknowledge, write_next
from throughline.gateway.table_files import acting_by


class Command(BaseCommand):
    """Takes files in, a dry run first, and writes them out: always in somebody's name, with their rights."""

    help = "Exchange files with a case system, by a mapping file"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, the mapping, the files and in whose name."""
        doing = parser.add_subparsers(dest="doing", required=True)
        taking = doing.add_parser("import", help="take files in, one after another")
        writing = doing.add_parser("export", help="write everything out, or with --next what changed since")
        hearing = doing.add_parser("acknowledged", help="the other side has every file up to this number")
        for one in (taking, writing, hearing):
            one.add_argument("mapping", type=Path, help="the mapping file")
            one.add_argument("--by", required=True, metavar="EMAIL", help="in whose name, with their rights")
            one.add_argument("--for", dest="organisation", default="", metavar="REFERENCE",
                             help="for which organisation, where there are several")  # fmt: skip
        taking.add_argument("files", nargs="+", type=Path, metavar="FILE")
        taking.add_argument(
            "--apply", "--yes", action="store_true", help="take them in; without, say what would be done"
        )
        taking.add_argument("--rejects", type=Path, help="where rejected lines go (default: beside the file)")
        writing.add_argument("--to", required=True, type=Path, metavar="FILE", help="where to write it")
        writing.add_argument("--next", action="store_true", help="what changed since the last file, numbered")
        hearing.add_argument("number", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Do it.

        :raises CommandError: the mapping cannot be used, or nothing of a file
        """
        mapping, text = _mapping(options["mapping"])
        with acting_by(options["by"]):
            by = current_actor().user
            assert by is not None
            doing = _Exchanging(self, mapping, text, by, options)
            try:
                match options["doing"]:
                    case "import":
                        doing.take_in(options["files"])
                    case "export":
                        doing.write(options["to"], only_changed=options["next"])
                    case _:
                        doing.acknowledge(options["number"])
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal


@dataclass
class _Exchanging:
    command: BaseCommand
    mapping: CaseMapping
    text: str
    by: User
    options: Mapping[str, Any]

    def take_in(self, paths: Sequence[Path]) -> None:
        reports = [self._take_in(path) for path in paths]
        of_no_use = [one.name for one in reports if one.rejected_count and one.rejected_count == one.read]
        if of_no_use:
            raise CommandError(
                f"Every line of {', '.join(of_no_use)} was rejected: put right what is said above"
            )

    def _take_in(self, path: Path) -> LoadReport:
        last: list[Received] = []

        def load(*, dry_run: bool, **more: Any) -> LoadReport:
            with transaction.atomic():
                organisation = organisation_for(self.options["organisation"])
            last[:] = [receive(
                path.read_bytes(), self.mapping, self.text, organisation=organisation, name=path.name,
                by=self.by, at=timezone.now(), dry_run=dry_run, **more,
            )]  # fmt: skip
            return last[0].taken.report

        return load_and_tell(self.command, path, self.options, load, summary=lambda: _told(last))

    def write(self, path: Path, *, only_changed: bool) -> None:
        if path.exists():
            raise CommandError(f"{path} is there already. Choose another name")
        with transaction.atomic():
            if not only_changed:
                rows = rows_for(self.mapping, timezone.now())
                path.write_bytes(as_their_file(self.mapping, rows))
                self.command.stdout.write(f"{path}: {len(rows):,} lines")
                return
            sent = write_next(stream=self._stream(), mapping=self.mapping, by=self.by, at=timezone.now())
            if sent is None:
                self.command.stdout.write("Nothing has changed since the last file: none was written")
                return
            path.write_bytes(bytes(sent.content or b""))
            self.command.stdout.write(f"{path}: file {sent.number}, {sent.rows:,} lines")

    def acknowledge(self, number: int) -> None:
        with transaction.atomic():
            count = acknowledge(stream=self._stream(), number=number, at=timezone.now())
        self.command.stdout.write(f"Acknowledged up to file {number}: {count} more than before")

    def _stream(self) -> Stream:
        organisation = organisation_for(self.options["organisation"])
        return stream_of(self.mapping, self.text, organisation=organisation, by=self.by, at=timezone.now())


def _mapping(path: Path) -> tuple[CaseMapping, str]:
    if not path.is_file():
        raise CommandError(f"There is no file {path}. Check its name")
    content = path.read_bytes()
    try:
        return read_mapping(content), content.decode("utf-8-sig")
    except Refusal as refusal:
        raise CommandError(f"{path.name}:\n{refusal}") from refusal


def _told(last: Sequence[Received]) -> str:
    if not last:
        return ""
    told = last[0].taken.told
    said = [f"Held differently: {len(told):,}"] if told else []
    said += [f"  {one}" for one in told[:SHOWN]]
    said += [f"  and {len(told) - SHOWN:,} more"] if len(told) > SHOWN else []
    if last[0].waits or last[0].followed:
        said.append(last[0].says)
    return "\n".join(said)
