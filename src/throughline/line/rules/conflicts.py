"""What a live risk forbids or limits, held against what a service involves (S96)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from throughline.line.rules.risk_sharing import LiveFlag


@dataclass(frozen=True)
class Conflict:
    """A live flag that limits something the service involves: which things, in the order of the service's."""

    flag: LiveFlag
    things: tuple[str, ...]


@dataclass(frozen=True)
class GoingOn:
    """
    Why a referral goes on all the same: the officer's reason, and what the provider's coordinator said, when.

    `spoke_on` is the day of the conversation.
    """

    reason: str
    coordinator: str
    coordinator_reason: str
    spoke_on: date

    @property
    def is_complete(self) -> bool:
        """Whether both reasons are given, and who was spoken with."""
        return all(one.strip() for one in (self.reason, self.coordinator, self.coordinator_reason))


def conflicts(flags: Iterable[LiveFlag], involved: Collection[str]) -> list[Conflict]:
    """The live flags that limit what the service involves, in the order given, each with what it limits."""
    held = [(flag, tuple(thing for thing in involved if thing in flag.limits)) for flag in flags]
    return [Conflict(flag, things) for flag, things in held if things]


def not_answered(found: Iterable[Conflict], answers: Mapping[int, GoingOn]) -> list[Conflict]:
    """The conflicts, in the order given, for which not both reasons and a conversation are recorded."""
    return [one for one in found if (given := answers.get(one.flag.id)) is None or not given.is_complete]


def out_of_time(found: Iterable[Conflict], answers: Mapping[int, GoingOn], *, today: date) -> list[Conflict]:
    """The answered conflicts whose conversation was before the risk was raised, or is still to come."""
    return [
        one
        for one in found
        if (given := answers.get(one.flag.id)) is not None and not one.flag.since <= given.spoke_on <= today
    ]
