"""What a table changes, told field by field before and after it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

LISTED: Final = 500
"""How many changes are told one by one; all are counted."""

NEW, CHANGED, REMOVED, PROPOSED = "new", "changed", "removed", "proposed"


@dataclass(frozen=True)
class Difference:
    """One field as it was and as the table says it is; `was` is empty for something new."""

    column: str
    was: str
    now: str


@dataclass(frozen=True)
class Told:
    """One change: what becomes of which record, and its fields that differ."""

    what: str
    about: str
    fields: tuple[Difference, ...] = ()


@dataclass
class Changes:
    """The changes of one table, the first of them in full."""

    counts: Counter[str] = field(default_factory=Counter)
    listed: list[Told] = field(default_factory=list)

    def tell(self, what: str, about: str, fields: tuple[Difference, ...] = ()) -> None:
        """Note one change."""
        self.counts[what] += 1
        if len(self.listed) < LISTED:
            self.listed.append(Told(what, about, fields))

    @property
    def sentence(self) -> str:
        """How many of each, in one line; empty when nothing changes."""
        return ", ".join(f"{count:,} {what}" for what, count in sorted(self.counts.items()))


def differences(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[Difference, ...]:
    """Give the fields of `now` that `was` says otherwise, in the order of `now`."""
    return tuple(
        Difference(name, was.get(name, ""), value)
        for name, value in now.items()
        if was.get(name, "") != value
    )
