"""The things a record has several of: what each asks, what it says now, how it is written and taken out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.db.models import Model, QuerySet

from throughline.core.models import Area, Outcode, User
from throughline.core.periods import NotAPeriod, Period
from throughline.core.queries.places import PlaceNotFound, find_place
from throughline.core.time import london_day
from throughline.supply.actions import (
    service_contacts,
    service_parts,
    service_places,
    service_routes,
)
from throughline.supply.actions.service_contacts import Who
from throughline.supply.actions.service_places import Where
from throughline.supply.actions.service_routes import Way
from throughline.supply.models import (
    Service,
    ServiceActivity,
    ServiceArea,
    ServiceContact,
    ServiceEvidence,
    ServiceInformation,
    ServicePlace,
    ServiceRoute,
)
from throughline.supply.refusals import PlaceNotClear, RouteNotClear
from throughline.web.forms import PageForm
from throughline.web.keeping import item_forms as forms

Cleaned = Mapping[str, Any]


class Writes(Protocol):
    """Adds a thing to an entry, or puts right the one that is given."""

    def __call__(self, service: Service, row: Any, said: Cleaned, *, by: User, at: datetime) -> Any: ...


class Removes(Protocol):
    """Takes a thing out of its entry."""

    def __call__(self, row: Any, *, by: User, at: datetime) -> Any: ...


@dataclass(frozen=True)
class Item:
    """
    One kind of thing a record has several of.

    `one` is what it is called with its article; `called` names a single one. Without `removes` such a thing
    is ended and never taken out; without `now` it is only added and taken out.
    """

    one: str
    anchor: str
    form: type[PageForm]
    rows: Callable[[Service], QuerySet[Any]]
    called: Callable[[Any], str]
    writes: Writes
    removes: Removes | None = None
    now: Callable[[Any], dict[str, Any]] | None = None
    new_form: type[PageForm] | None = None
    said: tuple[str, ...] = ()


def _add_area(service: Service, row: Any, said: Cleaned, *, by: User, at: datetime) -> None:
    areas = {*service.areas.all(), Area.objects.get(pk=said["area"])}
    service_places.set_areas(service=service, areas=areas, by=by, at=at)


def _remove_area(row: ServiceArea, *, by: User, at: datetime) -> None:
    left = set(row.service.areas.exclude(pk=row.area_id))
    service_places.set_areas(service=row.service, areas=left, by=by, at=at)


def _write_place(
    service: Service, row: ServicePlace | None, said: Cleaned, *, by: User, at: datetime
) -> ServicePlace:
    where = Where(
        **{
            name: said[name] for name in ("name", "address", "postcode", "in_office", "access", "is_withheld")
        },
        **_point(said, london_day(at)),
        by_arrangement=row.by_arrangement if row else False,
    )
    if row is None:
        return service_places.add_place(service=service, where=where, by=by, at=at)
    return service_places.change_place(place=row, where=where, by=by, at=at)


def _point(said: Cleaned, on: date) -> dict[str, Any]:
    """Where the postcode lies. Of a withheld place nothing that could stand on a map is kept."""
    if said["is_withheld"] or not said["postcode"]:
        return {}
    try:
        found = find_place(said["postcode"], on=on)
    except PlaceNotFound as unknown:
        if Outcode.objects.exists():
            raise PlaceNotClear(str(unknown), "postcode") from unknown
        return {}
    area = Area.objects.filter(pk=found.area_ids[0]).first() if found.area_ids else None
    return {"latitude": found.latitude, "longitude": found.longitude, "area": area}


def _write_route(
    service: Service, row: ServiceRoute | None, said: Cleaned, *, by: User, at: datetime
) -> ServiceRoute:
    way = Way(
        during=_during(said["from_on"], said["last_day"]),
        **{
            name: said[name]
            for name in ("route", "buyer", "payer", "terms", "unit_cost", "cost_unit", "cost_source")
        },
    )
    if row is None:
        return service_routes.add_route(service=service, way=way, by=by, at=at)
    return service_routes.change_route(route=row, way=way, by=by, at=at)


def _during(from_on: date, last_day: date | None) -> Period:
    try:
        return Period(from_on, last_day + timedelta(days=1) if last_day else None)
    except NotAPeriod:
        raise RouteNotClear("The last day must be on or after the first", "last_day") from None


def _route_now(row: ServiceRoute) -> dict[str, Any]:
    names = ("route", "buyer", "payer", "terms", "unit_cost", "cost_unit", "cost_source")
    dates = {"from_on": row.during.from_, "last_day": row.during.last_day}
    return {name: getattr(row, name) for name in names} | dates


def _write_contact(
    service: Service, row: ServiceContact | None, said: Cleaned, *, by: User, at: datetime
) -> ServiceContact:
    who = Who(
        **{name: said[name] for name in ("name", "job", "telephone", "email", "is_public")},
        user=row.user if row else None,
    )
    if row is None:
        return service_contacts.add_contact(service=service, who=who, from_on=said["from_on"], by=by, at=at)
    return service_contacts.change_contact(contact=row, who=who, by=by, at=at)


def _write_activity(service: Service, row: Any, said: Cleaned, *, by: User, at: datetime) -> Any:
    return service_parts.write_activity(service=service, activity=row, **said, by=by, at=at)


def _write_information(service: Service, row: Any, said: Cleaned, *, by: User, at: datetime) -> Any:
    return service_parts.write_information(service=service, asked=row, **said, by=by, at=at)


def _write_evidence(service: Service, row: Any, said: Cleaned, *, by: User, at: datetime) -> Any:
    return service_parts.write_evidence(service=service, evidence=row, **said, by=by, at=at)


def _remove_part(row: Any, *, by: User, at: datetime) -> None:
    service_parts.remove_part(part=row, by=by, at=at)


def _remove_place(row: ServicePlace, *, by: User, at: datetime) -> None:
    service_places.remove_place(place=row, by=by, at=at)


def _now(*names: str) -> Callable[[Model], dict[str, Any]]:
    return lambda row: {name: getattr(row, name) for name in names}


ITEMS: Mapping[str, Item] = {
    "areas": Item(
        "an area",
        "where",
        forms.AreaForm,
        lambda service: ServiceArea.objects.filter(service=service).select_related("area", "service"),
        lambda row: row.area.name,
        _add_area,
        _remove_area,
    ),
    "places": Item(
        "a place",
        "where",
        forms.PlaceForm,
        lambda service: ServicePlace.objects.filter(service=service).select_related("service__scheme"),
        lambda row: row.name,
        _write_place,
        _remove_place,
        now=_now("name", "is_withheld", "address", "postcode", "in_office", "access"),
    ),
    "routes": Item(
        "a funding route",
        "routes",
        forms.RouteForm,
        lambda service: ServiceRoute.objects.filter(service=service).select_related(
            "buyer", "payer", "service__scheme"
        ),
        lambda row: f"{row.get_route_display()}, {row.buyer.name if row.buyer else 'any buyer'}",
        _write_route,
        now=_route_now,
        said=("To change a route from a day on, end it and add another: what was, stays known.",),
    ),
    "contacts": Item(
        "a contact",
        "contacts",
        forms.ContactForm,
        lambda service: ServiceContact.objects.filter(service=service).select_related("service__scheme"),
        lambda row: row.name,
        _write_contact,
        now=_now("name", "job", "telephone", "email", "is_public"),
        new_form=forms.NewContactForm,
    ),
    "activities": Item(
        "an activity",
        "what",
        forms.ActivityForm,
        lambda service: ServiceActivity.objects.filter(service=service).select_related("service__scheme"),
        lambda row: row.activity[:60] or row.need_area,
        _write_activity,
        _remove_part,
        now=lambda row: {
            "words": row.activity,
            "need_area": row.need_area,
            "method": row.method,
            "place": row.place,
        },
    ),
    "information": Item(
        "something to be told",
        "information",
        forms.InformationForm,
        lambda service: ServiceInformation.objects.filter(service=service).select_related("service__scheme"),
        lambda row: row.what,
        _write_information,
        _remove_part,
        now=_now("what", "why", "is_essential"),
    ),
    "evidence": Item(
        "evidence",
        "evidence",
        forms.EvidenceForm,
        lambda service: ServiceEvidence.objects.filter(service=service).select_related("service__scheme"),
        lambda row: row.source,
        _write_evidence,
        _remove_part,
        now=_now("finding", "source", "address", "published_on"),
    ),
}
"""By the part of the address."""
