"""Places and hours as a table: a line for each place of an entry, with the days and times it is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from throughline.core.access import Actor
from throughline.core.files import RowRefused, cells
from throughline.core.files.sheets import Sheet, SheetColumn
from throughline.core.geography import NotAPostcode, read_postcode
from throughline.core.models import Area
from throughline.supply.actions.service_places import (
    Where,
    add_place,
    change_place,
    remove_place,
    set_hours,
)
from throughline.supply.imports.sheets.hours import Times, read_times, times_as_written, times_of
from throughline.supply.imports.sheets.kept import kept_by
from throughline.supply.imports.sheets.lines import (
    Field,
    Line,
    reader,
    reference_field,
    text_field,
    written,
    yes_no_field,
)
from throughline.supply.imports.sheets.parts import REMOVE, PartLoader
from throughline.supply.imports.sheets.told import CHANGED, NEW, REMOVED, differences
from throughline.supply.models import Service, ServicePlace
from throughline.supply.states import ServiceState


def _postcode(row: Mapping[str, Any], name: str) -> str:
    text = cells.text(row, name, limit=12, optional=True)
    if not text:
        return ""
    try:
        return str(read_postcode(text))
    except NotAPostcode as refusal:
        raise RowRefused(f"Column “{name}” must be like TQ1 1AA, not “{text}”") from refusal


def _degrees(row: Mapping[str, Any], name: str) -> float | None:
    return cells.degrees(row, name, optional=True)


def _degrees_as_written(value: float | None) -> str:
    return "" if value is None else f"{value:.10f}".rstrip("0").rstrip(".")


C = SheetColumn
FIELDS: Final[Sequence[Field[ServicePlace]]] = (
    reference_field(
        C("service", "The reference of the entry", "SV-4K7Q2M", needed=True),
        lambda one: one.service.reference, prefix="SV",
    ),
    text_field(
        C("place", "What the place is called; one of another name is another place", "The Old Library",
          needed=True),
        lambda one: one.name, limit=200,
    ),
    text_field(
        C("address", "Its address", "1 Mill Street, Luton"), lambda one: one.address, limit=1_000,
        multiline=True,
    ),
    Field(C("postcode", "Its postcode", "LU1 1AA"), _postcode, lambda one: one.postcode, str),
    Field(
        C("latitude", "Degrees north, with longitude, or neither", "51.8787"), _degrees,
        lambda one: one.latitude, _degrees_as_written,
    ),
    Field(
        C("longitude", "Degrees east, with latitude, or neither", "-0.42"), _degrees,
        lambda one: one.longitude, _degrees_as_written,
    ),
    text_field(
        C("area", "The smallest area known to hold it, as its kind and code", "la:E06000032"),
        lambda one: f"{one.area.kind}:{one.area.code}" if one.area else "", limit=80,
    ),
    text_field(
        C("in_office", "The probation office in which it lies", "Luton probation office"),
        lambda one: one.in_office, limit=200,
    ),
    yes_no_field(
        C("withheld", "yes where nobody but those who deliver may know where it is (a refuge)", "no"),
        lambda one: one.is_withheld,
    ),
    Field(
        C("hours", "Days and times, London time; or: by arrangement", "Mon 09:30-12:30; Tue 10:00-16:00"),
        read_times, lambda one: times_of(one.hours.all(), by_arrangement=one.by_arrangement),
        times_as_written,
    ),
    text_field(
        C("access", "How to get in: steps, lift, hearing loop", "Step-free from the street"),
        lambda one: one.access, limit=2_000, multiline=True,
    ),
    yes_no_field(REMOVE, lambda _: False),
)  # fmt: skip

PLACES: Final = Sheet(
    code="places",
    title="Places and hours",
    says=(
        "A line for each place of an entry, known by its name. A column that you leave out changes nothing; "
        "an empty cell empties what is recorded.",
        "A withheld place is seen by those alone who deliver the service or stand above it in its chain. "
        "Keep this file as carefully as its address.",
    ),
    columns=[one.column for one in FIELDS],
)

read_place = reader(FIELDS)
"""Reads one line, touching nothing else; refuses in words."""


class PlaceLoader(PartLoader):
    """Writes places with their hours, one line at a time; what is there and says the same is left alone."""

    def load(self, line: Line) -> bool:
        """
        Write one line; says whether anything changed.

        :raises RowRefused: it names something that is not known
        :raises Refusal: the records do not allow it; says why
        """
        service, name = self.service(line.values["service"]), line.values["place"]
        self.once(service.reference, name)
        place = _with_all(service.given_at.filter(name=name)).first()
        about = f"{service.reference} {service.name}, {name}"
        if line.values.get("remove"):
            if place is not None:
                remove_place(place=place, **self.who())
                self.changes.tell(REMOVED, about)
            return place is not None
        was = written(FIELDS, place) if place is not None else {}
        given = {key: text for key, text in line.written.items() if key != "remove"}
        found = differences(was, {key: text for key, text in given.items() if text or place is not None})
        if place is not None and not found:
            return False
        self._write(service, place, line.values, {one.column for one in found})
        self.changes.tell(NEW if place is None else CHANGED, about, found)
        return True

    def _write(
        self, service: Service, place: ServicePlace | None, values: Mapping[str, Any], columns: set[str]
    ) -> None:
        said = {one.name: values.get(one.name, one.of(place) if place else None) for one in FIELDS[:-1]}
        times: Times = said["hours"] or Times()
        if (said["latitude"] is None) != (said["longitude"] is None):
            raise RowRefused("Give both latitude and longitude, or neither")
        where = Where(
            name=said["place"],
            address=said["address"] or "",
            postcode=said["postcode"] or "",
            latitude=said["latitude"],
            longitude=said["longitude"],
            area=_area(said["area"] or ""),
            in_office=said["in_office"] or "",
            is_withheld=bool(said["withheld"]),
            by_arrangement=times.by_arrangement,
            access=said["access"] or "",
        )
        if place is None:
            place = add_place(service=service, where=where, **self.who())
        else:
            change_place(place=place, where=where, **self.who())
        if "hours" in columns and times.openings:
            set_hours(place=place, hours=times.openings, **self.who())
        elif "hours" in columns:
            place.hours.all().delete()


def place_lines(actor: Actor) -> list[dict[str, str]]:
    """The lines of every place that `actor` sees of the entries they change by a file."""
    kept = kept_by(actor).exclude(state=ServiceState.WITHDRAWN)
    places = _with_all(ServicePlace.objects.filter(service__in=kept.order_by().values("pk")))
    return [written(FIELDS, one) for one in places.order_by("service__reference", "name", "pk")]


def _with_all(places: Any) -> Any:
    return places.select_related("service", "area").prefetch_related("hours")


def _area(key: str) -> Area | None:
    if not key:
        return None
    kind, _, code = key.partition(":")
    found = Area.objects.filter(kind=kind.strip(), code=code.strip()).first()
    if found is None:
        raise RowRefused(f"Column “area”: there is no area “{key}”. Write it like la:E06000032")
    return found
