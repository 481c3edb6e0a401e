"""Postcodes of the United Kingdom, whole or their first half, however they are typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_OUTCODE: Final = "[A-Z]{1,2}[0-9][0-9A-Z]?"
_INCODE: Final = "[0-9][ABD-HJLNP-UW-Z]{2}"
_WRITTEN: Final = re.compile(rf"({_OUTCODE})({_INCODE})?")
_WITHIN_TEXT: Final = re.compile(rf"\b({_OUTCODE})\s*({_INCODE})\b")


class NotAPostcode(ValueError):
    """What was written is neither a postcode nor the first half of one."""


@dataclass(frozen=True)
class Postcode:
    """A postcode: `outcode` is its first half, the district; `incode` its second, empty where not given."""

    outcode: str
    incode: str = ""

    def __str__(self) -> str:
        return f"{self.outcode} {self.incode}".strip()


def read_postcode(text: str) -> Postcode:
    """
    Read a postcode or its first half: "TQ1 1AA", "tq11aa" and "tq1" alike.

    Says nothing of whether there is such a postcode, only that it is written as one.

    :raises NotAPostcode: it is not
    """
    found = _WRITTEN.fullmatch("".join(text.upper().split()))
    if found is None:
        raise NotAPostcode(f"A postcode is written like TQ1 1AA or TQ1, not {text[:20]!r}.")
    return Postcode(found[1], found[2] or "")


def find_postcode(text: str) -> Postcode | None:
    """The last whole postcode in a text such as an address; nothing where it has none."""
    found = _WITHIN_TEXT.findall(text.upper())
    return Postcode(*found[-1]) if found else None
