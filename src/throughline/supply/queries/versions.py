"""
The versions of an entry: which there are, what stood in one, what stood on a day, what differs (S59, S62).

A place that was open once and is withheld now stands in versions kept before. They are never changed, so it
is taken out of whatever is read of them here, and nothing else reads them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from throughline.core.access.actor import as_system
from throughline.core.time import start_of_london_day
from throughline.supply.models import Service, ServicePlace, ServiceVersion
from throughline.supply.queries.content import Content, contents_of
from throughline.supply.rules.entry_in_words import Difference, differences
from throughline.supply.rules.withheld import Hidden, without_withheld


@dataclass(frozen=True)
class Compared:
    """Two versions of an entry, the earlier first, and what differs between them."""

    before: ServiceVersion
    after: ServiceVersion
    differences: list[Difference]


def versions_of(service: Service) -> QuerySet[ServiceVersion]:
    """The versions of an entry without what stood in them, the latest first."""
    return (
        ServiceVersion.objects.filter(service=service)
        .defer("content")
        .select_related("by", "service")
        .order_by("-number")
    )


def version_numbered(service: Service, number: int) -> ServiceVersion | None:
    """One version, with what anybody may read of it."""
    return _readable(ServiceVersion.objects.filter(service=service, number=number).first())


def version_on(service: Service, on: date) -> ServiceVersion | None:
    """
    The version that stood at the end of the day `on` in London, with what anybody may read of it.

    Nothing where no version had been kept by then.
    """
    kept = ServiceVersion.objects.filter(
        service=service, kept_at__lt=start_of_london_day(on + timedelta(days=1))
    )
    return _readable(kept.order_by("-number").first())


def content_on(service: Service, *, on: date, today: date) -> tuple[Content, bool]:
    """
    What an entry said on a day, and whether that is known; else the earliest that is.

    Today, and on days to come, it says what stands in it now.
    """
    return contents_on([service.pk], on=on, today=today)[service.pk]


def contents_on(services: Collection[int], *, on: date, today: date) -> dict[int, tuple[Content, bool]]:
    """The same of several entries by their ids, in a number of queries that does not grow with them."""
    if on >= today:
        return {pk: (content, True) for pk, content in _contents_now(services).items()}
    kept = ServiceVersion.objects.filter(service__in=services)
    stood = _once_each(kept.filter(kept_at__lt=start_of_london_day(on + timedelta(days=1))), "-number")
    first = _once_each(kept.exclude(service__in=stood), "number")
    read = stood | first
    hidden = _places_to_hide(read) if read else {}
    found = {pk: (_without(content, hidden.get(pk)), pk in stood) for pk, content in read.items()}
    never_kept = set(services) - found.keys()
    return found | {pk: (content, False) for pk, content in _contents_now(never_kept).items()}


def _contents_now(services: Collection[int]) -> dict[int, Content]:
    return contents_of(Service.objects.filter(pk__in=services)) if services else {}


def _once_each(versions: QuerySet[ServiceVersion], order: str) -> dict[int, Content]:
    """What stood in the first version of each service, in this order."""
    firsts = versions.order_by("service", order).distinct("service")
    return dict(firsts.values_list("service", "content"))


def number_on(service: Service, on: date) -> int | None:
    """The number of the version that stood at the end of a day; nothing where none had been kept."""
    before = start_of_london_day(on + timedelta(days=1))
    numbers = ServiceVersion.objects.filter(service=service, kept_at__lt=before).order_by("-number")
    return numbers.values_list("number", flat=True).first()


def compare(service: Service, first: int, second: int) -> Compared | None:
    """What differs between two versions, whichever is named first; nothing where one of them is not there."""
    before, after = (version_numbered(service, number) for number in sorted((first, second)))
    if before is None or after is None:
        return None
    return Compared(before, after, differences(before.content, after.content))


def places_to_hide(service_id: int) -> list[Hidden]:
    """
    Every place of an entry that is or once was withheld, unless it is open now.

    Asked past row security, for taking them out of texts: never to be shown.
    """
    return _places_to_hide([service_id]).get(service_id, [])


def _places_to_hide(services: Collection[int]) -> dict[int, list[Hidden]]:
    said = ("service", "name", "address", "postcode")
    with as_system():
        places = ServicePlace.objects.filter(service__in=services)
        events: Any = ServicePlace.pgh_event_model  # type: ignore[attr-defined]
        once = events.objects.filter(service__in=services, is_withheld=True)
        known = {*once.values_list(*said), *places.filter(is_withheld=True).values_list(*said)}
        open_now = set(places.filter(is_withheld=False).values_list(*said))
    found: dict[int, list[Hidden]] = {}
    for service, *place in sorted(known - open_now):
        found.setdefault(service, []).append(Hidden(*place))
    return found


def readable(service_id: int, content: Content) -> Content:
    """A document without whatever it says of a place that is withheld now."""
    return _without(content, places_to_hide(service_id))


def _without(content: Content, hidden: Sequence[Hidden] | None) -> Content:
    return without_withheld(content, hidden) if hidden else content


def _readable(version: ServiceVersion | None) -> ServiceVersion | None:
    if version is not None:
        version.content = readable(version.service_id, version.content)
    return version
