"""What an entry still lacks before it can be published (S5, S66)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from throughline.core.access.actor import as_system
from throughline.supply.models import Service, ServicePlace


@dataclass(frozen=True)
class Missing:
    """One thing that is not said: the part of the record it belongs to, and words that finish "Say …"."""

    part: str
    says: str


def missing_before_publishing(service: Service, *, on: date) -> list[Missing]:
    """
    What is not said of an entry without which nobody could find, reach or pay for the service.

    Who delivers it is always said: the database holds no entry without. A withheld place is a place, and
    times by arrangement are times.
    """
    # A withheld place counts for whoever oversees the scheme too, who does not see it: none is shown here.
    with as_system():
        places = list(
            ServicePlace.objects.filter(service=service).values_list("by_arrangement", "hours__weekday")
        )
    has_times = any(by_arrangement or weekday for by_arrangement, weekday in places)
    today = Q(during__contains=on)
    there = (
        ("text", "what happens in it", service.what_happens.strip() or service.activities.exists()),
        ("needs", "which need it answers", service.needs.exists()),
        ("areas", "where it is given", service.areas.exists()),
        ("places", "at which place, or that the place is withheld", places),
        ("places", "at which times, or that they are by arrangement", has_times or not places),
        ("routes", "how it is paid for", service.routes.filter(today).exists()),
        ("contacts", "whom to ask about it", service.contacts.filter(today).exists()),
    )
    return [Missing(part, says) for part, says, said in there if not said]
