"""Searching the directory: what stands in it on a day, by words, need, place and person (S56)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib.postgres.search import SearchQuery, SearchVector, TrigramWordSimilarity
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from throughline.core.models import AreaParent, Organisation
from throughline.supply.models import (
    Service,
    ServiceActivity,
    ServiceArea,
    ServiceMove,
    ServiceNeed,
    ServiceRoute,
)
from throughline.supply.states import ServiceState
from throughline.vocabulary.needs import Sex

IN_ENGLISH: Final = "english"
ALIKE: Final = 0.5
"""How much of what was typed must be in the name of a deliverer, from 0 to 1."""

_DEEPEST: Final = 6


@dataclass(frozen=True)
class Wanted:
    """
    What somebody looks for; everything left empty is not asked.

    `words` are found in the name, the summary and the deliverer's name; small mistakes of spelling are
    forgiven in names. `area_id` finds what is given there, in a larger area that holds it, or in a part of
    it. `age` is in whole years.
    """

    words: str = ""
    need: str = ""
    area_id: int | None = None
    sex: str = ""
    age: int | None = None
    route: str = ""
    scheme: str = ""


def directory(wanted: Wanted, *, on: date) -> QuerySet[Service]:
    """The published services that fit and stand in the directory on the day `on`, each once."""
    found = Service.objects.filter(state=ServiceState.PUBLISHED, during__contains=on)
    if wanted.words.strip():
        found = found.filter(_said_in(wanted.words.strip()))
    if wanted.need:
        found = found.filter(Exists(ServiceNeed.objects.filter(service=OuterRef("pk"), need=wanted.need)))
    if wanted.area_id is not None:
        places = areas_touching(wanted.area_id, on=on)
        found = found.filter(Exists(ServiceArea.objects.filter(service=OuterRef("pk"), area__in=places)))
    if wanted.sex in (Sex.FEMALE, Sex.MALE):
        found = found.filter(**{"for_women" if wanted.sex == Sex.FEMALE else "for_men": True})
    if wanted.age is not None:
        found = found.filter(Q(youngest=None) | Q(youngest__lte=wanted.age))
        found = found.filter(Q(oldest=None) | Q(oldest__gte=wanted.age))
    if wanted.route:
        routes = ServiceRoute.objects.filter(service=OuterRef("pk"), route=wanted.route, during__contains=on)
        found = found.filter(Exists(routes))
    return found.filter(scheme__code=wanted.scheme) if wanted.scheme else found


def for_a_list(services: QuerySet[Service], *, on: date) -> QuerySet[Service]:
    """With what a list of services shows, in a fixed number of queries; the summary is left for its page."""
    return (
        services.defer("summary")
        .select_related("deliverer", "scheme", "kind")
        .prefetch_related("areas", "needs", _routes(on))
    )


def for_its_page(on: date) -> QuerySet[Service]:
    """Any service but drafts, with what its page shows, in a fixed number of queries."""
    return (
        Service.objects.exclude(state=ServiceState.DRAFT)
        .select_related("deliverer", "scheme", "kind", "agreement", "owner")
        .prefetch_related(
            "areas",
            "needs",
            _routes(on),
            Prefetch("activities", ServiceActivity.objects.order_by("need_area", "pk")),
            Prefetch("moves", ServiceMove.objects.order_by("happened_at", "pk")),
        )
    )


def areas_touching(area_id: int, *, on: date) -> set[int]:
    """The area, every larger one that holds it and every one within it on the day `on`."""
    return (
        {area_id}
        | _climb({area_id}, on, "area_id", "parent_id")
        | _climb({area_id}, on, "parent_id", "area_id")
    )


def areas_holding(area_id: int, *, on: date) -> set[int]:
    """The area and every larger one that holds it on the day `on`."""
    return {area_id} | _climb({area_id}, on, "area_id", "parent_id")


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


def _said_in(words: str) -> Q:
    spoken = SearchQuery(words, config=IN_ENGLISH, search_type="websearch")
    in_text = Service.objects.annotate(said=SearchVector("name", "summary", config=IN_ENGLISH)).filter(
        said=spoken
    )
    # Not icontains as well: it compares in capitals, for which there is no index.
    in_name = Service.objects.filter(name__trigram_word_similar=words)
    # Deliverers are few enough to compare with each; services' names go by the index and its own threshold.
    likeness = Organisation.objects.annotate(likeness=TrigramWordSimilarity(words, "name"))
    by_whom = likeness.filter(Q(likeness__gte=ALIKE) | Q(name__icontains=words))
    return (
        Q(pk__in=in_text.order_by().values("pk"))
        | Q(pk__in=in_name.order_by().values("pk"))
        | Q(deliverer__in=by_whom.order_by().values("pk"))
    )


def _routes(on: date) -> Prefetch[str]:
    in_force = (
        ServiceRoute.objects.filter(during__contains=on).select_related("buyer", "payer").order_by("pk")
    )
    return Prefetch("routes", in_force, to_attr="routes_in_force")
