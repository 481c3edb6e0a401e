"""Loading a table of services, places, eligibility or prices: looked at first, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.files import LoadReport, load_file
from throughline.core.files.text_lines import Readable
from throughline.core.models import User
from throughline.core.refusals import Refusal
from throughline.supply.actions.versions import changing_together
from throughline.supply.imports.sheets.catalogue import Table
from throughline.supply.imports.sheets.told import Changes


@dataclass(frozen=True)
class TableLoaded:
    """What loading a table came to, or would come to: lines counted and rejected, and every change."""

    report: LoadReport
    changes: Changes


def load_table(
    source: Path | Readable,
    table: Table,
    *,
    by: User | None,
    at: datetime,
    dry_run: bool,
    name: str = "",
    progress: Callable[[int], object] | None = None,
    keep_rejects_at: Path | None = None,
) -> TableLoaded:
    """
    Load a table in the name of the current actor, line by line within one transaction.

    Only entries that the actor keeps are changed; a line about another's is rejected as not found. One
    version is kept of each entry that changed. On a dry run all of it is done and undone. The same table
    twice changes nothing the second time: it is compared with the records each time, and not known by its
    content.

    :raises NotAllowed: whoever acts may load no such table
    :raises FileRefused: nothing of the file can be used
    """
    actor = current_actor()
    if not any(actor.may(permission) for permission in table.may):
        require(actor, table.may[0], within=None, to=f"load {table.sheet.title.lower()}")
    loader = table.loader(actor, by=by, at=at)
    with changing_together() as keep_versions:
        report = load_file(
            source, table.sheet.kind, read_row=table.read, load_row=loader.load, by=by, at=at,
            dry_run=dry_run, name=name, scope=uuid4().hex,
            refusals=(Refusal,), progress=progress, keep_rejects_at=keep_rejects_at,
            at_end=lambda: keep_versions(by=by, at=at, why=f"Loaded from {name or source}"),
        )  # fmt: skip
    return TableLoaded(report, loader.changes)
