"""
What the figures of a supply chain are counted from, and what a figure is: the set of what it counts.

So each can be opened (D28), says of how many it is, and what is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from throughline.core.shares import percent

PARTNERING, LITE, GRANT, NOT_STATED = "ispa", "lite", "grant", "unknown"
CHARITY, COMPANY, CONSORTIUM, PUBLIC = "charity", "company", "consortium", "public"


@dataclass(frozen=True)
class AgreementFacts:
    """
    What is recorded of one agreement and of the services delivered under it.

    `months` is its term, none while it is open. Services are `generic` when made for anybody on probation,
    `specialist` when made for a group of people (the report tells "a general service for offenders" from
    one "for a specific type of offender"). Both can be delivered under one agreement, or nothing is known.
    `delivers` says that its own provider gives a service under it.
    """

    pk: int
    provider: int
    prime: int
    tier: int
    form: str = NOT_STATED
    on_trial: bool = False
    months: int | None = None
    generic: bool = False
    specialist: bool = False
    for_women: bool = False
    types: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    by_results: bool = False
    delivers: bool = False
    areas: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ProviderFacts:
    """What kind of organisation a provider is; of a consortium, the kinds of its members."""

    pk: int
    kind: str
    members: tuple[str, ...] = ()

    @property
    def sector(self) -> str:
        """Its kind; of a consortium that of its members where they are of one kind, else "mixed"."""
        if self.kind != CONSORTIUM:
            return self.kind
        kinds = set(self.members)
        if not kinds or NOT_STATED in kinds:
            return NOT_STATED
        return kinds.pop() if len(kinds) == 1 else "mixed"


@dataclass(frozen=True)
class Counted:
    """
    One figure: the ids of what it `counts`, `of` how many it is known, and for how many more it is `missing`.

    `key` names it in an address.
    """

    key: str
    label: str
    members: frozenset[int]
    of: int
    missing: int = 0
    counts: Literal["agreement", "provider"] = "agreement"

    @property
    def count(self) -> int:
        """How many."""
        return len(self.members)

    @property
    def percent(self) -> int | None:
        """Of a hundred, halves rounded up; none of nothing."""
        return percent(self.count, self.of)


@dataclass(frozen=True)
class Section:
    """Figures that belong together; `missing` says what they leave out, `note` how to read them."""

    title: str
    figures: tuple[Counted, ...]
    missing: str = ""
    note: str = ""


def which(facts: Iterable[AgreementFacts], wanted: Callable[[AgreementFacts], bool]) -> frozenset[int]:
    """The ids of those wanted."""
    return frozenset(one.pk for one in facts if wanted(one))


def not_among(everything: Sequence[AgreementFacts], known: Sequence[AgreementFacts]) -> frozenset[int]:
    """The ids of those that are not among `known`."""
    return which(everything, lambda one: True) - which(known, lambda one: True)


def providers_of(facts: Iterable[AgreementFacts]) -> frozenset[int]:
    """Whoever provides under them."""
    return frozenset(one.provider for one in facts)


def left_out(missing: int, whole: int) -> str:
    """How many a section leaves out, in words; nothing for none."""
    return f"{missing} not stated, of {whole}" if missing else ""
