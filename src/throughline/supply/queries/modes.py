"""How services are given, to one or to many, and how that changed: from the versions of entries (S164)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final

from django.db import connection
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from throughline.core.time import Quarter, start_of_london_day
from throughline.supply.models import Service, ServiceArea, ServiceVersion
from throughline.supply.queries.directory import areas_touching
from throughline.supply.states import ServiceState
from throughline.vocabulary.delivery import Mode

_COUNTED: Final = """
WITH span AS (
  SELECT service_id, mode, state,
         CASE WHEN lag(number) OVER w IS NULL THEN '-infinity' ELSE kept_at END AS since,
         lead(kept_at) OVER w AS until
    FROM supply_serviceversion WINDOW w AS (PARTITION BY service_id ORDER BY number)
)
SELECT d.day, coalesce(span.mode, v.mode) AS given_as, count(*)
  FROM unnest(%(days)s::date[], %(ends)s::timestamptz[]) AS d (day, ends)
  JOIN supply_service v ON v.during @> d.day
  LEFT JOIN span ON span.service_id = v.id
 WHERE (span.service_id IS NULL OR (span.since < d.ends AND (span.until IS NULL OR span.until >= d.ends)))
   AND coalesce(span.state, v.state) = 'published'
   AND (%(deliverer)s::bigint IS NULL OR v.deliverer_id = %(deliverer)s)
   AND (%(areas)s::bigint[] IS NULL OR EXISTS (
         SELECT 1 FROM supply_servicearea a WHERE a.service_id = v.id AND a.area_id = ANY (%(areas)s)))
 GROUP BY d.day, given_as
"""
"""
Services by the day and how they were given. A version stands from when it was kept until the next one was;
the first stands for all the time before as well.
"""


@dataclass(frozen=True)
class ModesOn:
    """
    How many services were given in which way on a day.

    `unknown` say nothing of it; the share is of those that do.
    """

    on: date
    one_to_one: int
    group: int
    both: int
    unknown: int

    @property
    def services(self) -> int:
        """All of them."""
        return self.known + self.unknown

    @property
    def known(self) -> int:
        """Those that say how they are given: the denominator of the share."""
        return self.one_to_one + self.group + self.both

    @property
    def share(self) -> Fraction | None:
        """Which part of those that say so is given to one person at a time; nothing where none says so."""
        return Fraction(self.one_to_one, self.known) if self.known else None


def services_with_modes(
    *, on: date, area_id: int | None = None, deliverer_id: int | None = None, mode: str = ""
) -> QuerySet[Service]:
    """
    The services in the directory at the end of a day, as `given_as` by the version that stood then.

    Before the first version of an entry its earliest is taken; one without versions says what it says now.
    """
    end = start_of_london_day(on + timedelta(days=1))
    found = (
        Service.objects.filter(during__contains=on)
        .annotate(
            stood=Coalesce(_of_version("state", end), F("state")),
            given_as=Coalesce(_of_version("mode", end), F("mode")),
        )
        .filter(stood=ServiceState.PUBLISHED)
    )
    if area_id is not None:
        here = ServiceArea.objects.filter(service=OuterRef("pk"), area__in=areas_touching(area_id, on=on))
        found = found.filter(Exists(here))
    if deliverer_id is not None:
        found = found.filter(deliverer=deliverer_id)
    return found.filter(given_as=mode) if mode else found


def modes_over_time(
    days: Sequence[date], *, area_id: int | None = None, deliverer_id: int | None = None
) -> list[ModesOn]:
    """How services were given on each of these days, as `services_with_modes` finds them (one query)."""
    touched = [sorted(areas_touching(area_id, on=on)) for on in days] if area_id is not None else None
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNTED,
            {
                "days": list(days),
                "ends": [start_of_london_day(on + timedelta(days=1)) for on in days],
                "areas": sorted({area for several in touched for area in several}) if touched else None,
                "deliverer": deliverer_id,
            },
        )
        counted = {(on, mode): count for on, mode, count in cursor.fetchall()}
    return [
        ModesOn(
            on,
            *(counted.get((on, mode), 0) for mode in (Mode.ONE_TO_ONE, Mode.GROUP, Mode.BOTH, Mode.UNKNOWN)),
        )
        for on in days
    ]


def quarter_ends(until: date, *, count: int) -> list[date]:
    """The last days of the quarters before a day, and the day itself, the earliest first."""
    quarter = Quarter.containing(until)
    days = [until]
    for _ in range(count - 1):
        quarter = quarter.previous
        last = quarter.period.last_day
        assert last is not None
        days.append(last)
    return sorted(set(days))


def _of_version(field: str, end: datetime) -> Coalesce:
    versions = ServiceVersion.objects.filter(service=OuterRef("pk"))
    stood = versions.filter(kept_at__lt=end).order_by("-number").values(field)[:1]
    first = versions.order_by("number").values(field)[:1]
    text = CharField()
    return Coalesce(Subquery(stood, output_field=text), Subquery(first, output_field=text))
