"""Where a service is given, as far as what providers write under "delivery location" is a list of places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_BETWEEN: Final = re.compile(r"[,;\n\t•](?![^(]*\))|\s/\s|\s(?=HM(?:P|YOI)\b)")
"""What stands between two places: not within brackets, and always before a prison."""
_WORD: Final = re.compile(r"(?:[A-Z][a-z’'.]*|[A-Z]{2,})(?:[-/][A-Za-z][a-z’']*)*|&|-")
_JOINS: Final = frozenset({"and", "of", "the", "upon", "on", "in", "le", "under", "by", "with"})
_NO_PLACES: Final = frozenset(
    {"community", "custody", "online", "optional", "remote", "various", "virtual", "telephone"}
)
_MOST_WORDS: Final = 6


def place_names(written: Iterable[str]) -> tuple[str, ...]:
    """
    Give the places that some texts list, each once, in their order and their provider's spelling.

    A text is a list when every part of it is a name, its last one excepted: “Luton, Bedford and local hubs
    across the region” gives Luton. Any other text (“Hubs across South London …”, an address) gives none. No
    address, postcode or point is made up.
    """
    found: dict[str, str] = {}
    for text in written:
        for name in _listed(text):
            found.setdefault(name.lower(), name)
    return tuple(found.values())


def _listed(text: str) -> list[str]:
    cut = (one.strip(" .:-–") for one in _BETWEEN.split(text.replace("\u202f", " ")))
    parts = [one for one in (part.removesuffix(" and") for part in cut) if one]
    if not all(_is_name(one) for one in parts[:-1]):
        return []
    return [one for one in parts if _is_name(one)]


def _is_name(part: str) -> bool:
    bare = re.sub(r"\([^()]*\)", " ", part)
    words = bare.split()
    if not words or len(words) > _MOST_WORDS or part.lower() in _NO_PLACES:
        return False
    if "(" in bare or ")" in bare or words[-1].lower() == "only":
        return False
    return words[0] not in ("-", "&") and all(
        _WORD.fullmatch(word) or (word in _JOINS and at) for at, word in enumerate(words)
    )
