"""How a service is given, as far as what providers write under "delivery method" leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from throughline.vocabulary.delivery import Channel, Mode

_ONE_TO_ONE: Final = re.compile(
    r"\bone[\s-]*(?:to|on)[\s-]*one\b|\b1\s*[-:;]\s*1\b|\b1\s*[-:;]?\s*(?:to|2)\s*[-:;]?\s*1\b"
    # "1-2-1" that a spreadsheet took for a date: 2 January and 1 February 2001 as the numbers of their days.
    r"|^36(?:893|923)(?:\.0)?$"
)
_GROUP: Final = re.compile(r"\bgroup")
_CHANNELS: Final = (
    (Channel.IN_PERSON, re.compile(r"\bface[\s-]*(?:to|2)[\s-]*face\b|\bin person\b")),
    (Channel.PHONE, re.compile(r"\b(?:tele)?phone\b")),
    (Channel.VIDEO, re.compile(r"\bvideo\b")),
    (Channel.ONLINE, re.compile(r"\bself-study\b|\bdistance learning\b")),
)


def mode_of(methods: Iterable[str]) -> Mode:
    """
    Give the mode that the methods of a service's activities come to; unknown where none says.

    A method that names neither (“Digital”, “Weekly drop in”) changes nothing.
    """
    written = [one.lower().strip() for one in methods]
    alone = any(_ONE_TO_ONE.search(one) for one in written)
    in_a_group = any(_GROUP.search(one) for one in written)
    if alone:
        return Mode.BOTH if in_a_group else Mode.ONE_TO_ONE
    return Mode.GROUP if in_a_group else Mode.UNKNOWN


def channels_of(methods: Iterable[str]) -> tuple[Channel, ...]:
    """
    Give the ways of meeting that the methods name, in the order of their list.

    “Online”, “digital”, “remote” and “virtual” can be a call, a video call or a course: they say nothing.
    """
    written = " | ".join(methods).lower()
    return tuple(channel for channel, pattern in _CHANNELS if pattern.search(written))
