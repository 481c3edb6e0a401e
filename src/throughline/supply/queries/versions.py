"""
The versions of an entry: which there are, what stood in one, what stood on a day, what differs (S59, S62).

A place that was open once and is withheld now stands in versions kept before. They are never changed, so it
is taken out of whatever is read of them here, and nothing else reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from throughline.core.access.actor import as_system
from throughline.core.time import start_of_london_day
from throughline.supply.models import Service, ServicePlace, ServiceVersion
from throughline.supply.queries.content import Content, content_of
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
    if on >= today:
        return content_of(service), True
    if (version := version_on(service, on)) is not None:
        return version.content, True
    first = _readable(ServiceVersion.objects.filter(service=service).order_by("number").first())
    return first.content if first else content_of(service), False


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
    with as_system():
        open_now = set(
            ServicePlace.objects.filter(service=service_id, is_withheld=False).values_list(
                "name", "address", "postcode"
            )
        )
        events: Any = ServicePlace.pgh_event_model  # type: ignore[attr-defined]
        once = events.objects.filter(service=service_id, is_withheld=True)
        known = set(once.values_list("name", "address", "postcode")) | set(
            ServicePlace.objects.filter(service=service_id, is_withheld=True).values_list(
                "name", "address", "postcode"
            )
        )
    return [Hidden(*place) for place in sorted(known - open_now)]


def readable(service_id: int, content: Content) -> Content:
    """A document without whatever it says of a place that is withheld now."""
    hidden = places_to_hide(service_id)
    return without_withheld(content, hidden) if hidden else content


def _readable(version: ServiceVersion | None) -> ServiceVersion | None:
    if version is not None:
        version.content = readable(version.service_id, version.content)
    return version
