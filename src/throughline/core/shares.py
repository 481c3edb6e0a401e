"""A share as a whole percent, rounded in one way wherever it is shown."""

from __future__ import annotations


def percent(number: int, of: int) -> int | None:
    """How many of a hundred `number` is of `of`, half rounded up; nothing of nothing."""
    return None if not of else (200 * number + of) // (2 * of)
