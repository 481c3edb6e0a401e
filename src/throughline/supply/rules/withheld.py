"""Finding a withheld place in what people wrote, and taking it out (Show 5 of the directory, S66)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

INSTEAD: Final = "(withheld)"
SHORTEST: Final = 5
"""How long a line of an address or a name must be to be looked for: shorter ones stand in ordinary words."""


@dataclass(frozen=True)
class Hidden:
    """What a withheld place is called and where it lies."""

    name: str
    address: str
    postcode: str

    @property
    def patterns(self) -> list[re.Pattern[str]]:
        """
        What gives it away: its name, its postcode however spaced, lines of its address that hold a number.

        A line without a number is a street or a town, in which other places lie as well; the whole address
        gives it away in any case.
        """
        postcode = r"\s*".join(map(re.escape, re.sub(r"\s", "", self.postcode)))
        lines = [line.strip(" ,") for line in re.split(r"[\n,]", self.address)]
        telling = [line for line in lines if re.search(r"\d", line)]
        texts = [self.name, " ".join(self.address.split()), *telling]
        found = [_loosely(text) for text in texts if len(text.strip()) >= SHORTEST]
        return [re.compile(one, re.IGNORECASE) for one in (*found, postcode) if one]


def given_away(texts: Iterable[str], hidden: Iterable[Hidden]) -> str | None:
    """The first words of `texts` that give a hidden place away; nothing when none does."""
    patterns = [pattern for place in hidden for pattern in place.patterns]
    for text in texts:
        for pattern in patterns:
            if found := pattern.search(text):
                return found[0]
    return None


def texts_in(document: Any) -> Iterator[str]:
    """Every text that stands anywhere in a document."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, Mapping):
        for value in document.values():
            yield from texts_in(value)
    elif isinstance(document, Sequence):
        for value in document:
            yield from texts_in(value)


def without_withheld(content: Mapping[str, Any], hidden: Sequence[Hidden]) -> dict[str, Any]:
    """A document of an entry without the hidden places, nor their names and addresses in its texts."""
    names = {place.name for place in hidden}
    patterns = [pattern for place in hidden for pattern in place.patterns]
    places = content.get("given_at", [])
    left = [place for place in places if place["name"] not in names]
    cleaned: dict[str, Any] = _without(dict(content) | {"given_at": left} if content else {}, patterns)
    if len(left) < len(places):
        cleaned["is_withheld"] = True
    return cleaned


def _without(value: Any, patterns: Sequence[re.Pattern[str]]) -> Any:
    if isinstance(value, str):
        for pattern in patterns:
            value = pattern.sub(INSTEAD, value)
        return value
    if isinstance(value, Mapping):
        return {name: _without(one, patterns) for name, one in value.items()}
    if isinstance(value, Sequence):
        return [_without(one, patterns) for one in value]
    return value


def _loosely(text: str) -> str:
    """A pattern for the text however it is spaced and whether or not commas stand in it."""
    return r"[\s,]+".join(map(re.escape, re.findall(r"[^\s,]+", text)))
