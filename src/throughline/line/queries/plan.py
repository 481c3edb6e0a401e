"""The plan with its work: what is done for each objective, by whom, by when, and what is not linked (D13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from throughline.core.access.actor import Actor
from throughline.core.time import london_day
from throughline.line.models import PlannedReferral, Referral
from throughline.line.queries.referrals import referrals_visible_to
from throughline.line.states import DRAFT, HOLDS_A_PLACE
from throughline.people.models import Objective, Plan, PlannedWork
from throughline.people.queries.plans import plan_with_its_parts
from throughline.people.states import ObjectiveState, WorkState


@dataclass(frozen=True)
class WorkInPlan:
    """One piece of work, with the referrals that carry it out that the viewer sees, the latest first."""

    work: PlannedWork
    referrals: Sequence[Referral] = ()
    overdue: bool = False

    @property
    def is_referred(self) -> bool:
        """Whether a referral that is not over carries it out."""
        return any(one.state in HOLDS_A_PLACE for one in self.referrals)

    @property
    def by_whom(self) -> str:
        """The name of who does it, where one is given."""
        return self.work.organisation.name if self.work.organisation else self.work.with_whom


@dataclass(frozen=True)
class ObjectiveInPlan:
    """One objective, its work in the order it is due, and referrals for it outside any planned work."""

    objective: Objective
    work: Sequence[WorkInPlan]
    unplanned: Sequence[Referral]

    @property
    def is_open(self) -> bool:
        """Whether it is still worked on."""
        return bool(self.objective.state == ObjectiveState.OPEN)

    @property
    def has_no_work(self) -> bool:
        """Whether nothing at all is planned or referred for it (D13)."""
        return not self.work and not self.unplanned


@dataclass(frozen=True)
class WholePlan:
    """A plan with everything in it; the days are those of all its sentence's RARs together."""

    plan: Plan
    objectives: Sequence[ObjectiveInPlan]
    without_objective: Sequence[WorkInPlan]
    rar_ordered: int
    rar_planned: int

    @property
    def work(self) -> list[WorkInPlan]:
        """Every piece of work of the plan."""
        return [*(one for objective in self.objectives for one in objective.work), *self.without_objective]


def whole_plan(actor: Actor, plan: Plan, at: datetime) -> WholePlan:
    """
    A plan with its work and the referrals the actor sees, in a fixed number of queries.

    :raises LookupError: the plan is not there for whoever acts
    """
    found = plan_with_its_parts(Plan.objects.filter(pk=plan.pk))
    if found is None:
        raise LookupError(f"plan {plan.pk} is not in sight")
    day = london_day(at)
    standing: list[PlannedWork] = found.standing_work  # type: ignore[attr-defined]
    referrals = list(
        referrals_visible_to(actor, at)
        .filter(person=found.person_id, objective__plan=found.pk)
        .select_related("service", "deliverer", "worker")
        .order_by("-drafted_at", "-pk")
    )
    placed = dict(
        PlannedReferral.objects.filter(work__plan=found.pk).values_list("referral_id", "work_id").order_by()
    )
    carried_out: dict[int, list[Referral]] = defaultdict(list)
    unplanned: dict[int, list[Referral]] = defaultdict(list)
    for one in referrals:
        if one.pk in placed:
            carried_out[placed[one.pk]].append(one)
        elif one.state in HOLDS_A_PLACE or one.state == DRAFT:
            unplanned[one.objective_id].append(one)
    by_objective: dict[int | None, list[WorkInPlan]] = defaultdict(list)
    for piece in standing:
        by_objective[piece.objective_id].append(
            WorkInPlan(piece, carried_out.get(piece.pk, []), is_overdue(piece, day))
        )
    return WholePlan(
        plan=found,
        objectives=[
            ObjectiveInPlan(one, by_objective.get(one.pk, []), unplanned.get(one.pk, []))
            for one in found.objectives.all()
        ],
        without_objective=by_objective.get(None, []),
        rar_ordered=sum(one.rar_days or 0 for one in found.sentence.requirements.all()),
        rar_planned=sum(one.rar_days for one in standing),
    )


def is_overdue(work: PlannedWork, on: date) -> bool:
    """Whether work that is not done was due before the day `on`."""
    open_ones = (WorkState.PLANNED, WorkState.UNDER_WAY)
    return work.due_on is not None and work.due_on < on and work.state in open_ones


def work_it_could_carry_out(referral: Referral) -> list[PlannedWork]:
    """The planned work of a referral's objective that its provider does, or that names no provider yet."""
    ours = Q(organisation=None) | Q(organisation=referral.deliverer_id)
    standing = PlannedWork.objects.filter(
        ours, objective=referral.objective_id, who=PlannedWork.Who.PROVIDER
    ).exclude(state=WorkState.DROPPED)
    return list(standing.select_related("plan", "organisation").order_by("due_on", "pk"))
