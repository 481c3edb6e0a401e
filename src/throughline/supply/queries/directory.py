"""What stands in the directory on a day: narrowed by words, need, place, hours and funding (S56, S66)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, F, Model, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from throughline.core.models import AreaParent
from throughline.supply.models import (
    Service,
    ServiceArea,
    ServiceHours,
    ServiceMove,
    ServiceNeed,
    ServicePlace,
    ServicePopulation,
    ServiceRoute,
    ServiceWords,
)
from throughline.supply.rules.availability import MEASURED_OVER
from throughline.supply.states import ServiceState
from throughline.vocabulary.delivery import HOURS_OF, Intake, Mode, PartOfDay

IN_ENGLISH: Final = "english"
TYPED_AT_LEAST: Final = 4
"""How many letters must be typed before mistakes of spelling are forgiven: of fewer, too much is alike."""

TAKES_REFERRALS, HAS_PLACES = "open", "places"
"""What may be wanted of availability: that referrals are taken now, or that places are known to be free."""

_DEEPEST: Final = 6


@dataclass(frozen=True)
class Wanted:
    """
    What somebody looks for; everything left empty is not asked.

    `words` are found in the name, what the service says of itself and who gives it; mistakes of spelling are
    forgiven in the two names. `area_id` finds what is given there, in a larger area that holds it, or in a
    part of it; `area_ids` what is given in any of these very areas. `weekday` is by ISO 8601 (1 is Monday).
    `availability` and `waits_at_most` (in days) are as things stand now. For whom a service is, its rules
    say: see `finding`.
    """

    words: str = ""
    need: str = ""
    population: str = ""
    service_type: str = ""
    area_id: int | None = None
    area_ids: frozenset[int] | None = None
    mode: str = ""
    channel: str = ""
    language: str = ""
    weekday: int | None = None
    part_of_day: str = ""
    in_office: bool = False
    route: str = ""
    scheme: str = ""
    availability: str = ""
    waits_at_most: int | None = None


def directory(wanted: Wanted, *, on: date) -> QuerySet[Service]:
    """The published services that fit and stand in the directory on the day `on`, each once."""
    found = Service.objects.filter(_stands(on), state=ServiceState.PUBLISHED)
    if wanted.words.strip():
        found = found.filter(said_in(wanted.words.strip()))
    found = _about(found, wanted, on)
    found = _when_and_where(found, wanted, on)
    return _open(found, wanted, on)


def for_its_page() -> QuerySet[Service]:
    """Any service but drafts, with what its page shows beside its content, in a fixed number of queries."""
    moves = Prefetch("moves", ServiceMove.objects.order_by("happened_at", "pk"))
    return (
        Service.objects.exclude(state=ServiceState.DRAFT)
        .select_related("deliverer", "scheme", "agreement", "owner")
        .prefetch_related(moves)
    )


def areas_touching(area_id: int, *, on: date) -> set[int]:
    """The area, every larger one that holds it and every one within it on the day `on`."""
    return areas_holding(area_id, on=on) | areas_within([area_id], on=on)


def areas_holding(area_id: int, *, on: date) -> set[int]:
    """The area and every larger one that holds it on the day `on`."""
    return {area_id} | _climb({area_id}, on, "area_id", "parent_id")


def areas_within(area_ids: Collection[int], *, on: date) -> set[int]:
    """Every smaller area that lies in one of these on the day `on`."""
    return _climb(area_ids, on, "parent_id", "area_id")


def said_in(words: str) -> Q:
    """The services in which these words are found, or whose name or deliverer's is spelt nearly so."""
    # Wordings in other languages are kept as they are; English ones by their stems.
    spoken = SearchQuery(words, config=IN_ENGLISH, search_type="websearch") | SearchQuery(
        words, config="simple", search_type="websearch"
    )
    found = ServiceWords.objects.filter(said=spoken).values("pk")
    if len(words) >= TYPED_AT_LEAST:
        # Each condition looks into an index of its own; joined by "or" they would be tried on every service.
        found = found.union(ServiceWords.objects.filter(named__trigram_word_similar=words).values("pk"))
    return Q(pk__in=found)


def _stands(on: date) -> Q:
    # Row security keeps statistics from the planner: of a range that contains a day it reckons with one row
    # in two hundred, of its two ends with a fifth, which is far nearer.
    return Q(during__startswith__lte=on) & (Q(during__endswith=None) | Q(during__endswith__gt=on))


def _about(found: QuerySet[Service], wanted: Wanted, on: date) -> QuerySet[Service]:
    if wanted.need:
        found = found.filter(_has(ServiceNeed, need=wanted.need))
    if wanted.population:
        found = found.filter(_has(ServicePopulation, population=wanted.population))
    if wanted.service_type:
        found = found.filter(service_type=wanted.service_type)
    if wanted.mode:
        # A service of both modes is found by either.
        found = found.filter(mode__in=(wanted.mode, Mode.BOTH))
    if wanted.channel:
        found = found.filter(channels__contains=[wanted.channel])
    if wanted.language:
        found = found.filter(languages__contains=[wanted.language])
    if wanted.route:
        found = found.filter(_has(ServiceRoute, route=wanted.route, during__contains=on))
    return found.filter(scheme__code=wanted.scheme) if wanted.scheme else found


def _when_and_where(found: QuerySet[Service], wanted: Wanted, on: date) -> QuerySet[Service]:
    if wanted.area_id is not None:
        found = found.filter(_has(ServiceArea, area__in=areas_touching(wanted.area_id, on=on)))
    if wanted.area_ids is not None:
        found = found.filter(_has(ServiceArea, area__in=wanted.area_ids))
    if wanted.in_office:
        found = found.filter(_has(ServicePlace, Q(is_withheld=False) & ~Q(in_office="")))
    if wanted.weekday is not None or wanted.part_of_day:
        # What a withheld place does on which day would tell where it is.
        hours = Q(place__is_withheld=False)
        if wanted.weekday is not None:
            hours &= Q(weekday=wanted.weekday)
        if wanted.part_of_day:
            begins, ends = HOURS_OF[PartOfDay(wanted.part_of_day)]
            hours &= Q(opens__lt=ends, closes__gt=begins)
        at_that_time = ServiceHours.objects.filter(hours, place__service=OuterRef("pk"))
        found = found.filter(Exists(at_that_time))
    return found


def _open(found: QuerySet[Service], wanted: Wanted, on: date) -> QuerySet[Service]:
    if wanted.availability:
        taken = Coalesce(F("occupancy__taken"), 0)
        found = found.exclude(intake=Intake.CLOSED).filter(Q(places=None) | Q(places__gt=taken))
        nothing_sent = ~Q(occupancy__month=on.replace(day=1))
        found = found.filter(~Q(intake=Intake.CAPPED) | nothing_sent | Q(intake_cap__gt=F("occupancy__sent")))
        if wanted.availability == HAS_PLACES:
            found = found.filter(places__isnull=False)
    if wanted.waits_at_most is not None:
        usual = Q(
            waiting_days=None,
            occupancy__usual_wait__lte=wanted.waits_at_most,
            occupancy__waits__len__gte=MEASURED_OVER,
        )
        found = found.filter(Q(waiting_days__lte=wanted.waits_at_most) | usual)
    return found


def _has(part: type[Model], *which: Q, **such: object) -> Exists:
    return Exists(part._default_manager.filter(*which, service=OuterRef("pk"), **such))


def _climb(start: Collection[int], on: date, frm: str, to: str) -> set[int]:
    found: set[int] = set()
    edge = set(start)
    for _ in range(_DEEPEST):
        links = AreaParent.objects.filter(**{f"{frm}__in": edge}, during__contains=on)
        edge = set(links.values_list(to, flat=True)) - found
        if not edge:
            break
        found |= edge
    return found
