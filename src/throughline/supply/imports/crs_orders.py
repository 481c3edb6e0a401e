"""On which kinds of order a service is, as far as its contract says so in so many words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from throughline.vocabulary.orders import OrderKind

_SAYS: Final = re.compile(r"\bservices (?:are|will be) available (?:for|to)\b", re.IGNORECASE)
_POINT: Final = re.compile(r"\s*[-–]\s*\S")
_END: Final = re.compile(r"[.!?](?=\s|$)")
_KINDS: Final = (
    (OrderKind.COMMUNITY, re.compile(r"\bcommunity (?:sentence|order)|\bcommunity ?/ ?suspended", re.I)),
    (OrderKind.SUSPENDED, re.compile(r"\bsuspended sentence", re.I)),
    (OrderKind.LICENCE, re.compile(r"\blicence\b", re.I)),
    (OrderKind.POST_SENTENCE, re.compile(r"\bpost[ -]sentence\b", re.I)),
)


@dataclass(frozen=True)
class OrdersSaid:
    """The kinds of order a service is for, none where that is not said, and the words that say it."""

    kinds: tuple[OrderKind, ...] = ()
    words: str = ""


def orders_said(text: str) -> OrdersSaid:
    """
    Give the kinds of order that a contract's text opens its service to.

    Only a sentence that begins “Services are available for …”, with the points listed below it, counts. Where
    another sentence speaks of a further kind of order (“… will be extended to …”) there is doubt, and nothing
    is given. “Irrespective of risk level” keeps nobody out, so no rule on risk comes of it.
    """
    written = " ".join(text.split())
    said = [(start, _end(written, start)) for start in (one.start() for one in _SAYS.finditer(written))]
    kinds = {kind for start, end in said for kind in _named(written[start:end])}
    rest = written
    for start, end in reversed(said):
        rest = rest[:start] + " " + rest[end:]
    if not kinds or _named(rest) - kinds:
        return OrdersSaid()
    telling = [written[start:end] for start, end in said if _named(written[start:end])]
    return OrdersSaid(tuple(kind for kind in OrderKind if kind in kinds), " ".join(telling))


def _end(text: str, start: int) -> int:
    """The end of the sentence at `start`, with the points listed below it; a point may have two sentences."""
    end = _sentence_end(text, start)
    while end < len(text):
        after = end if _POINT.match(text, end) else _sentence_end(text, end)
        if not _POINT.match(text, after):
            return end
        end = _sentence_end(text, after)
    return end


def _sentence_end(text: str, start: int) -> int:
    stop = _END.search(text, start)
    return stop.end() if stop else len(text)


def _named(text: str) -> set[OrderKind]:
    return {kind for kind, pattern in _KINDS if pattern.search(text)}
