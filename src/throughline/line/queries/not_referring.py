"""Eligible services that were not used: of one person, and counted by reason, division and month (S69)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from throughline.core.access.actor import Actor, as_system
from throughline.core.models import Organisation
from throughline.core.periods import Period
from throughline.line.models import NotReferred, Referral
from throughline.line.queries.referring import services_open_to
from throughline.line.states import OVER
from throughline.people.models import Person
from throughline.supply.models import AreaRole, Service
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Asked:
    """What a report is narrowed to; everything left empty is not asked. `month` is its first day."""

    during: Period
    organisation_id: int | None = None
    reason: str = ""
    month: date | None = None
    need: str = ""
    service_id: int | None = None


@dataclass(frozen=True)
class Counted:
    """How often eligible services were not used, for one organisation, month, reason, need and service."""

    organisation: str
    organisation_reference: str
    month: date
    reason: str
    need: str
    service: str
    service_reference: str
    times: int


def not_referred_of(person: Person) -> QuerySet[NotReferred]:
    """What stands recorded of a person, the latest first."""
    return NotReferred.objects.filter(person=person, taken_back_at=None).select_related(
        "service__deliverer", "recorded_by"
    )


def services_not_used(
    person: Person, *, buyer_id: int, needs: Collection[str], on: date
) -> list[tuple[Service, str]]:
    """Services open to a person for their needs, and not used: each with each need that it answers."""
    under_way = Referral.objects.filter(person=person).exclude(state__in=OVER).values("service")
    said = NotReferred.objects.filter(person=person, taken_back_at=None).values("service")
    found = (
        services_open_to(person, buyer_id=buyer_id, needs=needs, on=on)
        .exclude(pk__in=under_way)
        .exclude(pk__in=said)
        .prefetch_related("needs")
    )
    return [
        (service, answer.need) for service in found for answer in service.needs.all() if answer.need in needs
    ]


def divisions_counted(actor: Actor) -> list[Organisation]:
    """The organisations whose counts `actor` reads: their own, and all that stand in schemes they oversee."""
    ours = actor.holds(Permission.SEE_NOT_REFERRED)
    in_schemes = AreaRole.objects.filter(scheme__steward__in=ours & actor.holds(Permission.OVERSEE_SCHEME))
    found = Organisation.objects.filter(Q(pk__in=ours) | Q(pk__in=in_schemes.values("organisation")))
    return list(found.order_by("name", "pk"))


def not_referred_counted(actor: Actor, asked: Asked) -> list[Counted]:
    """
    How often eligible services were not used, for the organisations whose counts `actor` reads.

    Counts only: nothing of it leads to a person, who is seen by their own officer alone.
    """
    organisations = {one.pk for one in divisions_counted(actor)}
    with as_system():  # counted over people whom whoever reads the counts may not see
        found = NotReferred.objects.filter(
            organisation__in=organisations,
            taken_back_at=None,
            decided_on__contained_by=asked.during.to_range(),
        )
        for name, value in (
            ("organisation", asked.organisation_id),
            ("reason", asked.reason),
            ("need", asked.need),
            ("service", asked.service_id),
        ):
            if value:
                found = found.filter(**{name: value})
        if asked.month is not None:
            found = found.filter(decided_on__year=asked.month.year, decided_on__month=asked.month.month)
        rows = (
            found.order_by()
            .annotate(month=TruncMonth("decided_on"))
            .values_list(
                "organisation__name",
                "organisation__reference",
                "month",
                "reason",
                "need",
                "service__name",
                "service__reference",
            )
            .annotate(times=Count("pk"))
            .order_by("month", "organisation__name", "reason", "service__name", "need")
        )
        return [Counted(*row) for row in rows]
