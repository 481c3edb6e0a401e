"""Planning the work for an objective: what, by whom, by when, in which order, how many RAR days (S112)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from throughline.core.events import announce
from throughline.core.models import Organisation, User
from throughline.core.states import move
from throughline.people.actions.plans import changing_plan
from throughline.people.events import PlannedWorkChanging, PlannedWorkMoving
from throughline.people.models import Objective, Plan, PlannedWork
from throughline.people.refusals import (
    DueOutsideSentence,
    MoreRarDaysInPlan,
    ObjectiveIsClosed,
    ReasonForChangeMissing,
    WhoDoesItMissing,
    WhyNoObjectiveMissing,
    WorkWaitsForItself,
)
from throughline.people.states import ObjectiveState, WorkState


@dataclass(frozen=True)
class Work:
    """
    A piece of work as somebody plans it.

    Without an `objective` it says why in `why_no_objective`. `who` is one of `PlannedWork.Who`;
    `organisation` names a provider once it is chosen, `with_whom` somebody else. `after` is the work it
    waits for, `due_on` the last day in time.
    """

    what: str
    who: str
    objective: Objective | None = None
    why_no_objective: str = ""
    organisation: Organisation | None = None
    with_whom: str = ""
    due_on: date | None = None
    after: PlannedWork | None = None
    rar_days: int = 0


def plan_work(*, plan: Plan, work: Work, by: User, at: datetime, why: str = "") -> PlannedWork:
    """
    Add a piece of work to a plan.

    :raises ObjectiveIsClosed: its objective is achieved or dropped
    :raises WhyNoObjectiveMissing: it serves no objective and does not say why
    :raises WhoDoesItMissing: somebody else does it, and it does not say who
    :raises DueOutsideSentence: it is due on a day outside the sentence
    :raises MoreRarDaysInPlan: with its days the plan would use more than the court ordered
    :raises NotAllowed: the current actor does not write plans
    """
    with changing_plan(plan, by=by, at=at, to="add work to this plan", why=why) as held:
        if work.objective is not None and work.objective.state != ObjectiveState.OPEN:
            raise ObjectiveIsClosed(
                f"“{work.objective.words}” is {work.objective.get_state_display().lower()}: "
                "open it again first, or choose another objective"
            )
        _check(held, work, None)
        return PlannedWork.objects.create(plan=held, **_fields(work))


def change_work(*, planned: PlannedWork, work: Work, why: str, by: User, at: datetime) -> PlannedWork:
    """
    Plan a piece of work otherwise, saying why.

    :raises ReasonForChangeMissing: it does not say why
    A listener refuses where a referral carries it out that then would not fit it.

    :raises WorkWaitsForItself: what it is to wait for waits for it
    and whatever `plan_work` raises
    """
    if not why.strip():
        raise ReasonForChangeMissing("Say why you change this work")
    with changing_plan(planned.plan, by=by, at=at, to="change this work", why=why) as held:
        _check(held, work, planned)
        for name, value in _fields(work).items():
            setattr(planned, name, value)
        announce(
            PlannedWorkChanging(
                work_id=planned.pk,
                objective_id=planned.objective_id,
                who=planned.who,
                organisation_id=planned.organisation_id,
                by_id=by.pk,
                at=at,
            )
        )
        planned.save(update_fields=list(_fields(work)))
    return planned


def move_work(*, planned: PlannedWork, name: str, by: User, at: datetime, why: str = "") -> PlannedWork:
    """
    Say that work has begun, is done, is dropped, or is put back, by one of its moves.

    A listener refuses where a referral carries the work out: it stands where that stands.

    :raises MoveNotAllowed: it does not stand where this move begins
    :raises ReasonMissing: the move needs a reason
    """
    with changing_plan(planned.plan, by=by, at=at, to="say where this work stands", why=why):
        announce(PlannedWorkMoving(work_id=planned.pk, by_id=by.pk, at=at))
        move(planned, name, by=by, at=at, why=why)
    return planned


def rar_days_planned(plan: Plan, *, but_for: PlannedWork | None = None) -> int:
    """The RAR days that the work of a plan takes up, without what is dropped."""
    standing = PlannedWork.objects.filter(plan=plan).exclude(state=WorkState.DROPPED)
    if but_for is not None:
        standing = standing.exclude(pk=but_for.pk)
    return standing.aggregate(days=Sum("rar_days"))["days"] or 0


def _check(plan: Plan, work: Work, planned: PlannedWork | None) -> None:
    if work.objective is None and not work.why_no_objective.strip():
        raise WhyNoObjectiveMissing("Select the objective it serves, or say why it serves none")
    if work.who == PlannedWork.Who.OTHER and not work.with_whom.strip():
        raise WhoDoesItMissing("Enter who does it")
    dates = plan.sentence.during
    if work.due_on is not None and work.due_on not in dates:
        raise DueOutsideSentence(dates.from_, dates.last_day)
    if work.rar_days:
        ordered = plan.sentence.requirements.aggregate(days=Sum("rar_days"))["days"] or 0
        elsewhere = rar_days_planned(plan, but_for=planned)
        if elsewhere + work.rar_days > ordered:
            raise MoreRarDaysInPlan(ordered, elsewhere)
    if planned is not None:
        _refuse_a_circle(planned, work.after)


def _refuse_a_circle(planned: PlannedWork, after: PlannedWork | None) -> None:
    before = after
    while before is not None:
        if before.pk == planned.pk:
            raise WorkWaitsForItself(
                f"“{after}” itself waits for this work: choose other work for it to wait for, or none"
            )
        before = before.after


def _fields(work: Work) -> dict[str, object]:
    is_provider = work.who == PlannedWork.Who.PROVIDER
    is_other = work.who == PlannedWork.Who.OTHER
    return {
        "what": work.what.strip(),
        "who": work.who,
        "objective": work.objective,
        "why_no_objective": "" if work.objective else work.why_no_objective.strip(),
        "organisation": work.organisation if is_provider else None,
        "with_whom": work.with_whom.strip() if is_other else "",
        "due_on": work.due_on,
        "after": work.after,
        "rar_days": work.rar_days,
    }
