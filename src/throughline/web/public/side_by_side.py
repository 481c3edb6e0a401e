"""Up to three services side by side, line by line, with what differs said in words (S56)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

from django.http import HttpRequest, QueryDict
from markupsafe import Markup

from throughline.supply.models import Service
from throughline.supply.queries.directory import for_its_page
from throughline.supply.queries.service_rules import availability_of, rules_of, wait_of, with_standing
from throughline.supply.queries.versions import content_on
from throughline.supply.rules.eligibility import Circumstances, explain
from throughline.web.finding.choosing import CHOSEN, MOST
from throughline.web.finding.found import answered, stands
from throughline.web.lists import Column, listing
from throughline.web.lists.table import Table
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link, Shown, Tag, as_markup, in_words
from throughline.web.public.labels import organisation_page, to_service
from throughline.web.public.service import NO_VERSION, AsAt, ServicePage
from throughline.web.words import and_list, plural

NOTHING = "Nothing is recorded"


@dataclass(frozen=True)
class Line:
    """One thing that is said of each service, in the order of the columns."""

    label: str
    cells: list[list[Shown]]

    @property
    def differs(self) -> bool:
        """Whether it is not the same of all of them."""
        return len({tuple(in_words(part) for part in cell) for cell in self.cells}) > 1

    @property
    def said(self) -> str:
        """Whether it differs, in a word; nothing of one service alone."""
        if len(self.cells) < 2:
            return ""
        return "Differs" if self.differs else "The same"

    @property
    def shown(self) -> list[Markup]:
        """The cells as the page shows them."""
        return [as_markup(cell) for cell in self.cells]


@dataclass(frozen=True)
class Standing:
    """One service of the comparison: its column's head, its page's words, and how it stands."""

    page: ServicePage
    link: Link
    remove: str
    now: list[Shown]
    answer: list[Shown]

    @property
    def tags(self) -> list[Tag]:
        """What to know of it first."""
        return [*([self.page.state] if self.page.state else []), *self.page.tags]

    @property
    def note(self) -> str:
        """That what it said on the day is not known, where it is not."""
        return self.page.note


class SideBySide:
    """
    The services that an address names, as at the day `on`, and the search at `begins` that one came from.

    More than three are refused: those after the third are named and not shown. `person` adds whether each
    is for them.
    """

    def __init__(
        self, request: HttpRequest, on: date, begins: str, person: Circumstances | None = None
    ) -> None:
        self._request = request
        self.on = on
        self._begins = begins
        self._person = person
        asked = list(dict.fromkeys(request.GET.getlist("service")))
        self._asked = asked[: 4 * MOST]
        found = with_standing(for_its_page()).filter(reference__in=self._asked)
        known = {one.reference: one for one in found}
        self._found = [known[reference] for reference in self._asked if reference in known]
        self._rules = rules_of(found, on=on) if person is not None else {}
        self._is_missing = len(self._found) < len(self._asked)
        self.columns = [self._column(one) for one in self._found[:MOST]]
        self.table: Table[Line] = listing(
            request,
            self.lines,
            self._downloaded,
            sort="",
            name="services-compared",
            noun=("line", "lines"),
            per_page=100,
            empty="Choose services to compare.",
        )

    @property
    def problem(self) -> str:
        """That more are chosen than stand side by side, and how to put it right."""
        others = [one.name for one in self._found[MOST:]]
        if not others:
            return ""
        are = "is" if len(others) == 1 else "are"
        return (
            f"You can compare up to {MOST} services at a time. {and_list(others)} {are} not shown. "
            f"Remove one of the others to see {'it' if len(others) == 1 else 'them'}"
        )

    @property
    def missing(self) -> str:
        """That one is not in the directory."""
        return "One you chose is not in the directory, and is left out." if self._is_missing else ""

    @property
    def is_full(self) -> bool:
        """Whether there is no room for another."""
        return len(self.columns) >= MOST

    @property
    def summary(self) -> str:
        """In how many lines they differ."""
        if len(self.columns) < 2:
            return "One service is chosen. Choose another to see where they differ."
        differing = sum(line.differs for line in self.lines)
        return f"They differ in {differing} of {plural(len(self.lines), 'line')}."

    @property
    def back(self) -> str:
        """The search that one came from, with what was chosen still ticked."""
        search = QueryDict(self._request.GET.get("search", ""), mutable=True)
        search.setlist(CHOSEN, [one.reference for one in self._found[:MOST]])
        query = search.urlencode()
        return f"{self._begins}?{query}" if query else self._begins

    @cached_property
    def lines(self) -> list[Line]:
        """What is said of them, in the order in which one asks."""
        if not self.columns:
            return []
        lines = [self._line("Is it for them?", lambda one: one.answer)] if self._person is not None else []
        lines += [
            self._line("Given by", _given_by),
            self._line("Whose it is", _chain),
            self._line("What happens in a session", _what_happens),
            *self._facts(lambda one: one.page.facts),
            self._line("Where and when", _places),
            self._line("Given in", lambda one: one.page.areas),
            *self._facts(lambda one: one.page.whom),
            self._line("Availability and wait", lambda one: one.now),
            self._line("How it is paid for", _routes),
        ]
        if any(one.page.shows_prices for one in self.columns):
            lines.append(self._line("Price on the rate card", _prices))
        lines.append(self._line("Whom to ask", _contacts))
        return [*lines, self._line("Last confirmed", lambda one: _shown(one.page.record[0]))]

    def _column(self, service: Service) -> Standing:
        request = cast(PageRequest, self._request)
        day = today(request)
        content, is_known = content_on(service, on=self.on, today=day)
        said = AsAt(content, "" if is_known else NO_VERSION)
        page = ServicePage(service, said, request.actor, on=self.on, today=day)
        person = self._person
        return Standing(
            page=page,
            link=Link(page.title, to_service(service, request.GET.get("as_at", "")).href),
            remove=self._without(service),
            now=_now(service, self.on)
            if page.is_today
            else [f"{one.label}: {in_words(one.value)}" for one in page.now],
            answer=[] if person is None else answered(explain(self._rules[service.pk], person)),
        )

    def _without(self, service: Service) -> str:
        query = self._request.GET.copy()
        query.pop("format", None)
        query.setlist("service", [one.reference for one in self._found if one != service])
        return f"?{query.urlencode()}"

    def _line(self, label: str, said: Callable[[Standing], Iterable[Shown]]) -> Line:
        return Line(label, [list(said(one)) or [NOTHING] for one in self.columns])

    def _facts(self, facts: Callable[[Standing], Sequence[Fact]]) -> list[Line]:
        """A line for every fact that is said of any of them."""
        said = [{fact.label: _shown(fact) for fact in facts(one)} for one in self.columns]
        labels = dict.fromkeys(label for one in said for label in one)
        return [Line(label, [one.get(label) or [NOTHING] for one in said]) for label in labels]

    @property
    def _downloaded(self) -> list[Column[Line]]:
        heads = [f"{one.page.title} ({one.page.service.reference})" for one in self.columns]
        return [
            Column[Line]("what", "What", lambda line: line.label),
            *(_of(number, head) for number, head in enumerate(heads)),
            Column[Line]("said", "Differs", lambda line: line.differs),
        ]


def _of(number: int, heading: str) -> Column[Line]:
    return Column[Line](
        f"service-{number}",
        heading,
        lambda line: line.cells[number],
        download=lambda line: "\n".join(in_words(part) for part in line.cells[number]),
    )


def _shown(fact: Fact) -> list[Shown]:
    return list(fact.value) if isinstance(fact.value, list | tuple) else [cast(Shown, fact.value)]


def _now(service: Service, on: date) -> list[Shown]:
    return stands(service, availability_of(service, on=on), wait_of(service))


def _given_by(one: Standing) -> list[Shown]:
    giver = one.page.content["deliverer"]
    return [Link(giver["name"], organisation_page(giver["reference"]))]


def _chain(one: Standing) -> list[str]:
    if not one.page.is_in_chain:
        return ["Outside the supply chain"]
    return [f"{link.place}: {link.organisation.text}" for link in one.page.chain]


def _what_happens(one: Standing) -> list[str]:
    told = [line for part in one.page.what_happens for line in part]
    return [*told, *(did["activity"] for _, several in one.page.activities for did in several)]


def _places(one: Standing) -> list[str]:
    places = [
        ". ".join(part for part in (place["name"], place["address"], place["times"]) if part)
        for place in one.page.places
    ]
    return [*places, one.page.withheld] if one.page.withheld else places


def _routes(one: Standing) -> list[str]:
    return [
        ". ".join(
            (
                way.route + (f" for people of {way.buyer.text}" if isinstance(way.buyer, Link) else ""),
                f"Paid by: {in_words(way.payer)}",
                *(in_words(part) for part in (*way.charged, *way.more)),
            )
        )
        for way in one.page.routes
    ]


def _prices(one: Standing) -> list[str]:
    if not one.page.shows_prices:
        return ["Not shown to you"]
    return [
        f"{price.item.name}: {in_words(price.amount)} for {price.item.get_unit_display()}"
        for price in one.page.prices
    ] or ["No price is in force on this day"]


def _contacts(one: Standing) -> list[str]:
    return [
        ", ".join(part for part in (who.name, who.job, who.telephone, who.email) if part)
        for who in one.page.contacts
    ]
