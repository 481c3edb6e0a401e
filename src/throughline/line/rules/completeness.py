"""How much of what a provider needs to begin well a referral says (S104)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """What a referral says, and whether days are a question for it: under a RAR only."""

    reason: bool
    outcomes: bool
    complexity: bool
    finish_by: bool
    practical_needs: bool
    days_wanted: bool
    is_under_rar: bool


@dataclass(frozen=True)
class Completeness:
    """How many parts are said of how many that are asked for, and what the others are called."""

    said: int
    asked: int
    missing: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.said == self.asked


def completeness(said: Said) -> Completeness:
    """The score of one referral: each part counts the same, and none counts that cannot be asked."""
    parts = {
        "why they are referred": said.reason,
        "what is to be achieved": said.outcomes,
        "how complex it is": said.complexity,
        "by when": said.finish_by,
        "practical needs": said.practical_needs,
    }
    if said.is_under_rar:
        parts["RAR days wanted"] = said.days_wanted
    missing = tuple(name for name, is_said in parts.items() if not is_said)
    return Completeness(len(parts) - len(missing), len(parts), missing)
