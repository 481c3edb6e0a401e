"""How fully people are assessed, by sex: needs found and protective factors recorded (S121)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from throughline.core.access.actor import Actor
from throughline.core.shares import percent
from throughline.people.models import AssessedNeed, Assessment, FactorsRecorded
from throughline.people.queries.people import people_managed_by
from throughline.vocabulary.needs import Sex


@dataclass(frozen=True)
class AssessedBySex:
    """
    Of the people of one sex: how many are assessed at all, and of these how fully.

    `full` are assessed in full and not abridged, `needs` have at least one need found, and `factors` their
    protective factors recorded, that none was found included. The three are of `assessed`.
    """

    sex: str
    people: int
    assessed: int
    full: int
    needs: int
    factors: int

    def of_those_assessed(self, number: int) -> int | None:
        """A number as the whole percent of those assessed."""
        return percent(number, self.assessed)


def assessed_by_sex(actor: Actor, at: datetime) -> list[AssessedBySex]:
    """How fully the people whose cases the actor manages are assessed, by sex, in one query."""
    latest = Assessment.objects.filter(person=OuterRef("pk")).order_by("-made_on", "-pk")
    found = AssessedNeed.objects.filter(assessment=OuterRef("latest")).exclude(level=AssessedNeed.Level.NONE)
    recorded = FactorsRecorded.objects.filter(assessment=OuterRef("latest"))
    rows = (
        people_managed_by(actor, at)
        .annotate(latest=Subquery(latest.values("pk")[:1]), depth=Subquery(latest.values("depth")[:1]))
        .annotate(has_needs=Exists(found), has_factors=Exists(recorded))
        .order_by()
        .values("sex")
        .annotate(
            people=Count("pk"),
            assessed=Count("pk", filter=Q(latest__isnull=False)),
            full=Count("pk", filter=Q(depth=Assessment.Depth.FULL)),
            needs=Count("pk", filter=Q(has_needs=True)),
            factors=Count("pk", filter=Q(has_factors=True)),
        )
    )
    by_sex = {row["sex"]: row for row in rows}
    return [
        AssessedBySex(
            str(sex.label),
            *(by_sex[sex][name] for name in ("people", "assessed", "full", "needs", "factors")),
        )
        for sex in Sex
        if sex in by_sex
    ]
