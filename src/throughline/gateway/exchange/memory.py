"""What is remembered of a stream's rows, so that a row has one effect however often it comes (S122)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from throughline.core.access.actor import as_system
from throughline.core.models import RowKept, Stream


def digest_of(cells: Iterable[str]) -> str:
    """A digest of a row's cells, by which it is known to be the same."""
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()


@dataclass(frozen=True)
class Memory:
    """The rows of one stream that came in."""

    stream: Stream

    def knows(self, row: str, digest: str) -> bool:
        """Whether the row, as it is, is the last that came in under its name."""
        with as_system():
            return RowKept.objects.filter(
                stream=self.stream, way=RowKept.Way.IN, row=row, digest=digest
            ).exists()

    def keep(self, row: str, digest: str) -> None:
        """Remember the row as it came."""
        with as_system():
            RowKept.objects.update_or_create(
                stream=self.stream, way=RowKept.Way.IN, row=row, defaults={"digest": digest}
            )
