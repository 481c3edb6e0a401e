"""Finding a service: what can be asked, the results in their order, and the same on a map (S56, S65, S66)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, Final, cast, overload

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from throughline.core.queries.places import Place, PlaceNotFound, find_place
from throughline.supply.models import Scheme
from throughline.supply.queries.directory import HAS_PLACES, TAKES_REFERRALS, Wanted
from throughline.supply.queries.finding import Found, Results, Search, Where, find, living_at, where
from throughline.supply.queries.ranking import BY_RANK
from throughline.supply.rules.availability import Wait
from throughline.supply.rules.eligibility import Answer, Circumstances
from throughline.vocabulary.areas import AREA_KINDS, SITE_KINDS
from throughline.vocabulary.delivery import Channel, Language, Mode, PartOfDay, Weekday
from throughline.vocabulary.needs import Need, Sex
from throughline.vocabulary.populations import Population
from throughline.vocabulary.risks import Mappa
from throughline.vocabulary.routes import FundingRoute
from throughline.vocabulary.service_types import ServiceType
from throughline.web.forms import ChoiceField, FilterForm, TextField, WholeNumberField
from throughline.web.lists import Column, listing
from throughline.web.lists.table import Table
from throughline.web.maps import Drawing, MapPoint
from throughline.web.maps.places import point_of
from throughline.web.pieces import Shown
from throughline.web.public.labels import for_whom, needs, to_organisation, to_service
from throughline.web.public.lists import ANY_AREA, ANY_SCHEME, area_choices, chosen_area, offer
from throughline.web.words import day, plural

PER_PAGE: Final = 25
USUAL: Final = ("words", "need", "place", "area", "sex", "age", "availability", "order")
"""What is asked for most; the other questions stand behind a line that opens them."""


class ServiceFilters(FilterForm):
    """What may be asked of the directory. Circumstances are kept nowhere but in the address."""

    words = TextField(label="Words", hint="In the name, what it does or who gives it")
    need = ChoiceField(label="Need", choices=Need.choices, menu=True, nothing="Any need")
    place = TextField(label="Near", hint="A postcode, an office, a court or an area")
    area = ChoiceField(label="Where", menu=True, nothing=ANY_AREA)
    sex = ChoiceField(
        label="For", choices=[(Sex.FEMALE, "A woman"), (Sex.MALE, "A man")], menu=True, nothing="Anybody"
    )
    age = WholeNumberField(thing="the person’s age", label="Age", width="3")
    availability = ChoiceField(
        label="Availability",
        choices=[(TAKES_REFERRALS, "Takes referrals now"), (HAS_PLACES, "Has places free")],
        menu=True,
        nothing="Any",
    )
    order = ChoiceField(
        label="Sorted by",
        choices=[("miles", "Nearest first"), ("wait", "Shortest wait first"), ("name", "Name")],
        menu=True,
        nothing="Most suitable first",
    )
    miles = WholeNumberField(thing="the number of miles", label="At most so many miles away", width="3")
    waits_at_most = WholeNumberField(thing="the number of days", label="Waits at most, in days", width="3")
    population = ChoiceField(label="Made for or serves", choices=Population.choices, menu=True, nothing="Any")
    service_type = ChoiceField(label="Kind of work", choices=ServiceType.choices, menu=True, nothing="Any")
    mode = ChoiceField(
        label="One to one or in a group",
        choices=[one for one in Mode.choices if one[0] in (Mode.ONE_TO_ONE, Mode.GROUP)],
        menu=True,
        nothing="Either",
    )
    channel = ChoiceField(label="How", choices=Channel.choices, menu=True, nothing="Any way")
    language = ChoiceField(label="Language", choices=Language.choices, menu=True, nothing="Any language")
    weekday = ChoiceField(
        label="Day", choices=[(str(pk), name) for pk, name in Weekday.choices], menu=True, nothing="Any day"
    )
    part_of_day = ChoiceField(label="Time of day", choices=PartOfDay.choices, menu=True, nothing="Any time")
    in_office = ChoiceField(
        label="In a probation office", choices=[("yes", "Only there")], menu=True, nothing="Anywhere"
    )
    route = ChoiceField(
        label="How it is paid for", choices=FundingRoute.choices, menu=True, nothing="Any way"
    )
    scheme = ChoiceField(label="Scheme", menu=True, nothing=ANY_SCHEME)
    not_for_them = ChoiceField(
        label="What is not for them",
        choices=[("shown", "Shown as well, at the end")],
        menu=True,
        nothing="Left out",
    )

    def __init__(self, request: HttpRequest, on: date) -> None:
        super().__init__(request.GET)
        self._on = on
        self._place: Place | None = None
        offer(self, "area", area_choices())
        offer(self, "scheme", list(Scheme.objects.values_list("code", "name")))

    def clean_place(self) -> str:
        """
        What was typed, once the place it means is found.

        :raises ValidationError: it means none, or several
        """
        typed = str(self.cleaned_data.get("place") or "")
        if typed:
            try:
                self._place = find_place(typed, on=self._on, kinds=AREA_KINDS | SITE_KINDS)
            except PlaceNotFound as refusal:
                raise ValidationError(str(refusal)) from refusal
        return typed

    @property
    def usual(self) -> list[Any]:
        """The questions that stand open."""
        return [self[name] for name in USUAL]

    @property
    def more(self) -> list[Any]:
        """The other questions."""
        return [self[name] for name in self.fields if name not in USUAL]

    @property
    def asks_more(self) -> bool:
        """Whether one of the other questions is answered, so that they stand open as well."""
        return any(name not in USUAL for name in {*self.chosen, *self.errors})

    @property
    def says_for_whom(self) -> bool:
        """Whether the results are explained for somebody."""
        return bool({"sex", "age"} & set(self.chosen))

    @property
    def search(self) -> Search:
        """What was asked, as the directory takes it."""
        chosen = self.chosen
        shows_all = bool(chosen.get("not_for_them"))
        return Search(
            wanted=_wanted(chosen),
            where=self.where,
            person=self._person(chosen) if self.says_for_whom else None,
            least=Answer.NO if shows_all else Answer.UNKNOWN,
            order=chosen.get("order", BY_RANK),
        )

    @property
    def where(self) -> Where | None:
        """The place that was named."""
        miles = self.chosen.get("miles")
        return None if self._place is None else where(self._place, on=self._on, miles=miles)

    def _person(self, chosen: Mapping[str, Any]) -> Circumstances:
        # Clearance for MAPPA cases is seen by whoever is signed in: here nobody under MAPPA is asked about.
        person = Circumstances(sex=chosen.get("sex"), age=chosen.get("age"), mappa=Mappa.NONE)
        return living_at(person, self.where or self._area_chosen)

    @property
    def _area_chosen(self) -> Where | None:
        """The area of the menu, in which the person is taken to live where no place is named."""
        try:
            return where(find_place(self.chosen.get("area", ""), on=self._on), on=self._on)
        except PlaceNotFound:
            return None  # none was chosen, or it does not stand on that day


def _wanted(chosen: Mapping[str, Any]) -> Wanted:
    asked = {one.name: chosen[one.name] for one in fields(Wanted) if one.name in chosen}
    if "weekday" in asked:
        asked["weekday"] = int(asked["weekday"])
    if "in_office" in asked:
        asked["in_office"] = True
    if "area" in chosen:
        asked["area_id"] = chosen_area(chosen["area"])
    return Wanted(**asked)


class Ordered(Sequence[Found]):
    """What a search finds, in its order; a part is read when it is looked at, and no more of it."""

    def __init__(self, search: Search, on: date, *, is_now: bool) -> None:
        self._search, self._on, self._is_now = search, on, is_now
        self._read: dict[tuple[int, int | None], Results] = {}

    @property
    def left_out(self) -> int:
        """How many more fit what was asked but are not for this person."""
        return self._part(0, PER_PAGE).left_out

    def __len__(self) -> int:
        """How many there are."""
        return self._part(0, PER_PAGE).count

    def __iter__(self) -> Iterator[Found]:
        """All of them, read at once, for a download."""
        return iter(self._part(0, None).found)

    @overload
    def __getitem__(self, key: int) -> Found: ...
    @overload
    def __getitem__(self, key: slice) -> Sequence[Found]: ...
    def __getitem__(self, key: int | slice) -> Found | Sequence[Found]:
        """A part of them; of slices only those from one number up to another."""
        if isinstance(key, int):
            return self._part(key, 1).found[0]
        first, stop, _ = key.indices(len(self))
        return self._part(first, PER_PAGE if stop - first <= PER_PAGE else stop - first).found

    def _part(self, first: int, size: int | None) -> Results:
        if (first, size) not in self._read:
            self._read[first, size] = find(
                self._search, on=self._on, is_now=self._is_now, first=first, size=size
            )
        return self._read[first, size]


class FoundPage:
    """The results of one search: their table, what was left out, and the map of those on this page."""

    def __init__(self, request: HttpRequest, filters: ServiceFilters, on: date, today: date) -> None:
        self._as_at = request.GET.get("as_at", "")
        self._found = Ordered(filters.search, on, is_now=on == today)
        self._is_of_somebody = filters.says_for_whom
        self.table: Table[Found] = listing(
            request,
            self._found,
            _columns(filters, self._as_at, is_now=on == today),
            sort="",
            name="services",
            per_page=PER_PAGE,
            empty="No service fits what you chose. Services appear here once their provider publishes them.",
        )

    @property
    def left_out(self) -> str:
        """How many services are left out because they are not for the person, in a sentence."""
        number = self._found.left_out if self._is_of_somebody else 0
        if not number:
            return ""
        fit = "that fits what you asked is" if number == 1 else "that fit what you asked are"
        return f"{plural(number, 'more service')} {fit} not for this person"

    @property
    def with_those_left_out(self) -> str:
        """The address that lists them too."""
        return self.table.address(not_for_them="shown")

    @property
    def drawing(self) -> Drawing:
        """The places of the services on this page, by number; withheld places are on no map."""
        points: list[MapPoint] = []
        for number, one in enumerate(self.table.records, start=1):
            href = reverse("public_service", args=[one.service.reference])
            for place in cast(Any, one.service).open_places:
                point = point_of(place, name=f"{one.service.name}, {place.name}", number=number, href=href)
                points += [point] if point else []
        return Drawing(
            "Where they are given",
            "Each dot is a place of a service in the list, in the order of the list. Services without one "
            "that is known are in the list alone.",
            points=points,
        )


def _columns(filters: ServiceFilters, as_at: str, *, is_now: bool) -> tuple[Column[Found], ...]:
    explained = Column[Found]("explained", "Is it for them?", _explained)
    standing = Column[Found]("availability", "Availability", _standing)
    miles = Column[Found]("miles", "Miles away", _miles, numeric=True)
    return (
        Column[Found](
            "name",
            "Service",
            lambda one: to_service(one.service, as_at),
            download=lambda one: one.service.name,
        ),
        Column[Found](
            "by",
            "Given by",
            lambda one: to_organisation(one.service.deliverer),
            download=lambda one: one.service.deliverer.name,
        ),
        *((explained,) if filters.says_for_whom else ()),
        *((miles,) if filters.where is not None and filters.where.point is not None else ()),
        *((standing,) if is_now else ()),
        Column[Found]("needs", "Needs", lambda one: needs(one.service)),
        Column[Found]("where", "Where", lambda one: [area.name for area in one.service.areas.all()]),
        Column[Found]("whom", "For", lambda one: for_whom(one.service)),
        Column[Found]("route", "Paid for by", _routes),
    )


def _explained(found: Found) -> list[Shown]:
    assert found.explanation is not None
    said = found.explanation.answer.label
    if found.explanation.only_outside:
        said = "Only as an exception, from outside the areas it is given in"
    return [said, *(one.sentence for one in found.explanation.parts)]


def _standing(found: Found) -> list[Shown]:
    said: list[Shown] = [found.availability.line] if found.availability else []
    if found.service.alternative is not None:
        said.append(to_service(found.service.alternative))
    return [*said, *_wait(found.wait)]


def _wait(wait: Wait) -> list[str]:
    if wait.days is None:
        return ["Wait not recorded"]
    if wait.stated is not None and wait.stated_on is not None:
        return [f"Waits {plural(wait.days, 'day')}, as stated on {day(wait.stated_on)}"]
    return [f"Waits {plural(wait.days, 'day')}, the middle of the last {wait.over}"]


def _miles(found: Found) -> str:
    return "Not known" if found.travel.miles is None else f"{found.travel.miles:.1f}"


def _routes(found: Found) -> list[str]:
    in_force = cast(Any, found.service).routes_in_force
    return sorted({str(FundingRoute(way.route).label) for way in in_force})
