"""Needs that a plan names and no referral answers after the set days (S100)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from throughline.core.access.actor import as_system
from throughline.core.periods import Period
from throughline.core.time import london_day
from throughline.line.models import NotReferred, UnmetNeed
from throughline.line.queries.clocks import Clock
from throughline.line.states import DECLINED, DRAFT, WITHDRAWN
from throughline.people.models import Objective, Person, PlannedWork, Supervision
from throughline.people.states import ObjectiveState, WorkState
from throughline.supply.models import AreaRole


@dataclass(frozen=True)
class NeedWaiting:
    """An objective for whose need nobody was referred, from the set day on; without an end it waits."""

    objective: Objective
    during: Period

    @property
    def person(self) -> Person:
        """Whose need it is."""
        return self.objective.plan.person


def needs_waiting(people: Iterable[int], *, on: date) -> list[NeedWaiting]:
    """
    The needs in plans of `people` (by their ids) that waited too long for a referral, until the day `on`.

    A need waits from the day its objective was set, or its plan was made. Whoever is referred, or works on it
    otherwise by the plan, or of whom it is recorded why nobody is referred, waits no longer. Four queries.
    """
    with as_system():
        objectives = list(
            _open_objectives(people, on).annotate(sent_at=Min("referrals__sent_at", filter=_ANSWERS))
        )
        schemes = _schemes_of({one.plan.person_id for one in objectives}, on)
    clock = Clock("need_referral_days")
    found = []
    for one in objectives:
        since = one.set_on or one.plan.made_on
        allowed = [clock.days(since, scheme) for scheme in schemes[one.plan.person_id]]
        days = min((each for each in allowed if each is not None), default=None)
        if days is None:
            continue
        begins = since + timedelta(days=days)
        sent_at = one.sent_at
        if sent_at is not None:
            if begins < london_day(sent_at):
                found.append(NeedWaiting(one, Period(begins, london_day(sent_at))))
        elif begins <= on and not one.is_answered:  # type: ignore[attr-defined]
            found.append(NeedWaiting(one, Period(begins)))
    return found


def people_with_a_plan(on: date) -> QuerySet[Person]:
    """The people with a plan for a sentence that runs on the day `on`."""
    return Person.objects.filter(plans__sentence__during__contains=on).distinct()


_ANSWERS = ~Q(referrals__state__in=(DRAFT, DECLINED, WITHDRAWN))


def _open_objectives(people: Iterable[int], on: date) -> QuerySet[Objective]:
    worked_on = PlannedWork.objects.filter(objective=OuterRef("pk")).exclude(state=WorkState.DROPPED)
    of_theirs = {"person": OuterRef("plan__person"), "need": OuterRef("need"), "taken_back_at": None}
    answered = (
        Exists(worked_on.exclude(who=PlannedWork.Who.PROVIDER))
        | Exists(NotReferred.objects.filter(**of_theirs))
        | Exists(UnmetNeed.objects.filter(**of_theirs))
    )
    return (
        Objective.objects.filter(
            plan__person__in=list(people), plan__sentence__during__contains=on, state=ObjectiveState.OPEN
        )
        .select_related("plan__person", "plan__sentence")
        .annotate(is_answered=answered)
        .order_by("pk")
    )


def _schemes_of(people: Iterable[int], on: date) -> dict[int, list[int]]:
    """The schemes in which the organisations that supervise people work, by person."""
    held = dict(
        Supervision.objects.filter(person__in=people, during__contains=on).values_list(
            "person", "organisation"
        )
    )
    works_in: dict[int, set[int]] = defaultdict(set)
    roles = AreaRole.objects.filter(organisation__in=set(held.values()), during__contains=on)
    for organisation, scheme in roles.values_list("organisation", "scheme"):
        works_in[organisation].add(scheme)
    return defaultdict(list, {person: sorted(works_in[held_by]) for person, held_by in held.items()})
