"""What hangs on the entry of a contract, put right from its document; each says whether anything changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from throughline.supply.imports.crs_orders import OrdersSaid
from throughline.supply.imports.crs_rows import ActivityRow, ContractRow
from throughline.supply.models import (
    EligibilityRule,
    Service,
    ServiceActivity,
    ServiceNeed,
    ServicePlace,
    ServicePopulation,
)
from throughline.vocabulary.delivery import Mode
from throughline.vocabulary.eligibility import Aspect
from throughline.vocabulary.populations import Population
from throughline.vocabulary.service_types import ServiceType


def put_right(record: Any, says: Mapping[str, Any]) -> bool:
    """Write what differs."""
    differing = [name for name, value in says.items() if getattr(record, name) != value]
    for name in differing:
        setattr(record, name, says[name])
    if differing:
        record.save(update_fields=[name.removesuffix("_id") for name in differing])
    return bool(differing)


def same_needs(service: Service, wanted: Iterable[str]) -> bool:
    """Answer these needs and no others."""
    there, needed = set(service.needs.values_list("need", flat=True)), set(wanted)
    service.needs.filter(need__in=there - needed).delete()
    ServiceNeed.objects.bulk_create(
        ServiceNeed(service=service, need=need) for need in sorted(needed - there)
    )
    return there != needed


def same_activities(service: Service, wanted: Iterable[ActivityRow]) -> bool:
    """Hold these activities and no others."""
    needed = list(wanted)
    there = [
        ActivityRow(one.need_area, one.activity, one.method, one.place) for one in service.activities.all()
    ]
    if there == needed:
        return False
    service.activities.all().delete()
    ServiceActivity.objects.bulk_create(
        ServiceActivity(
            service=service,
            need_area=one.need_area,
            activity=one.activity,
            method=one.method,
            place=one.place,
        )
        for one in needed
    )
    return True


def filled_in(service: Service, row: ContractRow) -> bool:
    """Say what kind of work it is and how it is given, each where nobody has said it."""
    says: dict[str, Any] = {}
    if service.service_type == ServiceType.OTHER:
        says["service_type"] = row.service_type
    if service.mode == Mode.UNKNOWN:
        says["mode"] = row.mode
    if not service.channels:
        says["channels"] = list(row.channels)
    return put_right(service, says)


def said_of_places(service: Service, names: Iterable[str]) -> bool:
    """
    Hold the places that are named. One that is named no longer goes if only its name was ever recorded.

    Names are compared without regard to capitals, so that a place somebody has written out stays one place.
    """
    there = {one.name.lower(): one for one in service.given_at.prefetch_related("hours")}
    wanted = {name.lower(): name for name in names}
    gone = [one.pk for name, one in there.items() if name not in wanted and _is_bare(one)]
    service.given_at.filter(pk__in=gone).delete()
    made = ServicePlace.objects.bulk_create(
        ServicePlace(service=service, name=name) for key, name in wanted.items() if key not in there
    )
    return bool(gone or made)


def said_of_populations(service: Service, made_for: Iterable[Population]) -> bool:
    """Say for which groups it is made, where no group is named."""
    if service.populations.exists():
        return False
    made = ServicePopulation.objects.bulk_create(
        ServicePopulation(service=service, population=one, is_main=True) for one in made_for
    )
    return bool(made)


def said_of_orders(service: Service, orders: OrdersSaid) -> bool:
    """Make the rule on kinds of order that the document states, with its words, where there is none."""
    if not orders.kinds or service.eligibility.filter(aspect=Aspect.ORDER).exists():
        return False
    EligibilityRule.objects.create(
        service=service, aspect=Aspect.ORDER, accepts=list(orders.kinds), why=orders.words
    )
    return True


def _is_bare(place: ServicePlace) -> bool:
    said = (place.address, place.postcode, place.area_id, place.in_office, place.access, place.is_withheld)
    return not any(said) and place.latitude is None and not place.hours.all()
