"""Where an entry's service is given: the areas it reaches, its places, and their hours (S6, S66)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from throughline.core.models import Area, User
from throughline.supply.actions.versions import changing
from throughline.supply.models import Service, ServiceArea, ServiceHours, ServicePlace
from throughline.supply.refusals import HoursOutOfOrder, PlaceIsThere, PlaceNotClear

WHERE = "say where this service is given"


@dataclass(frozen=True)
class Where:
    """
    What is said of one place. `latitude` and `longitude` are degrees (WGS 84), both or neither.

    `area` is the smallest area known to hold it, `in_office` the probation office in which it lies.
    """

    name: str
    address: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    area: Area | None = None
    in_office: str = ""
    is_withheld: bool = False
    by_arrangement: bool = False
    access: str = ""


@dataclass(frozen=True, order=True)
class Open:
    """On which day of the week (1 is Monday), from when until when, London time."""

    weekday: int
    opens: time
    closes: time


def set_areas(*, service: Service, areas: Collection[Area], by: User, at: datetime) -> Service:
    """Say in which areas it is actually given, whoever gives it (S6)."""
    with changing(service, by=by, at=at, to=WHERE):
        wanted = {area.pk for area in areas}
        ServiceArea.objects.filter(service=service).exclude(area__in=wanted).delete()
        there = set(ServiceArea.objects.filter(service=service).values_list("area", flat=True))
        ServiceArea.objects.bulk_create(
            ServiceArea(service=service, area_id=area) for area in sorted(wanted - there)
        )
    return service


def add_place(*, service: Service, where: Where, by: User, at: datetime) -> ServicePlace:
    """
    Add a place to an entry. A withheld one is seen by those alone who deliver the service or stand above.

    :raises PlaceIsThere: the entry has a place of this name
    :raises PlaceNotClear: a withheld place is said to lie in a probation office
    """
    with changing(service, by=by, at=at, to=WHERE):
        _refuse_unclear(service, where)
        return ServicePlace.objects.create(service=service, **vars(where))


def change_place(*, place: ServicePlace, where: Where, by: User, at: datetime) -> ServicePlace:
    """
    Say something else of a place. Once withheld, it is not read in versions kept before either.

    :raises PlaceIsThere: another place of the entry has this name
    :raises PlaceNotClear: a withheld place is said to lie in a probation office
    """
    with changing(place.service, by=by, at=at, to=WHERE):
        _refuse_unclear(place.service, where, but=place)
        for name, value in vars(where).items():
            setattr(place, name, value)
        place.save()
    return place


def remove_place(*, place: ServicePlace, by: User, at: datetime) -> Service:
    """Take a place out of an entry; versions kept before still say it was there, unless it was withheld."""
    service = place.service
    with changing(service, by=by, at=at, to=WHERE):
        place.hours.all().delete()
        place.delete()
    return service


def set_hours(*, place: ServicePlace, hours: Sequence[Open], by: User, at: datetime) -> ServicePlace:
    """
    Say on which days and at which times the service is given at a place; with none, by arrangement.

    :raises HoursOutOfOrder: a time ends before it begins, or two of one day overlap
    """
    _refuse_disorder(hours)
    with changing(place.service, by=by, at=at, to="say when this service is given"):
        place.by_arrangement = not hours
        place.save(update_fields=["by_arrangement"])
        place.hours.all().delete()
        ServiceHours.objects.bulk_create(ServiceHours(place=place, **vars(one)) for one in sorted(hours))
    return place


def _refuse_unclear(service: Service, where: Where, but: ServicePlace | None = None) -> None:
    others = service.given_at.filter(name=where.name)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise PlaceIsThere(f"This service has a place called {where.name}. Give this one another name")
    if where.is_withheld and where.in_office:
        raise PlaceNotClear("A place in a probation office cannot be withheld", "in_office")


def _refuse_disorder(hours: Sequence[Open]) -> None:
    before: Open | None = None
    for one in sorted(hours):
        if one.closes <= one.opens:
            raise HoursOutOfOrder("Each time must end after it begins")
        if before and before.weekday == one.weekday and one.opens < before.closes:
            raise HoursOutOfOrder("Times of one day must not overlap")
        before = one
