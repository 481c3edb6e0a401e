"""Chance that can be repeated: one stream of random numbers for each section, and shares in whole numbers."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

Kind = TypeVar("Kind")


class Streams:
    """
    The streams of one run. Each section draws from its own, so that a new section shifts no other.

    The same seed and section give the same numbers on every machine and in every version of Python
    from 3.11, because only `random.Random` seeded by text and its documented methods are used.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.of = cache(self._of)

    def _of(self, section: str) -> random.Random:
        return random.Random(f"throughline {self.seed} {section}")


def quota(number: int, shares: Mapping[Kind, int]) -> dict[Kind, int]:
    """
    Share `number` things out as `shares` say, in whole numbers that sum to `number` (largest remainder).

    No count is a whole one or more away from its exact share, so published proportions are met within
    one thing of each kind at any size.
    """
    total = sum(shares.values())
    counts = {kind: number * share // total for kind, share in shares.items()}
    by_remainder = sorted(shares, key=lambda kind: -(number * shares[kind] % total))
    for kind in by_remainder[: number - sum(counts.values())]:
        counts[kind] += 1
    return counts


def dealt(number: int, shares: Mapping[Kind, int], chance: random.Random) -> list[Kind]:
    """`number` kinds in the proportions of `shares` (see `quota`), in an order drawn from `chance`."""
    cards = [kind for kind, count in quota(number, shares).items() for _ in range(count)]
    chance.shuffle(cards)
    return cards
