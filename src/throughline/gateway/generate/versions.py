"""Versions of generated entries, kept by the way every entry's are once the rows are there (S59)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from throughline.core.access import acting_as
from throughline.core.access.actor import SYSTEM
from throughline.supply.models import Service, ServiceVersion
from throughline.supply.queries.content import Content, contents_of

AT_ONCE: Final = 500
_CHANGED: Final = 10
"""One entry in so many was changed since it began."""
_DAYS_LATER: Final = 45


@transaction.atomic
def keep_versions() -> int:
    """
    Keep the first version of every invented entry that has none, and a second of some; gives how many.

    A tenth said another dose when they began. Acts as the system, on Django's connection.
    """
    made = 0
    with acting_as(SYSTEM):
        wanted = Service.objects.filter(scheme__is_invented=True, versions=None).exclude(state="draft")
        keys = list(wanted.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            made += _keep(keys[start : start + AT_ONCE])
    return made


def _keep(keys: list[int]) -> int:
    chosen = Service.objects.filter(pk__in=keys)
    contents = contents_of(chosen)
    rows: list[ServiceVersion] = []
    for service in chosen.prefetch_related("moves").order_by("pk"):
        content = contents[service.pk]
        began = service.moves.all()[0]
        was_another = service.pk % _CHANGED == 0 and service.sessions is not None
        first = _as_begun(content) if was_another else content
        rows.append(_version(service, 1, first, began.happened_at, "Begun"))
        if was_another:
            changed_at = began.happened_at + timedelta(_DAYS_LATER)
            rows.append(_version(service, 2, content, changed_at, "The dose put right"))
    ServiceVersion.objects.bulk_create(rows)
    return len(rows)


def _as_begun(content: Content) -> Content:
    return content | {"sessions": content["sessions"] + 2, "state": "published"}


def _version(service: Service, number: int, content: Content, at: datetime, why: str) -> ServiceVersion:
    return ServiceVersion(
        service=service, number=number, content=content, kept_at=at, by_id=service.owner_id, why=why
    )
