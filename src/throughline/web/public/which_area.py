"""The page that says of a place on which areas and whose boards it lies, as at a day (S245)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from django.urls import reverse

from throughline.core.geography.topology import Ring
from throughline.core.models import Area
from throughline.core.queries.places import AREA, Place, SeveralPlaces, boards_of
from throughline.supply.models import AreaRole
from throughline.vocabulary.areas import AREA_KINDS, BOARD_KINDS, CONTRACT_AREAS, COURT, SITE_KINDS
from throughline.web.maps import Drawing, MapArea, MapPoint, Tone
from throughline.web.maps.areas import rings_of
from throughline.web.pieces import Fact, Link, Shown
from throughline.web.public.labels import in_full, to_organisation
from throughline.web.words import day, plural

DRAWN_WITHIN: Final = ("la", "pcc", "cpa")
"""The kinds of area that are drawn inside a larger one."""

UNITS: Final = ("pdu", "ldu")


@dataclass(frozen=True)
class AreaLine:
    """One area that holds the place: what it is, its name, and who answers for it."""

    kind: str
    name: Link
    answers: Sequence[Shown]


@dataclass(frozen=True)
class AreaWithin:
    """One area inside the place, by its number on the map where it is drawn."""

    number: int | None
    kind: str
    name: Link


class WhichArea:
    """Words, links and a map of one place on a day."""

    def __init__(self, place: Place, on: date, as_at: str) -> None:
        self.place = place
        self.on = on
        self._as_at = as_at
        self._known_children: dict[int, list[Area]] = {}

    @property
    def title(self) -> str:
        """What the page is about."""
        return self.place.name

    @property
    def caption(self) -> str:
        """What kind of place it is, above its name."""
        if self.place.kind == AREA:
            kind = AREA_KINDS.get(self._areas[0].kind, "area")
        else:
            kind = SITE_KINDS.get(self.place.kind, "postcode")
        return kind[:1].upper() + kind[1:]

    @property
    def lines(self) -> list[AreaLine]:
        """The areas that hold the place, smallest first, with who answers for each."""
        return [
            AreaLine(AREA_KINDS.get(one.kind, one.kind), self._to(one), self._answering.get(one.pk, []))
            for one in self._areas
        ]

    @property
    def missing(self) -> str:
        """What is not known, in a sentence; nothing when all is."""
        if not self._areas:
            return (
                f"{self.place.name} lies in no area of England and Wales, so nothing is provided there "
                "under these contracts"
            )
        if not any(one.kind in UNITS for one in self._areas) and self._areas[0].kind == "la":
            return "Its delivery unit is not recorded"
        return ""

    @property
    def boards(self) -> list[Fact]:
        """The boards and meetings that work there, by kind."""
        shown: dict[str, list[Shown]] = {}
        for one in boards_of(self.place, on=self.on):
            words = f"{one.board.name}, in a part of the area" if one.perhaps else one.board.name
            shown.setdefault(BOARD_KINDS.get(one.board.kind, one.board.kind), []).append(words)
        return [Fact(kind, names) for kind, names in shown.items()]

    @property
    def further(self) -> list[Link]:
        """Where to go from here: what is given in the area that contracts are let for."""
        brochure = self._brochure
        wanted = next(
            (one for kind in reversed(CONTRACT_AREAS) for one in self._areas if one.kind == kind), None
        )
        if wanted is None:
            return brochure
        query = {"area": f"{wanted.kind}:{wanted.code}"} | self._day
        return [
            *brochure,
            Link(f"Services in {in_full(wanted)}", reverse("public_services", query=query)),
            Link(f"Organisations in {in_full(wanted)}", reverse("public_chain", query=query)),
        ]

    @property
    def _brochure(self) -> list[Link]:
        """The brochure for sentencers, of a court."""
        if self.place.kind != COURT:
            return []
        code = self.place.key.partition(":")[2]
        address = reverse("court_brochure", args=[code], query=self._day)
        return [Link("What is available to sentencers there", address)]

    @cached_property
    def within(self) -> list[AreaWithin]:
        """The areas inside an area, by kind and name; those that are drawn have the map's numbers."""
        if self.place.kind != AREA:
            return []
        number = 0
        found = []
        for one in self._children(self._areas[0]):
            drawn = one.kind in DRAWN_WITHIN and bool(self._rings.get(one.pk))
            number += drawn
            found.append(
                AreaWithin(number if drawn else None, AREA_KINDS.get(one.kind, one.kind), self._to(one))
            )
        return found

    @property
    def within_in_words(self) -> str:
        """How many areas are inside."""
        return f"{plural(len(self.within), 'area')} in it"

    @cached_property
    def drawing(self) -> Drawing:
        """The place within the area around it, with the borders there."""
        if self._frame is None:
            return Drawing(self.place.name, "Nothing is drawn")
        here = self._areas[0]
        frame = MapArea(self._frame.name, self._rings[self._frame.pk], Tone.FAINT)
        parts = [one for one in self._drawn_in(self._frame) if self._rings.get(one.pk)]
        numbered = self._frame.pk == here.pk
        areas = [
            MapArea(
                one.name,
                self._rings[one.pk],
                number=number if numbered else None,
                href=self._href(one) if numbered else "",
            )
            for number, one in enumerate(parts, start=1)
        ]
        if not numbered:
            areas.append(MapArea(here.name, self._rings[here.pk], Tone.HERE))
        point = self.place.point
        dots = [MapPoint(self.place.name, point)] if point and self.place.kind != AREA else []
        return Drawing(self._map_title, self._map_says, [frame, *areas], dots, fit=[frame])

    @property
    def _map_title(self) -> str:
        assert self._frame is not None
        if self.place.kind == AREA and self._areas[0].pk == self._frame.pk:
            return f"{in_full(self._frame)} on {day(self.on)}"
        return f"{self.place.name} in {in_full(self._frame)} on {day(self.on)}"

    @property
    def _map_says(self) -> str:
        assert self._frame is not None
        here = self._areas[0]
        if here.pk == self._frame.pk:
            return (
                f"The outline of {in_full(here)}, with the areas in it. Their numbers are those of the list."
            )
        where = f"{in_full(here)} stands out within the outline of {in_full(self._frame)}"
        return f"{where}." if self.place.kind == AREA else f"{where}; a dot marks {self.place.name}."

    @cached_property
    def _areas(self) -> list[Area]:
        found = Area.objects.in_bulk(self.place.area_ids)
        return [found[pk] for pk in self.place.area_ids]

    @cached_property
    def _around(self) -> Area | None:
        """The area that a map shows: the place itself where it has parts, else the police area around it."""
        if not self._areas:
            return None
        here = self._areas[0]
        if self.place.kind == AREA and self._drawn_in(here):
            return here
        return next((one for one in self._areas if one.kind in CONTRACT_AREAS), here)

    @property
    def _frame(self) -> Area | None:
        """The same, if there is an outline of it."""
        return self._around if self._around and self._rings.get(self._around.pk) else None

    @cached_property
    def _rings(self) -> Mapping[int, list[Ring]]:
        if self._around is None:
            return {}
        wanted = {self._areas[0].pk, self._around.pk}
        return rings_of(wanted | {one.pk for one in self._drawn_in(self._around)}, on=self.on)

    def _drawn_in(self, area: Area) -> list[Area]:
        return [one for one in self._children(area) if one.kind in DRAWN_WITHIN]

    def _children(self, area: Area) -> list[Area]:
        """The areas right inside, larger kinds before smaller ones, by name; asked once for each."""
        if area.pk not in self._known_children:
            inside = Area.objects.filter(parents__parent=area, parents__during__contains=self.on)
            rank = {kind: at for at, kind in enumerate(AREA_KINDS)}
            self._known_children[area.pk] = sorted(
                inside, key=lambda one: (rank.get(one.kind, len(rank)), one.name)
            )
        return self._known_children[area.pk]

    @cached_property
    def _answering(self) -> dict[int, list[Shown]]:
        roles = AreaRole.objects.filter(area__in=self.place.area_ids, during__contains=self.on)
        found: dict[int, list[Shown]] = {}
        for one in roles.select_related("organisation").order_by("role", "organisation__name"):
            link = to_organisation(one.organisation)
            if link not in found.setdefault(one.area_id, []):
                found[one.area_id].append(link)
        return found

    def _to(self, area: Area) -> Link:
        return Link(area.name, self._href(area))

    def _href(self, area: Area) -> str:
        return address_of_place(f"{area.kind}:{area.code}", self._as_at)

    @property
    def _day(self) -> dict[str, str]:
        return {"as_at": self._as_at} if self._as_at else {}


def address_of_place(asked: str, as_at: str = "") -> str:
    """The page of a place, on the day the address says where it says one."""
    return reverse("public_areas", query={"place": asked} | ({"as_at": as_at} if as_at else {}))


def choices_of(several: SeveralPlaces, as_at: str) -> list[Link]:
    """The places that were perhaps meant, each leading to its page, with what tells two of a name apart."""
    kinds = AREA_KINDS | SITE_KINDS
    return [
        Link(
            f"{one.name} ({kinds.get(one.kind, one.kind)}){', ' if one.more else ''}{one.more}",
            address_of_place(one.key, as_at),
        )
        for one in several.choices
    ]
