"""
The plain way to search a directory: every service with its rules is read, and the rest is done in Python.

What the database alone can tell, in which names and texts words are found, it is asked for all services.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from django.db import connection
from django.db.models import Prefetch

from throughline.core.geography import Point, miles_between
from throughline.core.models import Outcode
from throughline.supply.models import HighRiskClearance, Service, ServicePlace
from throughline.supply.queries.directory import IN_ENGLISH, TAKES_REFERRALS, Wanted
from throughline.supply.queries.finding import Search, Where
from throughline.supply.queries.service_rules import availability_of, wait_of, with_standing
from throughline.supply.rules.eligibility import Answer, Explanation, ServiceRules, ValueRule, explain
from throughline.supply.states import ServiceState
from throughline.vocabulary.eligibility import Aspect
from throughline.vocabulary.service_types import NEEDS_OF, ServiceType

_FARTHEST: Final = 99_999.0

_WHERE_WORDS_ARE = """
SELECT w.service_id, CASE
    WHEN ts_filter(w.said, '{a}') @@ websearch_to_tsquery(%(english)s::regconfig, %(words)s)
      OR %(words)s <%% s.name THEN 0
    WHEN ts_filter(w.said, '{b}') @@ websearch_to_tsquery(%(english)s::regconfig, %(words)s)
      OR %(words)s <%% w.named THEN 1
    ELSE 2 END
FROM supply_servicewords w JOIN supply_service s ON s.id = w.service_id
WHERE w.said @@ websearch_to_tsquery(%(english)s::regconfig, %(words)s)
   OR w.said @@ websearch_to_tsquery('simple', %(words)s)
   OR %(words)s <%% w.named
"""


@dataclass(frozen=True)
class Answered:
    """One service that was found: where it comes by what was asked, and why it is or is not for somebody."""

    service: Service
    explanation: Explanation
    miles: float | None
    place: tuple[Any, ...]


@dataclass(frozen=True)
class Listed:
    """All that was found in its order, and how many fit but are not for the person."""

    found: list[Answered]
    left_out: int


def search_plainly(search: Search, *, on: date) -> Listed:
    """
    What `find` finds for somebody today, `on`, worked out from every service.

    Of what may be asked it knows what the mix of searches asks; words must be of four letters or more.
    """
    assert search.person is not None
    said = _where_words_are(search.wanted.words)
    outcodes = {one.code: one for one in Outcode.objects.all()}
    found, left_out = [], 0
    for service in _every_service(on):
        miles = _miles(service, search.where, outcodes)
        if service.pk not in said and search.wanted.words:
            continue
        if not (_fits(service, search.wanted, on) and _is_there(service, search.where, miles)):
            continue
        explanation = explain(_rules(service), search.person)
        if _is_listed(explanation, search):
            place = _its_place(service, search, explanation, said.get(service.pk, 0), miles, on)
            found.append(Answered(service, explanation, miles, place))
        else:
            left_out += 1
    found.sort(key=lambda one: one.place)
    return Listed(found, left_out)


def _every_service(on: date) -> list[Service]:
    published = Service.objects.filter(state=ServiceState.PUBLISHED, during__contains=on)
    places = ServicePlace.objects.filter(is_withheld=False).prefetch_related("hours")
    in_force = HighRiskClearance.objects.filter(during__contains=on)
    return list(
        with_standing(published).prefetch_related(
            "needs",
            "populations",
            "areas",
            "eligibility",
            Prefetch("clearances", in_force, to_attr="clearances_in_force"),
            Prefetch("given_at", places, to_attr="open_places"),
        )
    )


def _rules(service: Service) -> ServiceRules:
    return ServiceRules(
        for_women=service.for_women,
        for_men=service.for_men,
        youngest=service.youngest,
        oldest=service.oldest,
        areas={one.pk: one.name for one in service.areas.all()},
        values={
            Aspect(one.aspect): ValueRule(frozenset(one.accepts), frozenset(one.refuses), one.why)
            for one in service.eligibility.all()
        },
        cleared=bool(cast(Any, service).clearances_in_force),
    )


def _where_words_are(words: str) -> Mapping[int, int]:
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_WHERE_WORDS_ARE, {"words": words, "english": IN_ENGLISH})
        return dict(cursor.fetchall())


def _fits(service: Service, wanted: Wanted, on: date) -> bool:
    opening = availability_of(service, on=on)
    wait = wait_of(service).days
    hours = [hour for place in _places(service) for hour in place.hours.all()]
    groups = {one.population for one in service.populations.all()}
    return (
        (not wanted.need or wanted.need in {one.need for one in service.needs.all()})
        and (not wanted.population or wanted.population in groups)
        and (wanted.weekday is None or wanted.weekday in {hour.weekday for hour in hours})
        and (wanted.availability != TAKES_REFERRALS or opening.takes_referrals)
        and (wanted.waits_at_most is None or (wait is not None and wait <= wanted.waits_at_most))
    )


def _is_there(service: Service, there: Where | None, miles: float | None) -> bool:
    if there is None:
        return True
    if there.miles is not None:
        return miles is not None and miles <= there.miles
    return bool({area.pk for area in service.areas.all()} & (there.areas | there.within))


def _miles(service: Service, there: Where | None, outcodes: Mapping[str, Outcode]) -> float | None:
    if there is None or there.point is None:
        return None
    far = []
    for place in _places(service):
        at = place if place.latitude is not None else outcodes.get(place.postcode.split(" ")[0])
        if at is not None and at.latitude is not None and at.longitude is not None:
            far.append(miles_between(there.point, Point(at.latitude, at.longitude)))
    return min(far, default=None)


def _is_listed(explanation: Explanation, search: Search) -> bool:
    if explanation.answer.rank >= search.least.rank:
        return True
    others = [one.answer.rank for one in explanation.parts if one.aspect != Aspect.AREA]
    is_around = search.where is not None and search.where.miles is not None
    return is_around and min(others, default=Answer.YES.rank) >= max(search.least.rank, 1)


def _its_place(
    service: Service, search: Search, explanation: Explanation, said: int, miles: float | None, on: date
) -> tuple[Any, ...]:
    away = _FARTHEST if miles is None else miles
    days = wait_of(service).days
    wait = _FARTHEST if days is None else days
    answer = -explanation.answer.rank
    openness = availability_of(service, on=on).opening.rank
    name = (service.name, service.pk)
    match search.order:
        case "miles":
            return (away, answer, openness, name)
        case "wait":
            return (wait, answer, openness, name)
        case "name":
            return name
    return (answer, openness, _not_made(service, search), said, away, wait, name)


def _not_made(service: Service, search: Search) -> int:
    wanted, person = search.wanted, search.person
    assert person is not None
    main = {one.population for one in service.populations.all() if one.is_main}
    not_made = int(bool(wanted.population) and wanted.population not in main)
    if wanted.need:
        return not_made + int(wanted.need not in NEEDS_OF[ServiceType(service.service_type)])
    if person.needs:
        return not_made + int(not person.needs & {one.need for one in service.needs.all()})
    return not_made


def _places(service: Service) -> list[ServicePlace]:
    return cast(list[ServicePlace], cast(Any, service).open_places)
