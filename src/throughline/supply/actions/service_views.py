"""Counting how often those who refer people open the page of a service (S68)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db import connection, transaction

from throughline.core.access import as_system, current_actor
from throughline.supply.models import Service
from throughline.vocabulary.permissions import Permission

LONGEST_WAIT: Final = "100ms"
"""How long a count waits for whoever holds the same row; after that it is given up."""

_ONE_MORE: Final = """
INSERT INTO supply_serviceviews (service_id, organisation_id, day, number)
SELECT %s, one, %s, 1 FROM unnest(%s::bigint[]) one ORDER BY one
ON CONFLICT ON CONSTRAINT views_of_a_service_once_a_day DO UPDATE SET number = supply_serviceviews.number + 1
"""


def count_view(service: Service, *, on: date) -> None:
    """
    Count that the page of a service was opened on the day `on`, where whoever acts now refers people.

    It counts for each organisation they refer for, and nothing of them is kept. It is written once the
    transaction of the page is over: one that cannot be written is logged, and the page stands.
    """
    organisations = sorted(current_actor().holds(Permission.REFER))

    def write() -> None:  # not a partial: one that fails is logged by its name, which partials have not
        _one_more(service.pk, organisations, on)

    if organisations:
        transaction.on_commit(write, robust=True)


def _one_more(service: int, organisations: Sequence[int], on: date) -> None:
    # Nobody reads these rows back, not even whoever causes one, and the database says so.
    with as_system(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
        cursor.execute(_ONE_MORE, [service, on, list(organisations)])
