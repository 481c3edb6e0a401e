"""What people needed and nothing answered: of one person, and counted by need, place and reason (S72)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from throughline.core.access.actor import Actor, as_system
from throughline.core.models import Area
from throughline.core.periods import Period
from throughline.line.models import Referral, UnmetNeed
from throughline.line.queries.not_referring import divisions_counted
from throughline.people.models import Person, Sentence
from throughline.vocabulary.custody import SHORT_CUSTODY_DAYS, Cohort
from throughline.vocabulary.orders import AFTER_CUSTODY

NOWHERE = "-"
"""How a report is asked for what has no area recorded."""


@dataclass(frozen=True)
class AskedUnmet:
    """
    What a report is narrowed to; everything left empty is not asked. `area` is kind and code, or `-`.

    Of a `cohort` is what was found while a sentence of that group ran (S231).
    """

    during: Period
    organisation_id: int | None = None
    need: str = ""
    reason: str = ""
    area: str = ""
    cohort: str = ""


@dataclass(frozen=True)
class Unmet:
    """
    How often nothing fitted, for one organisation, month, need, area, reason and group.

    `area_key` is the kind and code of the area, `-` where none is recorded. `since_referred` counts those of
    `times` who were referred for the same need afterwards.
    """

    organisation: str
    organisation_reference: str
    month: date
    need: str
    area: str
    area_key: str
    reason: str
    population: str
    times: int
    since_referred: int


def unmet_needs_of(person: Person) -> QuerySet[UnmetNeed]:
    """What stands recorded of a person, the latest first."""
    return UnmetNeed.objects.filter(person=person, taken_back_at=None).select_related("area", "recorded_by")


def unmet_needs_counted(actor: Actor, asked: AskedUnmet) -> list[Unmet]:
    """
    How often nothing fitted, for the organisations whose counts `actor` reads.

    Counts only: nothing of it leads to a person, who is seen by their own officer alone.
    """
    organisations = {one.pk for one in divisions_counted(actor)}
    later = Referral.objects.filter(
        person=OuterRef("person"), objective__need=OuterRef("need"), sent_at__gt=OuterRef("recorded_at")
    )
    with as_system():  # counted over people whom whoever reads the counts may not see
        rows = (
            UnmetNeed.objects.filter(_narrowed(asked), organisation__in=organisations, taken_back_at=None)
            .order_by()
            .annotate(month=TruncMonth("found_on"), referred=Exists(later))
            .values_list(
                "organisation__name",
                "organisation__reference",
                "month",
                "need",
                "area__name",
                "area__kind",
                "area__code",
                "reason",
                "population",
            )
            .annotate(times=Count("pk"), since=Count("pk", filter=Q(referred=True)))
            .order_by("month", "organisation__name", "need", "area__name", "reason", "population")
        )
        return [_unmet(*row) for row in rows]


def areas_of_unmet_needs(actor: Actor) -> list[Area]:
    """The areas where something was missing, for the organisations whose counts `actor` reads."""
    organisations = {one.pk for one in divisions_counted(actor)}
    with as_system():
        found = UnmetNeed.objects.filter(organisation__in=organisations, taken_back_at=None)
        return list(Area.objects.filter(pk__in=found.values("area")).order_by("name", "kind"))


def _unmet(*row: Any) -> Unmet:
    organisation, reference, month, need, area, kind, code, *why = row
    key = NOWHERE if area is None else f"{kind}:{code}"
    return Unmet(organisation, reference, month, need, area or "", key, *why)


def _narrowed(asked: AskedUnmet) -> Q:
    narrowed = Q(found_on__contained_by=asked.during.to_range())
    for name in ("organisation_id", "need", "reason"):
        if value := getattr(asked, name):
            narrowed &= Q(**{name: value})
    if asked.cohort:
        running = Sentence.objects.filter(person=OuterRef("person"), during__contains=OuterRef("found_on"))
        of_short = Exists(running.filter(kind__in=AFTER_CUSTODY, custody_days__lt=SHORT_CUSTODY_DAYS))
        narrowed &= Q(of_short if asked.cohort == Cohort.SHORT_CUSTODY else ~of_short)
    if asked.area == NOWHERE:
        narrowed &= Q(area=None)
    elif asked.area:
        kind, _, code = asked.area.partition(":")
        narrowed &= Q(area__kind=kind, area__code=code)
    return narrowed
