"""Adding reference records that are not there yet, and the count of what was added."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

Key = tuple[Hashable, ...]
_Record = TypeVar("_Record", bound=Model)


@dataclass
class ReferenceLoaded:
    """How many records of each kind were added; all noughts when everything was there."""

    at: datetime
    added: dict[str, int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """One line for a person."""
        told = [f"{count:,} {name}" for name, count in self.added.items() if count]
        return f"Added {', '.join(told)}" if told else "Everything was there: nothing changed"

    def add(
        self, model: type[_Record], name: str, by: tuple[str, ...], wanted: Mapping[Key, Mapping[str, Any]]
    ) -> dict[Key, int]:
        """
        Add the records of `wanted` whose key, the values of the fields `by`, is not there; ids by key.

        They are counted as `name`. What is there stays as it is.
        """
        manager = model._default_manager
        there = {tuple(row[:-1]): row[-1] for row in manager.values_list(*by, "pk")}
        missing = [(key, fields) for key, fields in wanted.items() if key not in there]
        made = manager.bulk_create(
            [model(**dict(zip(by, key, strict=True)), **fields) for key, fields in missing]
        )
        self.added[name] = self.added.get(name, 0) + len(made)
        there.update((key, one.pk) for (key, _), one in zip(missing, made, strict=True))
        return {key: there[key] for key in wanted}
