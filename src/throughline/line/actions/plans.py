"""Keeping the plan in step with its referrals: which work each carries out, and how far it has come (D13)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import as_system
from throughline.core.models import User
from throughline.core.states import move
from throughline.line.models import PlannedReferral, Referral
from throughline.line.refusals import NotWorkForThisReferral
from throughline.line.states import COMPLETED, DECLINED, ENDED_EARLY, HOLDS_A_PLACE, STARTED, WITHDRAWN
from throughline.people.actions.plans import changing_plan, keep_version
from throughline.people.models import Plan, PlannedWork
from throughline.people.states import WorkState

FELL_THROUGH: dict[str, str] = {
    DECLINED: "The provider declined",
    WITHDRAWN: "The referral was withdrawn",
    ENDED_EARLY: "The referral ended early",
}
"""Ends of a referral that leave its work to be done, and why it is."""

STANDS: dict[str, WorkState] = {STARTED: WorkState.UNDER_WAY, COMPLETED: WorkState.DONE}
"""Where work stands by the state of the referral that carries it out; otherwise it has not begun."""


@transaction.atomic
def put_into_plan(*, referral: Referral, by: User, at: datetime) -> PlannedReferral:
    """
    See that the plan holds the work that a referral carries out, and keep a version of the plan with it.

    It is work planned before for the same objective, with this provider or with none named yet, that no
    other referral carries out; where there is none it is added, with no date agreed. Acts as the system.
    """
    former = PlannedReferral.objects.filter(referral=referral).select_related("work__plan").first()
    if former is not None:
        return former
    with as_system():
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=referral.objective.plan_id)
        work = _waiting_for(referral) or PlannedWork(
            plan=plan,
            objective_id=referral.objective_id,
            what=referral.service.name,
            who=PlannedWork.Who.PROVIDER,
        )
        work.organisation_id = referral.deliverer_id
        work.save()
        made = PlannedReferral.objects.create(referral=referral, work=work, since=at)
        keep_version(plan, by=by, at=at, why=f"Referred to {referral.service.name}")
    return made


def choose_work(*, referral: Referral, work: PlannedWork, by: User, at: datetime) -> PlannedReferral:
    """
    Say which piece of planned work a referral carries out, in the place of the one it was put to.

    Work that was added for the referral alone, and that nothing serves any more, is dropped.

    :raises NotWorkForThisReferral: it serves another objective, or another provider does it
    :raises NotAllowed: the current actor does not write plans
    """
    fits = (
        work.objective_id == referral.objective_id
        and work.who == PlannedWork.Who.PROVIDER
        and work.organisation_id in (None, referral.deliverer_id)
    )
    if not fits:
        raise NotWorkForThisReferral(
            f"“{work}” is not work of {referral.deliverer.name} for this objective: choose other work"
        )
    why = f"{referral.service.name} carries out “{work}”"
    with changing_plan(work.plan, by=by, at=at, to="say which work this referral carries out", why=why):
        PlannedWork.objects.filter(pk=work.pk).update(organisation=referral.deliverer_id)
        former = PlannedReferral.objects.filter(referral=referral).select_related("work").first()
        made, _ = PlannedReferral.objects.update_or_create(
            referral=referral, defaults={"work": work, "since": at}
        )
        if former is not None and former.work_id != work.pk:
            _drop_if_nothing_serves(former.work, by=by, at=at)
        follow_referral(referral.pk, by=by, at=at)
    return made


def follow_referral(referral_id: int, *, by: User | None, at: datetime) -> None:
    """
    Move the work that a referral carries out to where the referral stands; nothing where it is there.

    Acts as the system, since what follows from a provider's record is no move of the provider's.
    """
    found = PlannedReferral.objects.filter(referral=referral_id).select_related("work", "referral").first()
    if found is None:
        return
    work, state = found.work, found.referral.state
    wanted = STANDS.get(state, WorkState.PLANNED)
    if work.state in (wanted, WorkState.DROPPED):
        return
    if wanted == WorkState.PLANNED and _another_carries_on(work, referral_id):
        return
    with as_system():
        if work.state == WorkState.DONE and wanted != WorkState.PLANNED:
            move(work, "put back", by=by, at=at, why="Another referral carries it on")
        if wanted == WorkState.PLANNED:
            move(work, "put back", by=by, at=at, why=FELL_THROUGH.get(state, "It has not begun again"))
        else:
            move(work, "begin" if wanted == WorkState.UNDER_WAY else "finish", by=by, at=at)


def _waiting_for(referral: Referral) -> PlannedWork | None:
    """Work that waits for such a referral: with this provider first, then with no provider named."""
    waiting = PlannedWork.objects.filter(
        objective=referral.objective_id, who=PlannedWork.Who.PROVIDER, state=WorkState.PLANNED
    ).exclude(referrals__referral__state__in=HOLDS_A_PLACE)
    ours = waiting.filter(organisation=referral.deliverer_id).order_by("due_on", "pk").first()
    if ours is not None:
        return ours
    unnamed = list(waiting.filter(organisation=None).order_by("due_on", "pk")[:2])
    # With two to choose from nobody can know which is meant: the officer says so on the page of the plan.
    return unnamed[0] if len(unnamed) == 1 else None


def _another_carries_on(work: PlannedWork, referral_id: int) -> bool:
    others = PlannedReferral.objects.filter(work=work).exclude(referral=referral_id)
    return others.filter(referral__state__in=HOLDS_A_PLACE | {COMPLETED}).exists()


def _drop_if_nothing_serves(work: PlannedWork, *, by: User, at: datetime) -> None:
    untouched = work.due_on is None and work.rar_days == 0 and work.after_id is None
    free = not work.referrals.exists() and not work.waited_for_by.exists()
    if untouched and free and work.state in (WorkState.PLANNED, WorkState.UNDER_WAY):
        move(work, "drop", by=by, at=at, why="The referral carries out other work of the plan")
