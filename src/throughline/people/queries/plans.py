"""The plan as it stands, its versions, and what differs between them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from throughline.people.models import Objective, Plan, PlannedWork, PlanVersion
from throughline.people.rules.plan_in_words import Difference, differences
from throughline.people.states import WorkState

Content = dict[str, Any]

NOTHING: Content = {"own_words": "", "review_on": None, "objectives": [], "work": []}
"""A plan in which nothing stands."""


def work_of(plans: QuerySet[Plan]) -> QuerySet[PlannedWork]:
    """The work in these plans that is not dropped, with the names that stand in it."""
    return (
        PlannedWork.objects.filter(plan__in=plans)
        .exclude(state=WorkState.DROPPED)
        .select_related("organisation", "after")
        .order_by("due_on", "pk")
    )


def plan_with_its_parts(plans: QuerySet[Plan]) -> Plan | None:
    """The first of `plans` with objectives, and `work` as a list of what is not dropped, in three queries."""
    standing = PlannedWork.objects.exclude(state=WorkState.DROPPED).order_by("due_on", "pk")
    return (
        plans.select_related("person", "sentence")
        .prefetch_related(
            Prefetch("objectives", queryset=Objective.objects.order_by("position", "pk")),
            Prefetch(
                "work", queryset=standing.select_related("organisation", "after"), to_attr="standing_work"
            ),
        )
        .first()
    )


def content_of(plan: Plan) -> Content:
    """
    All that stands in a plan now, as one document: what a version keeps.

    Dropped work is left out; how far the rest has come is no part of it.
    """
    work = list(work_of(Plan.objects.filter(pk=plan.pk)))
    standing = {one.pk for one in work}
    return {
        "own_words": plan.own_words,
        "review_on": plan.review_on.isoformat() if plan.review_on else None,
        "objectives": [
            {
                "id": one.pk,
                "need": one.need,
                "words": one.words,
                "own_words": one.own_words,
                "state": one.state,
            }
            for one in Objective.objects.filter(plan=plan).order_by("position", "pk")
        ],
        "work": [
            {
                "id": one.pk,
                "objective": one.objective_id,
                "why_no_objective": one.why_no_objective,
                "what": one.what,
                "who": one.who,
                "with_whom": one.organisation.name if one.organisation else one.with_whom,
                "due_on": one.due_on.isoformat() if one.due_on else None,
                "after": one.after_id if one.after_id in standing else None,
                "rar_days": one.rar_days,
            }
            for one in work
        ],
    }


def versions_of(plan: Plan) -> QuerySet[PlanVersion]:
    """The versions of a plan, the latest first, with who made each."""
    return PlanVersion.objects.filter(plan=plan).select_related("by").order_by("-number")


def changes_of(plan: Plan) -> list[tuple[PlanVersion, list[Difference]]]:
    """Each version of a plan, the latest first, with what it changed of the one before (one query)."""
    kept = list(versions_of(plan))
    before = [*(one.content for one in kept), NOTHING][1:]
    return [
        (version, differences(former, version.content)) for version, former in zip(kept, before, strict=True)
    ]
