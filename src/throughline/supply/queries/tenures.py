"""Who delivers a service, under which agreement, as at any day (D2, S232)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughline.core.models import Organisation
from throughline.core.periods import Period
from throughline.supply.models import Agreement, Service, Tenure


@dataclass(frozen=True)
class Delivered:
    """Who delivers a service and under which agreement, over a period."""

    deliverer: Organisation
    agreement: Agreement | None
    during: Period


def deliverers_of(service: Service) -> Sequence[Delivered]:
    """Everybody who delivers a service or did, and who will, in order of time; there is always one."""
    found = service.tenures.select_related("deliverer", "agreement").order_by("during__startswith")
    if told := [Delivered(one.deliverer, one.agreement, one.during) for one in found]:
        return told
    return [Delivered(service.deliverer, service.agreement, service.during)]


def delivered_on(service: Service, on: date) -> Delivered:
    """Who delivers it on a day; on one before it began, or after it ended, whoever is nearest."""
    told = deliverers_of(service)
    begun = [one for one in told if one.during.from_ <= on]
    return begun[-1] if begun else told[0]


def agreement_on(service: Service, on: date) -> Agreement | None:
    """The lowest agreement of the chain that a service is delivered under on a day."""
    return delivered_on(service, on).agreement


def links_from(service: Service, on: date) -> set[int]:
    """The ids of the agreements of its chain on a day, and of the chains that follow."""
    now = delivered_on(service, on)
    coming = [one for one in deliverers_of(service) if one.during.from_ >= now.during.from_]
    return {pk for one in coming if one.agreement for pk in one.agreement.path}


def delivered_under(agreement: Agreement, *, on: date) -> QuerySet[Service]:
    """Services delivered under this agreement or one below it on a day."""
    under = Q(agreement__path__contains=[agreement.pk])
    of_it = Tenure.objects.filter(service=OuterRef("pk"))
    return Service.objects.filter(
        Exists(of_it.filter(under, during__contains=on)) | (under & ~Exists(of_it)), during__contains=on
    )
