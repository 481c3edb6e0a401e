"""What tables of the parts of an entry share: the entry a line is about, and taking a part out."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, Final

from throughline.core.access import Actor
from throughline.core.files import RowRefused
from throughline.core.files.sheets import SheetColumn
from throughline.supply.imports.sheets.kept import kept_by
from throughline.supply.imports.sheets.told import Changes
from throughline.supply.models import Service
from throughline.supply.states import ServiceState

REMOVE: Final = SheetColumn("remove", "yes to take it out of the entry", "no")


class PartLoader:
    """Writes parts of the entries that somebody keeps, one line at a time; tells what it changes."""

    def __init__(self, actor: Actor, *, by: Any, at: datetime) -> None:
        self.changes = Changes()
        self.actor, self.by, self.at = actor, by, at
        self._seen: set[tuple[str, ...]] = set()

    @cached_property
    def _kept(self) -> dict[str, Service]:
        found = kept_by(self.actor).exclude(state=ServiceState.WITHDRAWN)
        return {one.reference: one for one in found}

    def service(self, reference: str) -> Service:
        """
        The entry with this reference.

        :raises RowRefused: there is none among those that are kept
        """
        if reference not in self._kept:
            raise RowRefused(f"There is no service {reference} among those you keep. Check the reference")
        return self._kept[reference]

    def once(self, *key: str) -> None:
        """
        Note that a line was about this.

        :raises RowRefused: another line of the file was
        """
        folded = tuple(part.casefold() for part in key)
        if folded in self._seen:
            raise RowRefused(f"{', '.join(key)} stands in this file before. Keep one line of it")
        self._seen.add(folded)

    def who(self) -> dict[str, Any]:
        """Who acts, and when, for an action."""
        return {"by": self.by, "at": self.at}
