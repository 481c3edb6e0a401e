"""`docs/asks.md` read: sections, and in each the asks by number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SECTION: Final = re.compile(r"## (.+)")
_ASK: Final = re.compile(r"### (S[1-9][0-9]*) (.+)")
_LOOKS_LIKE_AN_ASK: Final = re.compile(r"#{1,6}\s*S[0-9]")


class AsksNotReadable(ValueError):
    """The catalogue of asks is not written as it must be; the text says where."""


@dataclass(frozen=True)
class Ask:
    """One ask: its number, what it is called, and the section it stands in."""

    number: str
    title: str
    section: str


def read_asks(path: Path) -> list[Ask]:
    """
    Give the asks of a catalogue in its order.

    A section is a heading `## A. Supply chain`, an ask a heading `### S90 The referral …` within one.

    :raises AsksNotReadable: an ask stands twice, in no section, or under another heading than these
    """
    asks: dict[str, Ask] = {}
    section = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if found := _ASK.fullmatch(line):
            if not section:
                raise AsksNotReadable(f"Line {number}: {found[1]} stands before the first section")
            if found[1] in asks:
                raise AsksNotReadable(f"Line {number}: {found[1]} stands there a second time")
            asks[found[1]] = Ask(found[1], found[2], section)
        elif found := _SECTION.fullmatch(line):
            section = found[1]
        elif _LOOKS_LIKE_AN_ASK.match(line):
            raise AsksNotReadable(f"Line {number}: write an ask like `### S90 What it is called`")
    return list(asks.values())
