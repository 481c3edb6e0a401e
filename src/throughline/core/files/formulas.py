"""Text in a file that a spreadsheet opens."""

from __future__ import annotations

from typing import Final

STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def safe_in_a_spreadsheet(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
