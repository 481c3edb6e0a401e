"""Reviews of plans: which are due, which are under way, and how often feedback was used (S115)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Prefetch, Q, QuerySet

from throughline.core.access.actor import Actor
from throughline.core.models import Organisation
from throughline.core.periods import Period
from throughline.core.time import london_day, start_of_london_day
from throughline.line.models import FeedbackMark, PlanReview
from throughline.line.queries.clocks import plan_review_days
from throughline.line.rules.reviews import Considered, day_by_rule
from throughline.people.models import Person, Plan, Supervision
from throughline.people.queries.people import people_managed_by, people_supervised_by
from throughline.vocabulary.permissions import Permission

NOTICE = timedelta(days=7)
"""How long before its day a review begins to wait on the officer."""


@dataclass(frozen=True)
class ReviewsOfOne:
    """How one officer of one team reviewed plans in a period, and how many reviews of theirs are overdue."""

    team: str
    officer: str
    considered: Considered
    overdue: int

    @property
    def feedback(self) -> int:
        """Of how many providers, for sorting."""
        return self.considered.feedback

    @property
    def share_used(self) -> int | None:
        """The share used, for sorting."""
        return self.considered.share_used


def review_of(plan: Plan) -> PlanReview:
    """
    The review of a plan that is under way; where there is none, one that is not begun.

    It considers what was recorded since the last one closed, or since the first day of the plan.
    """
    found = PlanReview.objects.filter(plan=plan, closed_at=None).select_related("begun_by").first()
    if found is not None:
        return found
    last = PlanReview.objects.filter(plan=plan, closed_at__isnull=False).order_by("-closed_at").first()
    since = last.closed_at if last and last.closed_at else start_of_london_day(plan.made_on)
    return PlanReview(plan=plan, person_id=plan.person_id, since=since)


def closed_reviews_of(plan: Plan) -> QuerySet[PlanReview]:
    """The reviews of a plan that are closed, the latest first, with what was marked, in two queries."""
    marks = FeedbackMark.objects.select_related("referral__service", "deliverer").order_by("pk")
    found = PlanReview.objects.filter(plan=plan, closed_at__isnull=False)
    return (
        found.select_related("closed_by", "version")
        .prefetch_related(Prefetch("marks", queryset=marks))
        .order_by("-closed_at", "-pk")
    )


def next_review_by_rule(plan: Plan, on: date) -> date | None:
    """The day of the next review of a plan that is reviewed on the day `on`, by the rule of the scheme."""
    return day_by_rule(on, plan_review_days(plan.person_id, on=on))


def plans_to_review(actor: Actor, at: datetime) -> QuerySet[Plan]:
    """Plans of the actor's own people whose review is due within the days of notice, or overdue."""
    return _due(people_supervised_by(actor, at), london_day(at), NOTICE).select_related("person")


def reviews_overdue(actor: Actor, at: datetime) -> QuerySet[Plan]:
    """Plans of people whose cases the actor manages, of which the day of review has gone by."""
    on = london_day(at)
    return _due(people_managed_by(actor, at), on, -timedelta(days=1)).select_related("person")


def reviews_under_way(actor: Actor, at: datetime) -> QuerySet[PlanReview]:
    """Reviews of the actor's own people that were begun and are not closed, the earliest first."""
    found = PlanReview.objects.filter(person__in=people_supervised_by(actor, at), closed_at=None)
    return found.select_related("person").order_by("begun_at", "pk")


def reviews_by_officer(actor: Actor, during: Period, at: datetime) -> list[ReviewsOfOne]:
    """
    How the officers of the teams whose cases the actor manages used feedback in a period, by team and name.

    A review counts for whoever closed it, in the period of its closing; an overdue one for whoever
    supervises the person today.
    """
    teams = actor.holds(Permission.MANAGE_CASES)
    assert during.to is not None
    closed = Q(
        organisation__in=teams,
        closed_at__gte=start_of_london_day(during.from_),
        closed_at__lt=start_of_london_day(during.to),
    )
    found: dict[tuple[int, str], Considered] = {}
    for team, officer, number in _counted(PlanReview.objects.filter(closed), "closed_by__full_name"):
        found[team, officer] = Considered(reviews=number)
    marks = FeedbackMark.objects.filter(
        review__in=PlanReview.objects.filter(closed).order_by().values("pk")
    ).values_list("review__organisation", "review__closed_by__full_name", "mark")
    for team, officer, mark, number in marks.annotate(number=Count("pk")).order_by():
        found[team, officer] = found.get((team, officer), Considered()) + Considered(**{mark: number})
    overdue = _overdue_by_officer(actor, teams, at)
    names = dict(Organisation.objects.filter(pk__in=teams).values_list("pk", "name"))
    return [
        ReviewsOfOne(names[team], officer, found.get((team, officer), Considered()), overdue.get(key, 0))
        for key in sorted({*found, *overdue}, key=lambda one: (names[one[0]], one[1]))
        for team, officer in (key,)
    ]


def _due(people: QuerySet[Person], on: date, notice: timedelta) -> QuerySet[Plan]:
    """Plans of sentences that run on the day `on`, to be reviewed by so long after it."""
    return Plan.objects.filter(
        person__in=people, sentence__during__contains=on, review_on__lte=on + notice
    ).order_by("review_on", "pk")


def _overdue_by_officer(actor: Actor, teams: Collection[int], at: datetime) -> dict[tuple[int, str], int]:
    held = Supervision.objects.filter(
        organisation__in=teams,
        during__contains=london_day(at),
        person__in=reviews_overdue(actor, at).order_by().values("person"),
    )
    return {(team, officer): number for team, officer, number in _counted(held, "officer__full_name")}


def _counted(rows: QuerySet[PlanReview] | QuerySet[Supervision], by: str) -> list[tuple[int, str, int]]:
    grouped = rows.order_by().values_list("organisation", by).annotate(number=Count("pk"))
    return [(team, name, number) for team, name, number in grouped]


def with_names(plans: QuerySet[Plan], on: date) -> QuerySet[Plan]:
    """Each with `officer_name`, who supervises the person on the day `on`."""
    return plans.filter(person__supervisions__during__contains=on).annotate(
        officer_name=F("person__supervisions__officer__full_name")
    )
