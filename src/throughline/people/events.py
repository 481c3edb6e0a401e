"""What happens to a person's record that others follow up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PlanBegun:
    """A plan was begun; whoever knows the scheme's rule says when it is first looked at again."""

    plan_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class PlannedWorkMoving:
    """Somebody is about to move a piece of work by hand; a listener may refuse by raising."""

    work_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class PlannedWorkChanging:
    """
    A piece of work is about to be planned otherwise; a listener may refuse by raising.

    `objective_id`, `who` and `organisation_id` are what they would become.
    """

    work_id: int
    objective_id: int | None
    who: str
    organisation_id: int | None
    by_id: int
    at: datetime


@dataclass(frozen=True)
class RiskLevelChanged:
    """The risk of serious harm or the MAPPA level of somebody is another from now on (S108)."""

    change_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class RiskEnded:
    """A risk is live no longer, or stands in other words from now on."""

    flag_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class CaseHandedOver:
    """Somebody else is responsible for a person from now on, perhaps for another organisation (S108)."""

    supervision_id: int
    former_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class CustodyBegan:
    """Somebody is in custody from a day on; `release_id` is what is known of their release (S222)."""

    release_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class ReleaseDateSaid:
    """A release is expected on another day, is not known any more, or has happened (S222)."""

    release_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class CasesTransferred:
    """
    Many cases went from their officers to others at once, or back again, as one transfer (S223).

    Those that went are the lines of this moment. `organisation_id` supervises them from now on.
    """

    transfer_id: int
    organisation_id: int
    is_back: bool
    by_id: int
    at: datetime
