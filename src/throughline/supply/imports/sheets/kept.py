"""Which services somebody changes by a file: those they change on pages, and all for the system."""

from __future__ import annotations

from django.db.models import QuerySet

from throughline.core.access import Actor
from throughline.supply.models import Service
from throughline.supply.queries.keepers import services_changed_by


def kept_by(actor: Actor) -> QuerySet[Service]:
    """The entries that `actor` may change."""
    if actor.is_system:
        return Service.objects.select_related("deliverer", "scheme", "agreement")
    return services_changed_by(actor)
