"""`./throughline load WHAT FILE…`: bulk files in, checked first; what was refused is said and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from throughline.core.files import FileRefused, LoadReport, load_file
from throughline.core.files.command import add_file_arguments, load_and_tell
from throughline.gateway.place_files import PLACE_FILES, undone_after
from throughline.gateway.table_files import TABLE_FILES, acting_by, add_table_arguments, write_tables
from throughline.supply.actions.reference import load_reference
from throughline.supply.imports.crs_contracts import ContractLoader
from throughline.supply.imports.crs_names import read_names
from throughline.supply.imports.crs_rows import CRS_CONTRACTS, read_contract
from throughline.supply.models import Scheme
from throughline.supply.queries.landscape import landscape

Options = Mapping[str, Any]


def load_crs_contracts(command: BaseCommand, path: Path, options: Options) -> LoadReport:
    """
    Load contracts of Commissioned Rehabilitative Services, one JSON document a line.

    The schemes and areas are added first when they are not there. `--names` gives providers' names.
    """
    names = _names(options["names"])
    figures = ""

    def tell_figures() -> None:
        nonlocal figures
        figures = landscape(Scheme.objects.get(code="crs").pk).sentence

    def load(*, dry_run: bool, **more: Any) -> LoadReport:
        at = timezone.now()
        with undone_after(dry_run):
            load_reference(at)
            with transaction.atomic():
                loader = ContractLoader(names, at=at)
            return load_file(
                path,
                CRS_CONTRACTS,
                read_row=read_contract,
                load_row=loader.load,
                by=None,
                at=at,
                dry_run=dry_run,
                # Names given later are news about the same contracts.
                scope=repr(sorted(names.items())) if names else "",
                each_line=options["each_line"],
                at_end=tell_figures,
                **more,
            )

    return load_and_tell(command, path, options, load, summary=lambda: figures)


KINDS: Final[Mapping[str, Callable[[BaseCommand, Path, Options], LoadReport]]] = {
    "crs-contracts": load_crs_contracts,
    **PLACE_FILES,
    **TABLE_FILES,
}
"""What can be loaded, by the word on the command line; docs/rules/loading-files.md says what each expects."""


class Command(BaseCommand):
    """Loads files of one kind, one after another; what one file refuses does not stop the next."""

    help = "Load bulk files: a dry run first, then with --apply"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to load, the files, and the options of every load."""
        parser.add_argument("what", choices=sorted(KINDS), help="the kind of file")
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--names", type=Path, help="crs-contracts: a CSV of providers' names, code,name")
        add_table_arguments(parser)
        add_file_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Load each file as the system, or in the name of whoever `--by` says; or write it out.

        :raises CommandError: at the end, when every line of a file was rejected
        """
        with acting_by(options["by"]):
            if options["template"] or options["export"]:
                write_tables(self, options["what"], options["files"], empty=options["template"])
                return
            reports = [KINDS[options["what"]](self, path, options) for path in options["files"]]
        of_no_use = [one.name for one in reports if one.rejected_count and one.rejected_count == one.read]
        if of_no_use:
            raise CommandError(
                f"Every line of {', '.join(of_no_use)} was rejected: put right what is said above and load "
                "it again"
            )


def _names(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    if not path.is_file():
        raise CommandError(f"There is no file {path}. Check its name")
    try:
        return read_names(path)
    except FileRefused as refusal:
        raise CommandError(f"{path.name}: {refusal}") from refusal
