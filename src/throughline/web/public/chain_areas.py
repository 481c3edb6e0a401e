"""The chain by area: how many organisations stand in each, as a table and on a map with the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import median
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from throughline.supply.models import Scheme
from throughline.supply.queries.chain_by_area import StandInArea, stand_by_area
from throughline.web.lists import Column, listing
from throughline.web.lists.table import Table
from throughline.web.maps import Drawing, MapArea, Tone
from throughline.web.maps.areas import country_rings, rings_of
from throughline.web.pieces import Link, Shown
from throughline.web.public.labels import in_full
from throughline.web.public.lists import BELOW, PRIME, SchemeFilters
from throughline.web.words import day, plural

ALL_ON_ONE_PAGE: Final = 100


def kept_query(request: HttpRequest, *names: str) -> str:
    """The part of an address that keeps what these names have in this request's; empty when nothing."""
    kept = {name: request.GET[name] for name in names if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


class AreaFilters(SchemeFilters):
    """Which scheme is shown by area."""

    def rows(self, on: date | None) -> list[NumberedArea]:
        """The areas of the scheme with their numbers, by name."""
        scheme = self.chosen_scheme
        found = [] if scheme is None else stand_by_area(scheme, on=on)
        return [NumberedArea(number, one, scheme, on) for number, one in enumerate(found, start=1)]


@dataclass(frozen=True)
class NumberedArea:
    """One row of the table: an area by its number on the map."""

    number: int
    stand: StandInArea
    scheme: Scheme | None
    on: date | None

    @property
    def pk(self) -> int:
        """What tells one from another."""
        return self.number

    @property
    def name(self) -> str:
        """The area, to sort by."""
        return self.stand.name

    @property
    def organisations(self) -> int:
        """How many stand there, to sort by."""
        return self.stand.organisations

    def address(self, position: str = "") -> str:
        """The list that its number was counted from."""
        area = self.stand.area
        query = {"scheme": self.scheme.code if self.scheme else "", "area": f"{area.kind}:{area.code}"}
        query |= {"position": position} if position else {}
        query |= {"as_at": self.on.isoformat()} if self.on else {}
        return reverse("public_chain", query=query)


def _figure(count: int, one: NumberedArea, position: str) -> Shown:
    return Link(f"{count:,}", one.address(position), f"in {one.name}")


COLUMNS = (
    Column[NumberedArea](
        "name", "Area", lambda one: one.name, order="name", download=lambda one: in_full(one.stand.area)
    ),
    Column[NumberedArea]("number", "On map", lambda one: one.number, numeric=True),
    Column[NumberedArea](
        "organisations",
        "Organisations",
        lambda one: _figure(one.organisations, one, ""),
        order="organisations",
        numeric=True,
        download=lambda one: one.organisations,
    ),
    Column[NumberedArea](
        "contracts",
        "Primes",
        lambda one: _figure(one.stand.contracts, one, PRIME),
        numeric=True,
        download=lambda one: one.stand.contracts,
    ),
    Column[NumberedArea](
        "below",
        "Below others",
        lambda one: _figure(one.stand.below, one, BELOW),
        numeric=True,
        download=lambda one: one.stand.below,
    ),
)


def area_list(
    request: HttpRequest, filters: AreaFilters, rows: Sequence[NumberedArea]
) -> Table[NumberedArea]:
    """The areas as a list, all on one page, so that the map and the table say the same."""
    return listing(
        request,
        rows,
        COLUMNS,
        sort="name",
        name="supply-chain-by-area",
        noun=("area", "areas"),
        title="Organisations in each area",
        empty="No area is reached by an agreement of this scheme.",
        per_page=ALL_ON_ONE_PAGE,
    )


class ChainMap:
    """The map of the same rows."""

    def __init__(self, rows: Sequence[NumberedArea], scheme: Scheme | None, on: date | None) -> None:
        self._rows = rows
        self._scheme = scheme
        self._on = on

    @cached_property
    def drawing(self) -> Drawing:
        """Each area with its number, darker where more organisations stand."""
        if self._scheme is None or not self._rows:
            return Drawing("Nothing", "Nothing is drawn")
        rings = rings_of([one.stand.area.pk for one in self._rows], on=self._on or self._scheme.during.from_)
        areas = [
            MapArea(
                one.name, rings[one.stand.area.pk], self._tone(one), number=one.number, href=one.address()
            )
            for one in self._rows
        ]
        when = f" on {day(self._on)}" if self._on else ""
        country = MapArea("England and Wales", country_rings(), Tone.FAINT)
        return Drawing(f"Organisations in each area{when}", self._says, [country, *areas], fit=areas)

    @property
    def _most_usual(self) -> float:
        return median(one.organisations for one in self._rows)

    @property
    def _says(self) -> str:
        usual = plural(int(self._most_usual), "organisation")
        return f"Numbers are those of the table. Darker areas have more than {usual}, the median."

    @property
    def legend(self) -> str:
        """What the tones mean; nothing when nothing is drawn."""
        return "" if self.drawing.is_empty else self._says

    def _tone(self, one: NumberedArea) -> Tone:
        return Tone.MANY if one.organisations > self._most_usual else Tone.SOME
