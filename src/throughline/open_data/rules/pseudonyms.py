"""
Making rows about people such that nobody can be found in them: the rule of an export (S219).

Every column but the pseudonym and the outcome is taken to be known to somebody who looks for a person. A
row is given only where at least `SMALLEST` people share all of it. Where too few do, columns are made coarser
one after another, in the order of `LADDER` and for the whole file, until few rows stand alone; those are left
out. A group in which everybody had the same outcome does not tell it.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

SMALLEST: Final = 5
"""How many people share what a row tells, at least."""

LEFT_OUT_AT_MOST: Final = 0.1
"""Above this share of rows that stand alone a column is made coarser before they are left out."""

NOT_SHOWN: Final = "not shown"
OUTCOME: Final = "outcome"


@dataclass(frozen=True)
class Known:
    """One person as a row before it is made: who, what an attacker may know, and what they may not learn."""

    person: int
    facts: Mapping[str, str]
    outcome: str


@dataclass(frozen=True)
class Made:
    """The rows of an export in the order of their pseudonyms, how many people are left out, and what was made
    coarser."""

    rows: Sequence[Mapping[str, str]]
    left_out: int
    coarser: Sequence[str]


def _hidden(_: str) -> str:
    return NOT_SHOWN


def _year(half: str) -> str:
    return half.split(" ", 1)[0]


def _wide_band(band: str) -> str:
    return {"18 to 24": "under 35", "25 to 34": "under 35", "35 to 49": "35 and over"}.get(
        band, "35 and over" if band == "50 and over" else band
    )


LADDER: Final[Sequence[tuple[str, str, Callable[[str], str]]]] = (
    ("referred_in", "half-years became years", _year),
    ("area", "areas are not shown", _hidden),
    ("age", "age bands became wider", _wide_band),
    ("service", "kinds of service are not shown", _hidden),
    ("referrals", "numbers of referrals are not shown", _hidden),
    ("referred_in", "years are not shown", _hidden),
    ("sentence", "kinds of sentence are not shown", _hidden),
    ("age", "age bands are not shown", _hidden),
    ("sex", "sex is not shown", _hidden),
)
"""What is made coarser, in this order: what tells least for its risk goes first."""


def pseudonymise(people: Sequence[Known], secret: bytes) -> Made:
    """The rows of an export. `secret` is of this export alone, and is kept by nobody."""
    facts = {one.person: dict(one.facts) for one in people}
    coarser = []
    for column, says, coarsen in LADDER:
        if _alone(facts) <= LEFT_OUT_AT_MOST * len(facts):
            break
        for row in facts.values():
            row[column] = coarsen(row[column])
        coarser.append(says)
    sizes = Counter(_told(row) for row in facts.values())
    outcomes: dict[tuple[str, ...], set[str]] = {}
    for one in people:
        outcomes.setdefault(_told(facts[one.person]), set()).add(one.outcome)
    rows = []
    for one in people:
        told = _told(facts[one.person])
        if sizes[told] >= SMALLEST:
            outcome = one.outcome if len(outcomes[told]) > 1 else NOT_SHOWN
            rows.append({"person": pseudonym(one.person, secret), **facts[one.person], OUTCOME: outcome})
    return Made(sorted(rows, key=lambda row: row["person"]), len(people) - len(rows), coarser)


def pseudonym(person: int, secret: bytes) -> str:
    """What a person is called in one export: keyed, so that nobody without the key can make it again."""
    return hmac.new(secret, str(person).encode(), sha256).hexdigest()[:16]


def are_half_years(from_on: date, until_on: date) -> bool:
    """Whether two days are the first and the last of one half of a calendar year, or of several."""
    begins, ends = (from_on.month, from_on.day), (until_on.month, until_on.day)
    return from_on < until_on and begins in ((1, 1), (7, 1)) and ends in ((6, 30), (12, 31))


def age_band(age: int | None) -> str:
    """An age as a band."""
    if age is None:
        return "not recorded"
    for upper, band in ((25, "18 to 24"), (35, "25 to 34"), (50, "35 to 49")):
        if age < upper:
            return band
    return "50 and over"


def _told(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.values())


def _alone(facts: Mapping[int, Mapping[str, str]]) -> int:
    sizes = Counter(_told(row) for row in facts.values())
    return sum(size for size in sizes.values() if size < SMALLEST)
