"""Writing the plan: its objectives, the work for each, and a version of it with every change (D13)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from throughline.core.access.actor import as_system, current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import User
from throughline.core.states import move
from throughline.core.time import london_day
from throughline.people.events import PlanBegun
from throughline.people.models import Objective, Plan, PlanVersion, Sentence
from throughline.people.queries.plans import content_of
from throughline.people.refusals import ReasonForChangeMissing
from throughline.vocabulary.permissions import Permission

AS_IT_STOOD: Final = "As it stood before the first change that was kept"


@contextmanager
def changing_plan(plan: Plan, *, by: User, at: datetime, to: str, why: str = "") -> Iterator[Plan]:
    """
    Change a plan inside the block, one person at a time, and keep what then stands as its next version.

    `to` finishes the sentence "You cannot … because your role does not allow it". All of it happens in one
    transaction, or none of it does.

    :raises NotAllowed: the current actor does not write plans
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to=to)
    with transaction.atomic():
        locked = Plan.objects.select_for_update(of=("self",)).select_related("sentence").get(pk=plan.pk)
        keep_first_version(locked, at=at)
        yield locked
        keep_version(locked, by=by, at=at, why=why)


def keep_version(plan: Plan, *, by: User | None, at: datetime, why: str = "") -> PlanVersion | None:
    """
    Keep what stands in a plan now as its next version; nothing where that is what the last one says.

    Whoever calls holds the plan's lock, so that versions are numbered one after the other.
    """
    content = content_of(plan)
    last = plan.versions.order_by("-number").first()
    if last is not None and last.content == content:
        return None
    return PlanVersion.objects.create(
        plan=plan,
        number=last.number + 1 if last else 1,
        content=content,
        kept_at=at,
        by=by,
        why=why.strip(),
    )


def keep_first_version(plan: Plan, *, at: datetime) -> None:
    """Keep what stands in a plan that has no version yet, as one that came by a file has not."""
    if plan.versions.exists() or not (plan.objectives.exists() or plan.work.exists()):
        return
    with as_system():
        keep_version(plan, by=None, at=at, why=AS_IT_STOOD)


@transaction.atomic
def begin_plan(*, sentence: Sentence, by: User, at: datetime) -> Plan:
    """
    Give the plan of `sentence`, begun now when there is none yet.

    :raises NotAllowed: the current actor does not write plans
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="begin this plan")
    plan, is_new = Plan.objects.get_or_create(
        sentence=sentence, defaults={"person": sentence.person, "made_on": london_day(at)}
    )
    if is_new:
        announce(PlanBegun(plan_id=plan.pk, by_id=by.pk, at=at))
        plan.refresh_from_db()
    return plan


@transaction.atomic
def add_objective(
    *, sentence: Sentence, need: str, words: str, by: User, at: datetime, own_words: str = ""
) -> Objective:
    """
    Add an objective for one need to the plan of `sentence`, last in priority; begin the plan if need be.

    :raises NotAllowed: the current actor does not write plans
    """
    plan = begin_plan(sentence=sentence, by=by, at=at)
    with changing_plan(plan, by=by, at=at, to="add an objective to this plan"):
        last = Objective.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
        return Objective.objects.create(
            plan=plan,
            need=need,
            words=words.strip(),
            own_words=own_words.strip(),
            position=last + 1,
            set_on=london_day(at),
        )


def change_objective(
    *,
    objective: Objective,
    need: str,
    words: str,
    own_words: str,
    position: int,
    why: str,
    by: User,
    at: datetime,
) -> Objective:
    """
    Say an objective otherwise, or give it another place in the order (`position`, from 1).

    :raises ReasonForChangeMissing: it does not say why
    :raises NotAllowed: the current actor does not write plans
    """
    if not why.strip():
        raise ReasonForChangeMissing("Say why you change this objective")
    with changing_plan(objective.plan, by=by, at=at, to="change this objective", why=why) as plan:
        changed = Objective.objects.get(pk=objective.pk)
        changed.need, changed.words, changed.own_words = need, words.strip(), own_words.strip()
        changed.save(update_fields=["need", "words", "own_words"])
        _put_in_place(plan, changed, position)
        changed.refresh_from_db()
    return changed


def move_objective(*, objective: Objective, name: str, why: str, by: User, at: datetime) -> Objective:
    """
    Achieve, drop or open an objective again, by one of its moves, with what shows it or why.

    :raises MoveNotAllowed: it does not stand where this move begins
    :raises ReasonMissing: no reason was given
    """
    with changing_plan(objective.plan, by=by, at=at, to="close or open this objective", why=why):
        move(objective, name, by=by, at=at, why=why)
    return objective


def say_in_own_words(*, plan: Plan, own_words: str, by: User, at: datetime) -> Plan:
    """Write down what the person says of the plan as a whole."""
    with changing_plan(plan, by=by, at=at, to="change this plan", why="In the person’s own words") as held:
        held.own_words = own_words.strip()
        held.save(update_fields=["own_words"])
    return held


def set_review(*, plan: Plan, review_on: date, why: str, by: User, at: datetime) -> Plan:
    """
    Say when the plan is looked at again.

    :raises ReasonForChangeMissing: it does not say why
    """
    if not why.strip():
        raise ReasonForChangeMissing("Say why you set this day")
    with changing_plan(plan, by=by, at=at, to="set the next review", why=why) as held:
        held.review_on = review_on
        held.save(update_fields=["review_on"])
    return held


def _put_in_place(plan: Plan, objective: Objective, position: int) -> None:
    others = [one for one in plan.objectives.order_by("position", "pk") if one.pk != objective.pk]
    others.insert(max(0, min(position - 1, len(others))), objective)
    for number, one in enumerate(others, start=1):
        if one.position != number:
            Objective.objects.filter(pk=one.pk).update(position=number)
