"""Files of places from the command line: outcodes, offices, courts, prisons, and further areas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from throughline.core.files import LoadReport, load_file
from throughline.core.files.command import load_and_tell
from throughline.core.time import london_day
from throughline.line.imports.end_reasons import END_REASONS, EndReasonLoader, read_end_reason
from throughline.people.imports.prisons import PRISONS, load_prison, read_prison
from throughline.supply.actions.reference import load_reference
from throughline.supply.imports.areas import AREAS, AreaLoader, read_area
from throughline.supply.imports.outcodes import OUTCODES, OutcodeLoader, read_outcode
from throughline.supply.imports.sites import LISTS, SiteLoader, site_reader

Options = Mapping[str, Any]
Load = Callable[[BaseCommand, Path, Options], LoadReport]


def load_outcodes(command: BaseCommand, path: Path, options: Options) -> LoadReport:
    """Load outcodes and find which authority holds each; areas are added first when they are not there."""
    return _load(
        command,
        path,
        options,
        lambda at, more: load_file(
            path, OUTCODES, read_row=read_outcode, load_rows=OutcodeLoader().load, by=None, at=at, **more
        ),
        line_by_line=False,
    )


def load_areas(command: BaseCommand, path: Path, options: Options) -> LoadReport:
    """Load delivery units, and what each is made of; the areas are added first when they are not there."""
    return _load(
        command,
        path,
        options,
        lambda at, more: load_file(
            path, AREAS, read_row=read_area, load_row=AreaLoader().load, by=None, at=at, **more
        ),
    )


def load_prisons(command: BaseCommand, path: Path, options: Options) -> LoadReport:
    """Load prisons, and of which kind each is from when on."""
    return _load(
        command,
        path,
        options,
        lambda at, more: load_file(
            path, PRISONS, read_row=read_prison, load_row=load_prison, by=None, at=at, **more
        ),
    )


def load_end_reasons(command: BaseCommand, path: Path, options: Options) -> LoadReport:
    """Load the reasons for which referrals are ended, each from a day on."""
    return _load(
        command,
        path,
        options,
        lambda at, more: load_file(
            path, END_REASONS, read_row=read_end_reason, load_row=EndReasonLoader(london_day(at)).load,
            by=None, at=at, **more,
        ),
    )  # fmt: skip


def _sites(kind: str) -> Load:
    def load_sites(command: BaseCommand, path: Path, options: Options) -> LoadReport:
        """Load sites of one kind, each at its postcode."""
        return _load(
            command,
            path,
            options,
            lambda at, more: load_file(
                path,
                LISTS[kind][0],
                read_row=site_reader(kind, on=london_day(at)),
                load_row=SiteLoader().load,
                by=None,
                at=at,
                **more,
            ),
        )

    return load_sites


PLACE_FILES: Final[Mapping[str, Load]] = {
    "areas": load_areas,
    "courts": _sites("court"),
    "end-reasons": load_end_reasons,
    "offices": _sites("office"),
    "outcodes": load_outcodes,
    "prisons": load_prisons,
}
"""What can be loaded, by the word on the command line; docs/rules/loading-files.md says what each expects."""


def _load(
    command: BaseCommand,
    path: Path,
    options: Options,
    run: Callable[[datetime, dict[str, Any]], LoadReport],
    *,
    line_by_line: bool = True,
) -> LoadReport:
    def load(*, dry_run: bool, **more: Any) -> LoadReport:
        at = timezone.now()
        if line_by_line:
            more["each_line"] = options["each_line"]
        with undone_after(dry_run):
            load_reference(at)
            return run(at, {"dry_run": dry_run, **more})

    return load_and_tell(command, path, options, load)


@contextmanager
def undone_after(dry_run: bool) -> Iterator[None]:
    """Undo on a dry run whatever was done inside, the references added first included."""
    if not dry_run:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
