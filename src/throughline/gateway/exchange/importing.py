"""Taking in a case system's file: checked first, then each row by our own rules and rights (S123)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol
from uuid import uuid4

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.files import LoadReport, load_file
from throughline.core.models import User
from throughline.core.refusals import Refusal
from throughline.gateway.exchange.assessments import Assessments
from throughline.gateway.exchange.contacts import Contacts
from throughline.gateway.exchange.mapping import CaseMapping
from throughline.gateway.exchange.memory import Memory, digest_of
from throughline.gateway.exchange.nsis import Nsis
from throughline.gateway.exchange.reading import as_it_is_read, kind_of
from throughline.gateway.exchange.rows import CaseRow
from throughline.vocabulary.permissions import Permission


class Says(Protocol):
    """What a row says, known by what the case system calls it."""

    @property
    def id(self) -> str:
        """What the case system calls the row."""
        ...


class Loader(Protocol):
    """What reads and takes in the rows of one kind of file, for one run."""

    def read(self, row: CaseRow, /) -> Any:
        """Give what one row says."""
        ...

    def load(self, line: Any, /) -> bool:
        """Take it in; says whether anything changed."""
        ...


LOADERS: Final[Mapping[str, Callable[..., Loader]]] = {
    "nsi": Nsis,
    "contact": Contacts,
    "assessment": Assessments,
}


@dataclass(frozen=True)
class CaseLine:
    """What one row says, and a digest of the row as it stands in the file."""

    says: Says
    digest: str


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
    memory: Memory | None = None,
    number: int | None = None,
    progress: Callable[[int], object] | None = None,
    keep_rejects_at: Path | None = None,
) -> TakenIn:
    """
    Take a file in, in the name of the current actor, row by row within one transaction.

    Each row is found among what they may exchange: of others nothing is said but that there is none. A row
    that `memory` knows as it is, is passed over; `number` is the file's, where files follow one another.
    On a dry run all of it is done and undone.

    :raises NotAllowed: whoever acts does not exchange files
    :raises FileRefused: nothing of the file can be used
    """
    actor = current_actor()
    require(actor, Permission.EXCHANGE_FILES, within=None, to="exchange files with a case system")
    told: list[str] = []
    loader = LOADERS[mapping.record](mapping, actor, by, at, told, number)

    def read(cells: Mapping[str, Any]) -> CaseLine:
        row = CaseRow(mapping, cells)
        return CaseLine(loader.read(row), digest_of(row.cells_named))

    def load(line: CaseLine) -> bool:
        if memory is None:
            return loader.load(line.says)
        if memory.knows(line.says.id, line.digest):
            return False
        changed = loader.load(line.says)
        memory.keep(line.says.id, line.digest)
        return changed

    report = load_file(
        as_it_is_read(content, mapping), kind_of(mapping), read_row=read, load_row=load, by=by, at=at,
        dry_run=dry_run, name=name, scope=uuid4().hex, refusals=(Refusal,), progress=progress,
        keep_rejects_at=keep_rejects_at,
    )  # fmt: skip
    return TakenIn(report, tuple(told))
