"""Text from people and from other systems, made fit to keep: one rule for forms, the API and imports."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

Fault = Literal["unusable_character", "several_lines", "too_long"]

_LINE_ENDS: Final = re.compile("\r\n|[\r\n\u2028\u2029]")
_TABS: Final = re.compile("[ \t]*\t[ \t]*")
_SPACE_BEFORE_LINE_END: Final = re.compile("[^\\S\n]+\n")
# Space at either end, and marks that show nothing there: an entry of these alone would look blank.
_UNSEEN_AT_ENDS: Final = re.compile("^[\\s\u200b\u2060\ufeff]+|[\\s\u200b\u2060\ufeff]+$")
# Marks that turn the direction of what follows can make a sentence read as another. Single marks that
# right-to-left names need (U+200E, U+200F, U+061C) are kept.
_TURNING_MARKS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class TextNotUsable(ValueError):
    """
    The text cannot be kept; the message says how to put it right and can stand beside the field.

    `fault` says which rule it broke, for systems.
    """

    def __init__(self, sentence: str, fault: Fault) -> None:
        super().__init__(sentence)
        self.fault: Final = fault


def clean_text(value: str, *, limit: int, multiline: bool) -> str:
    """
    Give the text trimmed, in one Unicode form (NFC), with `\\n` for line ends and spaces for tabs.

    The limit is in characters, counted after that, the last one included. An empty text is given back
    empty: whether one may be left empty is for the form to say. Cleaning twice changes nothing.

    :raises TextNotUsable: it has NUL or another control character, half of a character, or a mark that turns
        the direction of writing; it has line ends and `multiline` is false; it is longer than `limit`
    """
    text = _TABS.sub(" ", _LINE_ENDS.sub("\n", value))
    if any(_is_unusable(character) for character in text):
        raise TextNotUsable(
            "Remove characters that cannot be shown. Typing the text again instead of pasting it may help",
            "unusable_character",
        )
    text = unicodedata.normalize("NFC", _SPACE_BEFORE_LINE_END.sub("\n", text))
    text = _UNSEEN_AT_ENDS.sub("", text)
    if not multiline and "\n" in text:
        raise TextNotUsable("Enter the text on one line", "several_lines")
    if len(text) > limit:
        raise TextNotUsable(
            f"Shorten the text to {limit:,} characters or fewer. It has {len(text):,}", "too_long"
        )
    return text


def _is_unusable(character: str) -> bool:
    if character == "\n":
        return False
    return unicodedata.category(character) in ("Cc", "Cs") or character in _TURNING_MARKS
