"""Whether a referral may leave with the risk information it carries (D14)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class LiveFlag:
    """
    A risk flag that is live on the day of the referral: its id, kind and the words for its kind.

    It is live since a day, and `limits` what it forbids or limits of all that services may involve (S96).
    """

    id: int
    kind: str
    name: str
    since: date
    limits: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Decision:
    """What the officer decided about one flag: shared, or withheld for a reason."""

    shared: bool
    reason: str = ""


def undecided(flags: Iterable[LiveFlag], decisions: Mapping[int, Decision]) -> list[LiveFlag]:
    """The live flags that are neither shared nor withheld with a reason, in the order given (D14)."""
    return [
        flag
        for flag in flags
        if (decision := decisions.get(flag.id)) is None or not (decision.shared or decision.reason.strip())
    ]


def withheld_but_mandatory(
    flags: Iterable[LiveFlag], decisions: Mapping[int, Decision], mandatory: Collection[str]
) -> list[LiveFlag]:
    """The live flags of kinds that this kind of service must be told of, and that are withheld (D14, S94)."""
    return [
        flag
        for flag in flags
        if flag.kind in mandatory and (decision := decisions.get(flag.id)) is not None and not decision.shared
    ]
