"""One search for officers, courts and the public: explained, in an order that says why (S56, S65)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from throughline.core.geography import Point
from throughline.core.queries.places import AREA, Place
from throughline.supply.models import Service
from throughline.supply.queries.beside import Beside, beside
from throughline.supply.queries.directory import Wanted, areas_within, directory
from throughline.supply.queries.ranking import BY_RANK, Ranked, Sought, rank
from throughline.supply.queries.service_rules import availability_of, service_rules, wait_of, with_standing
from throughline.supply.rules.availability import Availability, Wait
from throughline.supply.rules.eligibility import Answer, Circumstances, Explanation, explain
from throughline.vocabulary.service_types import NEEDS_OF, ServiceType

PER_PAGE: Final = 20


@dataclass(frozen=True)
class Where:
    """
    A place as a search takes it: the areas that hold it, those within it, and its point where it is known.

    Without `miles` services given in any of these areas are found, with it those with a place so near, in
    whichever area.
    """

    areas: frozenset[int]
    within: frozenset[int] = frozenset()
    point: Point | None = None
    miles: int | None = None


@dataclass(frozen=True)
class Travel:
    """How far away the nearest place of a service is. `minutes` is for travel times: empty until known."""

    miles: float | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Found:
    """
    One service that was found, what stands `beside` its record, and what its place in the results rests on.

    `explanation` is empty where nobody's circumstances were given, `availability` on days gone by. `is_made`
    says that it is made for the group or need that was asked; `in_name`, that the words are in its name.
    """

    service: Service
    beside: Beside
    explanation: Explanation | None
    availability: Availability | None
    travel: Travel
    wait: Wait
    is_made: bool
    in_name: bool


@dataclass(frozen=True)
class Results:
    """
    One page of what was found.

    `count` is that of all pages; `left_out` how many more fit what was asked but are not for this person.
    """

    found: Sequence[Found]
    count: int
    left_out: int


@dataclass(frozen=True)
class Search:
    """
    What is asked for, where, and for whom.

    `least` is the least answer that is listed. With a distance, and `with_exceptions`, services outside the
    areas where a person lives are listed as well: they can be had as an exception (S57). `is_anywhere` takes
    the place for distances alone: what is given elsewhere is found too.
    """

    wanted: Wanted = field(default_factory=Wanted)
    where: Where | None = None
    person: Circumstances | None = None
    least: Answer = Answer.NO
    order: str = BY_RANK
    with_exceptions: bool = False
    is_anywhere: bool = False


def where(place: Place, *, on: date, miles: int | None = None) -> Where:
    """A place found by `find_place`, as a search takes it that day; nothing is near one without a point."""
    within = areas_within(place.area_ids[:1], on=on) if place.kind == AREA else set()
    return Where(
        frozenset(place.area_ids), frozenset(within), place.point, miles if place.point is not None else None
    )


def living_at(person: Circumstances, there: Where | None) -> Circumstances:
    """The same circumstances of somebody who lives there."""
    if there is None:
        return person
    return replace(person, lives_in=there.areas, perhaps_in=there.within)


def find(
    search: Search, *, on: date, is_now: bool = True, first: int = 0, size: int | None = PER_PAGE
) -> Results:
    """
    What stands in the directory on the day `on` and fits, from the result numbered `first` (from 0) on.

    Eligible before unknown before not eligible; open before capped or full before closed; made for the group
    or need before also for it; then by words, distance, wait and name. `is_now` says that `on` is today, so
    that places and intake count. The number of queries grows with nothing.

    :raises KeyError: there is no such order
    """
    page = rank(
        directory(_placed(search), on=on),
        _sought(search, is_now),
        on=on,
        order=search.order,
        first=first,
        size=size,
    )
    shown = {one.id: one for one in page.results}
    services = with_standing(Service.objects.filter(pk__in=shown)).in_bulk() if shown else {}
    held = beside(services, on=on) if services else {}
    found = [
        _found(services[pk], held[pk], row, search, on, is_now) for pk, row in shown.items() if pk in services
    ]
    return Results(found, page.count, page.left_out)


def references_found(search: Search, *, on: date) -> list[str]:
    """The references of all that a search finds today, in its order, and nothing else of them."""
    page = rank(directory(_placed(search), on=on), _sought(search, True), on=on, order=search.order)
    ids = [one.id for one in page.results]
    references = dict(Service.objects.filter(pk__in=ids).values_list("pk", "reference"))
    return [references[one] for one in ids if one in references]


def found_of(service_id: int, search: Search, *, on: date) -> Found | None:
    """One service as the search would show it today, whether or not it would be listed; nothing if none."""
    everything = replace(_sought(search, True), least=Answer.NO, within=None)
    page = rank(Service.objects.filter(pk=service_id), everything, on=on)
    for row in page.results:
        service = with_standing(Service.objects.filter(pk=service_id)).get()
        return _found(service, beside([service_id], on=on)[service_id], row, search, on, True)
    return None


def _placed(search: Search) -> Wanted:
    if search.where is None or search.where.miles is not None or search.is_anywhere:
        return search.wanted
    return replace(search.wanted, area_ids=search.where.areas | search.where.within)


def _sought(search: Search, is_now: bool) -> Sought:
    wanted, person, place = search.wanted, search.person, search.where
    types = {one for one in ServiceType if wanted.need in NEEDS_OF[one]}
    return Sought(
        words=wanted.words.strip(),
        population=wanted.population,
        types=frozenset(types),
        needs=frozenset() if person is None or wanted.need else person.needs,
        near=place.point if place else None,
        within=place.miles if place and place.point else None,
        person=person,
        least=search.least,
        outside_too=search.with_exceptions or (place is not None and place.miles is not None),
        is_now=is_now,
    )


def _found(service: Service, held: Beside, row: Ranked, search: Search, on: date, is_now: bool) -> Found:
    person = search.person
    return Found(
        service=service,
        beside=held,
        explanation=None if person is None else explain(service_rules(service, held), person),
        availability=availability_of(service, on=on) if is_now else None,
        travel=Travel(miles=row.miles),
        wait=wait_of(service),
        is_made=row.made == 0 and bool(search.wanted.population or search.wanted.need),
        in_name=row.said == 0 and bool(search.wanted.words.strip()),
    )
