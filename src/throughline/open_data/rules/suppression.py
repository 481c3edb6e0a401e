"""
Small numbers are hidden, and enough besides that they cannot be worked out (D29).

The counts stand in a tree: people reached under an agreement are among those of the agreement above
it, and everybody is in the total. Besides the agreements below it, an agreement can have people its
provider reached directly; they have no line of their own. Somebody who reads the published counts can
take those below from the one above. What is left then is shared by everything that is hidden there,
the *remainder*. A remainder may not itself be small, and must leave each hidden count more than one
possible value. Where it is too small, the smallest published count nearest below is hidden as well, and when
there is none, the count above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

SMALLEST_PUBLISHED: Final = 5
"""Counts of people from 1 up to one less than this are hidden; nought is published."""

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Count(Generic[K]):
    """
    One count of people: `total` under the line `key`, `direct` of them reached by its provider itself.

    `above` is the key of the line that this one is part of, nothing for the top. `order` settles which
    of two equal counts is hidden first, so that the same record always gives the same publication.
    """

    key: K
    above: K | None
    total: int
    direct: int
    order: int = 0


@dataclass
class _Remainder(Generic[K]):
    """What a reader can work out below one published count: the number left, and what shares it."""

    left: int
    shared_by: int = 0
    has_secret: bool = False
    published_below: list[Count[K]] = field(default_factory=list)

    @property
    def tells_too_much(self) -> bool:
        return self.has_secret and self.left < max(SMALLEST_PUBLISHED, self.shared_by + 1)


def is_small(count: int) -> bool:
    """Whether a count of people is too small to publish: 1 to 4."""
    return 0 < count < SMALLEST_PUBLISHED


def hidden(counts: Iterable[Count[K]]) -> frozenset[K]:
    """
    Give the keys of the counts that are not published: the small ones, and those that protect them (D29).

    Each `above` is the key of another of the counts.
    """
    lines = {one.key: one for one in counts}
    below: dict[K | None, list[Count[K]]] = defaultdict(list)
    for one in lines.values():
        below[one.above].append(one)
    secret = {one.key for one in lines.values() if is_small(one.total)}
    for one in _deepest_first(lines):
        while one.key not in secret and (remainder := _remainder(one, below, secret)).tells_too_much:
            candidates = [each for each in remainder.published_below if each.total]
            weakest = min(candidates, key=lambda each: (each.total, each.order), default=one)
            secret.add(weakest.key)
    return frozenset(secret)


def _remainder(top: Count[K], below: Mapping[K | None, list[Count[K]]], secret: set[K]) -> _Remainder[K]:
    found: _Remainder[K] = _Remainder(left=top.total)
    waiting = [top]
    while waiting:
        one = waiting.pop()
        parts = below.get(one.key, [])
        if one.direct or (one is not top and not parts):
            found.shared_by += 1
            found.has_secret |= one is not top or is_small(one.direct)
        for part in parts:
            if part.key in secret:
                found.has_secret = True
                waiting.append(part)
            else:
                found.left -= part.total
                found.published_below.append(part)
    return found


def _deepest_first(lines: Mapping[K, Count[K]]) -> list[Count[K]]:
    def depth(one: Count[K]) -> int:
        steps = 0
        while one.above is not None:
            one = lines[one.above]
            steps += 1
        return steps

    return sorted(lines.values(), key=lambda one: (-depth(one), one.order))
