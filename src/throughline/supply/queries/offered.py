"""What the directory offers in a place on a day, entry by entry in full (S248)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from throughline.supply.queries.content import Content
from throughline.supply.queries.finding import Search, Where, find
from throughline.supply.queries.versions import contents_on
from throughline.supply.rules.availability import Availability, Wait


@dataclass(frozen=True)
class Offered:
    """
    One entry with what it said on the day; `is_known` says that a version of that day, or earlier, was kept.

    `availability` and `wait` are as things stand now, and empty on days gone by.
    """

    reference: str
    content: Content
    is_known: bool
    availability: Availability | None
    wait: Wait | None


def offered_in(there: Where, *, on: date, today: date) -> list[Offered]:
    """
    What a search of the directory finds in a place on the day `on`, by name.

    The number of queries does not grow with what is found.
    """
    is_now = on == today
    found = find(Search(where=there, order="name"), on=on, is_now=is_now, size=None).found
    contents = contents_on([one.service.pk for one in found], on=on, today=today)
    return [
        Offered(
            one.service.reference,
            *contents[one.service.pk],
            availability=one.availability,
            wait=one.wait if is_now else None,
        )
        for one in found
    ]
