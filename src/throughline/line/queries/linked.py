"""Which live referrals carry out work of the plan, and which do not and why (S112)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from throughline.core.access.actor import Actor
from throughline.core.shares import percent
from throughline.core.time import london_day
from throughline.line.models import Referral
from throughline.line.states import HOLDS_A_PLACE
from throughline.people.models import ObjectiveMove, PlannedWorkMove, Supervision
from throughline.people.queries.limits import hidden_from
from throughline.people.states import ObjectiveState, WorkState
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Unlinked:
    """A live referral that carries out no standing work for an open objective, and why not."""

    referral: Referral
    officer: str
    team: str
    why: str

    @property
    def reference(self) -> str:
        """That of the referral, for sorting."""
        return self.referral.reference

    @property
    def last_name(self) -> str:
        """That of the person, for sorting."""
        return self.referral.person.last_name


@dataclass
class Linked:
    """Of the live referrals of the people of one officer of a team, how many carry out work of the plan."""

    team: str
    officer: str
    live: int = 0
    linked: int = 0

    @property
    def unlinked(self) -> int:
        """How many do not."""
        return self.live - self.linked

    @property
    def share(self) -> int | None:
        """The whole percent of live referrals that do, half rounded up."""
        return percent(self.linked, self.live)


def referrals_linked(actor: Actor, at: datetime) -> tuple[list[Linked], list[Unlinked]]:
    """
    Live referrals of the people whose cases the actor manages: by team and officer, and every exception.

    A referral is live from its sending until it is over. It counts for whoever supervises the person today.
    """
    held = Supervision.objects.filter(
        ~hidden_from(actor),
        organisation__in=actor.holds(Permission.MANAGE_CASES),
        during__contains=london_day(at),
    )
    of_whom = {
        person: (team, officer)
        for person, team, officer in held.values_list("person", "organisation__name", "officer__full_name")
    }
    counted: dict[tuple[str, str], Linked] = {}
    exceptions = []
    for referral in _live(held):
        team, officer = of_whom[referral.person_id]
        row = counted.setdefault((team, officer), Linked(team, officer))
        row.live += 1
        why = why_not_linked(referral)
        row.linked += not why
        if why:
            exceptions.append(Unlinked(referral, officer, team, why))
    return [counted[key] for key in sorted(counted)], exceptions


def why_not_linked(referral: Referral) -> str:
    """Why a referral of `_live` carries out no work of the plan; nothing where it does."""
    link = getattr(referral, "in_plan", None)
    if link is None:
        return "No work of the plan is carried out by it"
    if link.work.state == WorkState.DROPPED:
        return _because("Its work was dropped", referral.work_reason)  # type: ignore[attr-defined]
    if referral.objective.state != ObjectiveState.OPEN:
        stands = referral.objective.get_state_display().lower()
        return _because(f"Its objective is {stands}", referral.objective_reason)  # type: ignore[attr-defined]
    return ""


def _live(held: QuerySet[Supervision]) -> Iterable[Referral]:
    """The live referrals, each with its work and the reasons given when that or its objective was closed."""
    of_work = PlannedWorkMove.objects.filter(subject=OuterRef("in_plan__work"), name="drop").order_by("-pk")
    of_objective = ObjectiveMove.objects.filter(subject=OuterRef("objective")).order_by("-pk")
    return (
        Referral.objects.filter(person__in=held.values("person"), state__in=HOLDS_A_PLACE)
        .select_related("person", "service", "deliverer", "objective", "in_plan__work")
        .annotate(
            work_reason=Subquery(of_work.values("reason")[:1]),
            objective_reason=Subquery(of_objective.values("reason")[:1]),
        )
        .order_by("sent_at", "pk")
    )


def _because(what: str, reason: str | None) -> str:
    return f"{what}: {reason}" if reason else what
