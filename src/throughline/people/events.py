"""What happens to a person's record that others follow up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CaseLimited:
    """A limit on who may see the person's case was set, or lifted when `lifted` (S111)."""

    limit_id: int
    person_id: int
    lifted: bool
    by_id: int
    at: datetime
