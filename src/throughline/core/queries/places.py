"""Where somebody means: a postcode, an office, a court or an area, and every area that holds it on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from throughline.core.geography import NotAPostcode, Point, read_postcode
from throughline.core.models import Area, AreaParent, Board, BoardArea, Outcode, Site
from throughline.core.text import TextNotUsable, clean_text

AREA: Final = "area"
OUTCODE: Final = "outcode"
MOST_CHOICES: Final = 10
_LONGEST: Final = 200
_DEEPEST: Final = 6


@dataclass(frozen=True)
class Place:
    """
    A place on a day: its name, its point where one is known, and the areas that hold it, smallest first.

    `kind` is `outcode`, `area`, or the kind of a site; `key` finds the place again (see `find_place`). The
    place that is an area is the first of its own areas. One outside every area has none.
    """

    kind: str
    key: str
    name: str
    latitude: float | None
    longitude: float | None
    area_ids: tuple[int, ...]

    @property
    def point(self) -> Point | None:
        """Its point, from which distances are taken."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)


@dataclass(frozen=True)
class PlaceChoice:
    """
    One place that was perhaps meant: its kind, its name, and the key that finds it and no other.

    `more` tells it from another of the same name: the address of a site.
    """

    kind: str
    key: str
    name: str
    more: str = ""


class PlaceNotFound(Exception):
    """No place here is called that; the message says what can be asked for."""


class SeveralPlaces(PlaceNotFound):
    """Several places are called that: `choices` are the first of them, `count` says how many there are."""

    def __init__(self, asked: str, choices: tuple[PlaceChoice, ...], count: int) -> None:
        super().__init__(f"Several places are called “{asked}”. Choose one of them")
        self.choices = choices
        self.count = count


def find_place(text: str, *, on: date, kinds: Mapping[str, str] | None = None) -> Place:
    """
    The place that a text means on the day `on`.

    It may be a postcode or its first half, the name of a site or of an area, or a key that names one
    record: `pcc:gwent` (kind and code of an area, or of a site). A whole name goes before a part of one, and
    an area whose name is also that of areas around it is one of several. `kinds` gives the words for kinds
    of area and site, so that "Gwent (police area)" names the one of that kind.

    :raises PlaceNotFound: there is none, or (`SeveralPlaces`) more than one
    """
    try:
        asked = " ".join(clean_text(text, limit=_LONGEST, multiline=False).split())
    except TextNotUsable as refusal:
        raise PlaceNotFound(str(refusal)) from refusal
    if not asked:
        raise PlaceNotFound("Enter a postcode, an office, a court or an area")
    if ":" in asked and (found := _by_key(asked, on)):
        return found
    if kind := _kind_said(asked, kinds or {}):
        return _by_name(asked[: asked.rindex("(")].strip(), on, kind)
    try:
        postcode = read_postcode(asked)
    except NotAPostcode:
        return _by_name(asked, on)
    if outcode := Outcode.objects.filter(code=postcode.outcode).first():
        return _at(outcode, OUTCODE, str(postcode), str(postcode), outcode, on)
    if not Outcode.objects.exists():
        raise PlaceNotFound("No postcodes are known here yet. Ask for an area by its name")
    raise PlaceNotFound(f"There is no postcode that begins {postcode.outcode}. Check it, or ask for an area")


def sites_of(kind: str, *, on: date) -> QuerySet[Site]:
    """The sites of a kind that stand on a day, by name."""
    return Site.objects.filter(kind=kind, during__contains=on).order_by("name", "code")


def larger_areas(area_ids: Collection[int], *, on: date) -> tuple[int, ...]:
    """These areas and every one that holds them on a day, smaller ones before those that hold them."""
    height = dict.fromkeys(area_ids, 0)
    edge = set(area_ids)
    for step in range(1, _DEEPEST + 1):
        links = AreaParent.objects.filter(area__in=edge, during__contains=on).order_by("parent_kind", "pk")
        edge = set()
        for parent in links.values_list("parent_id", flat=True):
            height[parent] = step
            edge.add(parent)
        if not edge:
            break
    return tuple(sorted(height, key=lambda one: height[one]))


@dataclass(frozen=True)
class BoardHere:
    """A board that works for a place, or `perhaps` does: it works for some part of the area around."""

    board: Board
    perhaps: bool


def boards_of(place: Place, *, on: date) -> list[BoardHere]:
    """
    The boards that work for a place on a day, by kind and name.

    A board of the very ground goes before those that work for some part of an area around it.
    """
    links = BoardArea.objects.filter(board__during__contains=on)
    found: dict[int, BoardHere] = {}
    here = links.filter(area__in=place.area_ids).select_related("board")
    for link in here.order_by("board__kind", "board__name", "partly", "pk"):
        found.setdefault(link.board_id, BoardHere(link.board, link.partly))
    if place.kind != AREA and any(one.perhaps for one in found.values()):
        # The ground of an authority that has ended tells which of several boards works there today.
        ground = links.filter(area__in=_ground_of_outcode(place), partly=False, board__in=found)
        found |= {one.board_id: BoardHere(one.board, False) for one in ground.select_related("board")}
    certain = {one.board.kind for one in found.values() if not one.perhaps}
    return [one for one in found.values() if not one.perhaps or one.board.kind not in certain]


def _ground_of_outcode(place: Place) -> Iterable[int]:
    if place.kind == OUTCODE:
        codes = Outcode.objects.filter(code=read_postcode(place.key).outcode)
    else:
        kind, _, code = place.key.partition(":")
        codes = Outcode.objects.filter(sites__kind=kind, sites__code=code)
    return codes.filter(ground__isnull=False).values_list("ground__area", flat=True)


def _by_key(key: str, on: date) -> Place | None:
    kind, _, code = key.partition(":")
    if area := Area.objects.filter(kind=kind, code=code, during__contains=on).first():
        return _area(area, on)
    site = Site.objects.filter(kind=kind, code=code, during__contains=on).select_related("outcode").first()
    return _site(site, on) if site else None


def _kind_said(asked: str, kinds: Mapping[str, str]) -> str | None:
    if not asked.endswith(")") or "(" not in asked:
        return None
    said = asked[asked.rindex("(") + 1 : -1].strip().casefold()
    return next((kind for kind, words in kinds.items() if words.casefold() == said), None)


def _by_name(asked: str, on: date, kind: str = "") -> Place:
    of_kind = Q(kind=kind) if kind else Q()
    for names in (Q(name__iexact=asked), Q(name__iexact=_other_and(asked)), Q(name__icontains=asked)):
        sites = Site.objects.filter(names, of_kind, during__contains=on)
        areas = Area.objects.filter(names, of_kind, during__contains=on)
        count = sites.count() + areas.count()
        if count == 1:
            site = sites.select_related("outcode").first()
            return _site(site, on) if site else _area(areas.get(), on)
        if count:
            called: list[Area | Site] = [*areas.order_by("name", "kind")[:MOST_CHOICES]]
            called += sites[:MOST_CHOICES]
            choices = [
                PlaceChoice(one.kind, f"{one.kind}:{one.code}", one.name, getattr(one, "address", ""))
                for one in called
            ]
            raise SeveralPlaces(asked, tuple(choices[:MOST_CHOICES]), count)
    raise PlaceNotFound(
        f"No area, office or court here is called “{asked}”. Check the spelling, or enter a postcode"
    )


def _other_and(asked: str) -> str:
    return asked.replace("&", "and") if "&" in asked else asked.replace(" and ", " & ")


def _area(area: Area, on: date) -> Place:
    return Place(
        AREA,
        f"{area.kind}:{area.code}",
        area.name,
        area.latitude,
        area.longitude,
        larger_areas([area.pk], on=on),
    )


def _site(site: Site, on: date) -> Place:
    point = site if site.latitude is not None else site.outcode
    return _at(point, site.kind, f"{site.kind}:{site.code}", site.name, site.outcode, on)


def _at(
    point: Outcode | Site | None, kind: str, key: str, name: str, outcode: Outcode | None, on: date
) -> Place:
    ground = (
        Area.objects.filter(outcodes=outcode, during__contains=on).order_by("kind", "pk")
        if outcode
        else Area.objects.none()
    )
    return Place(
        kind,
        key,
        name,
        point.latitude if point else None,
        point.longitude if point else None,
        larger_areas(list(ground.values_list("pk", flat=True)), on=on),
    )
