"""What one check of a database is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import LiteralString


@dataclass(frozen=True)
class Check:
    """One rule, and a query that counts what breaks it."""

    says: str
    sql: LiteralString


@dataclass(frozen=True)
class ListCheck(Check):
    """One rule that compares with lists of the field: `allowed` is handed to the query as one array."""

    allowed: tuple[str, ...] = ()
