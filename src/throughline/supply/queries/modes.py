"""How services are given, to one or to many, and how that changed: from the versions of entries (S164)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from throughline.core.time import Quarter, start_of_london_day
from throughline.supply.models import Service, ServiceArea, ServiceVersion
from throughline.supply.queries.directory import areas_touching
from throughline.supply.states import ServiceState
from throughline.vocabulary.delivery import Mode


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
    """How services were given on each of these days (two queries a day at most)."""
    return [_counted(on, area_id, deliverer_id) for on in days]


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


def _counted(on: date, area_id: int | None, deliverer_id: int | None) -> ModesOn:
    found = services_with_modes(on=on, area_id=area_id, deliverer_id=deliverer_id)
    counted = Counter(one.given_as for one in found.only("pk"))  # type: ignore[attr-defined]
    return ModesOn(
        on, counted[Mode.ONE_TO_ONE], counted[Mode.GROUP], counted[Mode.BOTH], counted[Mode.UNKNOWN]
    )


def _of_version(field: str, end: datetime) -> Coalesce:
    versions = ServiceVersion.objects.filter(service=OuterRef("pk"))
    stood = versions.filter(kept_at__lt=end).order_by("-number").values(field)[:1]
    first = versions.order_by("number").values(field)[:1]
    text = CharField()
    return Coalesce(Subquery(stood, output_field=text), Subquery(first, output_field=text))
