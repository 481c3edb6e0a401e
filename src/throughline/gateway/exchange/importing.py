"""Taking in a case system's file: checked first, then each row by our own rules and rights (S123)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.files import LoadReport, load_file
from throughline.core.models import User
from throughline.core.refusals import Refusal
from throughline.gateway.exchange.assessments import Assessments
from throughline.gateway.exchange.contacts import Contacts
from throughline.gateway.exchange.mapping import CaseMapping
from throughline.gateway.exchange.nsis import Nsis
from throughline.gateway.exchange.reading import as_it_is_read, kind_of
from throughline.gateway.exchange.rows import CaseRow
from throughline.vocabulary.permissions import Permission

LOADERS: Final[Mapping[str, Callable[..., Any]]] = {
    "nsi": Nsis,
    "contact": Contacts,
    "assessment": Assessments,
}


@dataclass(frozen=True)
class TakenIn:
    """What taking a file in came to: the lines counted and rejected, and what differs, in sentences."""

    report: LoadReport
    told: tuple[str, ...]


def take_in(
    content: bytes,
    mapping: CaseMapping,
    *,
    name: str,
    by: User,
    at: datetime,
    dry_run: bool,
    each_line: bool = False,
    progress: Callable[[int], object] | None = None,
    keep_rejects_at: Path | None = None,
) -> TakenIn:
    """
    Take a file in, in the name of the current actor, row by row within one transaction.

    Each row is found among what they may exchange: of others nothing is said but that there is none. The same
    file again changes nothing. On a dry run all of it is done and undone.

    :raises NotAllowed: whoever acts does not exchange files
    :raises FileRefused: nothing of the file can be used
    """
    actor = current_actor()
    require(actor, Permission.EXCHANGE_FILES, within=None, to="exchange files with a case system")
    told: list[str] = []
    loader = LOADERS[mapping.record](mapping, actor, by, at, told)
    report = load_file(
        as_it_is_read(content, mapping), kind_of(mapping),
        read_row=lambda row: loader.read(CaseRow(mapping, row)), load_row=loader.load, by=by, at=at,
        dry_run=dry_run, each_line=each_line, name=name, scope=uuid4().hex, refusals=(Refusal,),
        progress=progress, keep_rejects_at=keep_rejects_at,
    )  # fmt: skip
    return TakenIn(report, tuple(told))
