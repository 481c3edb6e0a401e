"""Tables of services, places, eligibility and prices from the command line: in, and out to be filled in."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from throughline.core.access import NotAllowed, acting_as
from throughline.core.access.actor import SYSTEM, current_actor
from throughline.core.access.permissions import actor_for
from throughline.core.files import LoadReport
from throughline.core.files.command import SHOWN, load_and_tell
from throughline.core.files.sheets import FORMATS, CodeLine, as_file
from throughline.core.models import User
from throughline.core.time import london_day
from throughline.supply.actions.bulk import TableLoaded, load_table
from throughline.supply.imports.areas import area_lines
from throughline.supply.imports.sheets.catalogue import SHEETS, TABLES, Table

Options = Mapping[str, Any]


def add_table_arguments(parser: ArgumentParser) -> None:
    """Give the command the options of tables: in whose name, and writing out instead of loading."""
    names, sheets = ", ".join(TABLES), ", ".join(SHEETS)
    parser.add_argument(
        "--by", metavar="EMAIL", help=f"{names}: load in this person's name, with their rights"
    )
    parser.add_argument(
        "--template", action="store_true", help=f"{sheets}: write FILE empty, to be filled in"
    )
    parser.add_argument("--export", action="store_true", help=f"{sheets}: write FILE with what is recorded")


@contextmanager
def acting_by(email: str | None) -> Iterator[None]:
    """
    Act in the name of the person with this address inside the block, or as the system.

    :raises CommandError: nobody has this address
    """
    if email is None:
        with acting_as(SYSTEM):
            yield
        return
    with acting_as(SYSTEM), transaction.atomic():
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        actor = actor_for(user, london_day(timezone.now())) if user else None
    if actor is None:
        raise CommandError(f"Nobody has the address {email}. Check it")
    with acting_as(actor):
        yield


def load_one(table: Table, command: BaseCommand, path: Path, options: Options) -> LoadReport:
    """Load one table: what would change is told field by field before anything is written."""
    by = current_actor().user
    if table.needs_somebody and by is None:
        raise CommandError(f"Say with --by whose {table.sheet.title.lower()} these are: an address of theirs")
    last: list[TableLoaded] = []

    def load(*, dry_run: bool, **more: Any) -> LoadReport:
        try:
            last[:] = [
                load_table(path, table, by=by, at=timezone.now(), dry_run=dry_run, name=path.name, **more)
            ]
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        return last[0].report

    return load_and_tell(command, path, options, load, summary=lambda: _told(last[0]) if last else "")


TABLE_FILES: Final[Mapping[str, Callable[[BaseCommand, Path, Options], LoadReport]]] = {
    name: partial(load_one, table) for name, table in TABLES.items()
}
"""By the word on the command line."""


def write_tables(command: BaseCommand, what: str, paths: Sequence[Path], *, empty: bool) -> None:
    """
    Write a table to each path, empty or with the lines that whoever acts may have.

    :raises CommandError: there is no such table, the path is taken, or its ending is neither of those offered
    """
    if what not in SHEETS:
        raise CommandError(f"There is no table {what}. There are: {', '.join(SHEETS)}")
    for path in paths:
        ending = path.suffix.removeprefix(".").lower()
        if ending not in FORMATS:
            raise CommandError(f"{path.name} must end in .csv or .xlsx")
        if path.exists():
            raise CommandError(f"{path} is there already. Choose another name")
        with transaction.atomic():
            lines, codes = _content(what, empty=empty)
        path.write_bytes(as_file(SHEETS[what], lines, ending, codes))
        said = f"fill it in, and load it with ./throughline load {what} {path.name}"
        command.stdout.write(f"{path}: {said if empty else f'{len(lines):,} lines'}")


def _content(what: str, *, empty: bool) -> tuple[list[dict[str, str]], list[CodeLine]]:
    actor, today = current_actor(), london_day(timezone.now())
    table = TABLES.get(what)
    if table is None:
        return ([] if empty else area_lines(on=today)), []
    return ([] if empty else table.lines(actor, today)), table.codes(actor, today)


def _told(loaded: TableLoaded) -> str:
    changes = loaded.changes
    told = [changes.sentence] if changes.sentence else []
    for one in changes.listed[:SHOWN]:
        told.append(f"  {one.what}: {one.about}")
        told += [f"    {field.column}: {_short(field.was)} → {_short(field.now)}" for field in one.fields]
    if sum(changes.counts.values()) > SHOWN:
        told.append(f"  and {sum(changes.counts.values()) - SHOWN:,} more")
    return "\n".join(told)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line[:57]}…”" if len(line) > 60 else f"“{line}”" if line else "nothing"
