"""What a search of the directory found: in its order, with reasons, and the same on a map (S56, S65)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, overload

from django.http import HttpRequest
from django.urls import reverse

from throughline.supply.models import Service
from throughline.supply.queries.finding import Found, Results, Search, find
from throughline.supply.rules.availability import Availability, Wait
from throughline.supply.rules.eligibility import Answer, Explanation
from throughline.vocabulary.needs import Need
from throughline.vocabulary.routes import FundingRoute
from throughline.web.finding.choosing import Choosing
from throughline.web.lists import Column, listing
from throughline.web.lists.table import Table
from throughline.web.maps import Drawing, MapPoint
from throughline.web.pieces import Shown, Tag, folded, in_words
from throughline.web.public.labels import for_whom, needs, to_organisation, to_service
from throughline.web.words import and_list, plural

PER_PAGE: Final = 25


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
    """
    The results of one search: their table, what was left out, and the map of those on this page.

    What the table shows follows from what was asked: reasons where it was for somebody, miles where it was
    from a point, availability where `on` is today. `more` are columns after these. With `compared_at`, the
    address of a page that compares, each result on the page has a box to tick.
    """

    def __init__(
        self,
        request: HttpRequest,
        search: Search,
        on: date,
        today: date,
        more: Sequence[Column[Found]] = (),
        *,
        compared_at: str = "",
    ) -> None:
        self.choosing = Choosing(request, compared_at) if compared_at else None
        boxes = [self.choosing.column] if self.choosing and "format" not in request.GET else []
        self._found = Ordered(search, on, is_now=on == today)
        self._is_of_somebody = search.person is not None
        self.table: Table[Found] = listing(
            request,
            self._found,
            _columns(search, request.GET.get("as_at", ""), boxes, more, is_now=on == today),
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
            for place in one.beside.places:
                if place.point is not None:
                    points.append(MapPoint(f"{one.service.name}, {place.name}", place.point, number, href))
        return Drawing(
            "Where they are given",
            "Each dot is a place of a service in the list, in the order of the list. Services without one "
            "that is known are in the list alone.",
            points=points,
        )


def _columns(
    search: Search,
    as_at: str,
    boxes: Sequence[Column[Found]],
    more: Sequence[Column[Found]],
    *,
    is_now: bool,
) -> tuple[Column[Found], ...]:
    for_them = Column[Found](
        "explained",
        "Is it for them?",
        explained,
        wide=True,
        download=lambda one: in_words(explained_in_words(one)),
    )
    stands = Column[Found]("availability", "Availability", standing)
    miles = Column[Found]("miles", "Miles away", _miles, numeric=True)
    return (
        Column[Found](
            "name",
            "Service",
            lambda one: to_service(one.service, as_at),
            download=lambda one: one.service.name,
        ),
        *boxes,
        Column[Found](
            "by",
            "Given by",
            lambda one: to_organisation(one.service.deliverer),
            download=lambda one: one.service.deliverer.name,
        ),
        *((for_them,) if search.person is not None else ()),
        *((miles,) if search.where is not None and search.where.point is not None else ()),
        *((stands,) if is_now else ()),
        Column[Found]("needs", "Needs", lambda one: needs(one.beside.needs)),
        Column[Found]("where", "Where", lambda one: list(one.beside.areas.values())),
        Column[Found]("whom", "For", lambda one: for_whom(one.service)),
        Column[Found]("route", "Paid for by", _routes),
        *more,
    )


def explained(found: Found) -> list[Shown]:
    """The answer for the person of the search, with what decided it; the other rules stand behind a line."""
    explanation = found.explanation
    assert explanation is not None
    deciding = [one.sentence for one in explanation.deciding]
    others = [one.sentence for one in explanation.parts if one.sentence not in deciding]
    title = plural(len(others), "other rule" if deciding else "rule")
    return [_answer(explanation), *deciding, *([folded(title, others)] if others else [])]


def explained_in_words(found: Found) -> list[Shown]:
    """The same, every rule in its order, for a file."""
    assert found.explanation is not None
    return [_answer(found.explanation).text, *(one.sentence for one in found.explanation.parts)]


def answered(explanation: Explanation) -> list[Shown]:
    """An answer with every rule in its order, of a service that was not searched for."""
    return [_answer(explanation), *(one.sentence for one in explanation.parts)]


def _answer(explanation: Explanation) -> Tag:
    if explanation.only_outside:
        return Tag("Only as an exception, from outside the areas it is given in", "purple")
    colour = {Answer.YES: "green", Answer.UNKNOWN: "yellow", Answer.NO: "red"}
    return Tag(explanation.answer.label, colour[explanation.answer])


def standing(found: Found) -> list[Shown]:
    """Whether it takes referrals, what to use instead where it does not, and how long people wait."""
    return stands(found.service, found.availability, found.wait)


def stands(service: Service, availability: Availability | None, wait: Wait) -> list[Shown]:
    """The same of a service that was not searched for."""
    said: list[Shown] = [availability.line] if availability else []
    if service.alternative is not None:
        said.append(to_service(service.alternative))
    return [*said, wait.line]


def why_column(search: Search) -> Column[Found]:
    """The column that says what each result's place rests on."""
    return Column[Found]("why", "Why it stands here", lambda one: why_here(one, search))


def why_here(found: Found, search: Search) -> list[Shown]:
    """What its place among the results rests on, besides for whom it is and how it stands (S65)."""
    said: list[Shown] = []
    if found.is_made:
        said.append("Made for what you asked")
    if search.person is not None and not search.wanted.need:
        theirs = [Need(one).label.lower() for one in found.beside.needs & search.person.needs]
        said += [f"Answers a need of theirs: {and_list(sorted(theirs))}"] if theirs else []
    if found.in_name:
        said.append("Your words are in its name")
    if found.travel.miles is not None:
        said.append(f"{found.travel.miles:.1f} miles away")
    return said or ["By its name, all else being equal"]


def _miles(found: Found) -> str:
    return "Not known" if found.travel.miles is None else f"{found.travel.miles:.1f}"


def _routes(found: Found) -> list[str]:
    return sorted({str(FundingRoute(way.route).label) for way in found.beside.routes})
