"""What money announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ChoiceAsked:
    """An officer's choice waits for the holder of a budget (S240)."""

    approval_id: int
    at: datetime


@dataclass(frozen=True)
class ChoiceDecided:
    """The holder of the budget decided on a choice (S240)."""

    approval_id: int
    at: datetime
