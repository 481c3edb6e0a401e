"""The search of the directory for one person: where they live, what is known of them, who buys (S56, S65)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from throughline.core.models import Organisation
from throughline.core.queries.places import PlaceNotFound, find_place
from throughline.line.queries.circumstances import circumstances_of
from throughline.line.queries.gate import Gate
from throughline.line.queries.risks import conflicts_of, flags_that_limit
from throughline.people.models import Person
from throughline.supply.queries.direct_buying import closed_to_direct_buying
from throughline.supply.queries.finding import Found, Search, Where, where
from throughline.supply.rules import eligibility_words
from throughline.supply.rules.eligibility import Circumstances, not_recorded
from throughline.vocabulary.custody import PrisonKind
from throughline.vocabulary.delivery import Intake
from throughline.vocabulary.involved import in_a_sentence
from throughline.vocabulary.routes import FundingRoute
from throughline.web.finding import FoundPage
from throughline.web.finding.found import explained, standing, why_column
from throughline.web.forms import ChoiceField
from throughline.web.lists import Column
from throughline.web.pieces import Fact, Link, Shown
from throughline.web.public.service_filters import ServiceFilters
from throughline.web.words import and_list, day

OF_THE_PERSON = ("sex", "age")
"""What the search of anybody asks, and what is recorded of this person."""


NEEDED = ("need", "area", "population")
"""What was asked that says what would have been needed."""


class PersonFilters(ServiceFilters):
    """What may be asked for one person: all of the directory's questions but those that are recorded."""

    USUAL: ClassVar[tuple[str, ...]] = (
        "words",
        "need",
        "place",
        "area",
        "elsewhere",
        "availability",
        "order",
    )

    elsewhere = ChoiceField(
        label="Services of other areas",
        choices=[("shown", "Shown too, as an exception with a reason")],
        menu=True,
        nothing="Left out",
    )

    def __init__(self, request: HttpRequest, person: Person, on: date) -> None:
        super().__init__(request.GET, on)
        self._person_asked = person
        for name in OF_THE_PERSON:
            del self.fields[name]

    @property
    def says_for_whom(self) -> bool:
        """Always: for the person."""
        return True

    @property
    def circumstances(self) -> Circumstances:
        """What is recorded of the person, as the rules take it."""
        return circumstances_of(self._person_asked, on=self._on)

    @property
    def search(self) -> Search:
        """
        What was asked, for the person: in the area where they live, unless another place is named.

        Where they live does not change with the place that is named: that is where the service is looked for.
        """
        is_anywhere = bool(self.chosen.get("elsewhere"))
        return replace(
            super().search,
            where=self.where or home_of(self._person_asked, on=self._on),
            person=self.circumstances,
            with_exceptions=is_anywhere or self.where is not None,
            is_anywhere=is_anywhere,
        )


def home_of(person: Person, *, on: date) -> Where | None:
    """Where a person lives, as a search takes it; nothing where no area of that day is recorded."""
    home = person.home_area
    if home is None:
        return None
    try:
        return where(find_place(f"{home.kind}:{home.code}", on=on), on=on)
    except PlaceNotFound:
        return None


def standing_facts(found: Found) -> list[Fact]:
    """One service for one person, before the form that refers them to it."""
    facts = [Fact("Is it for them?", explained(found))] if found.explanation is not None else []
    facts.append(Fact("Availability", standing(found)))
    if (miles := found.travel.miles) is not None:
        facts.append(Fact("How far", f"{miles:.1f} miles from the middle of the area where they live"))
    return facts


class PersonServices:
    """The page of what is on offer to one person, and what can be done with each result."""

    def __init__(
        self, request: HttpRequest, person: Person, buyer: Organisation, filters: PersonFilters, on: date
    ) -> None:
        self.person = person
        self.filters = filters
        self._buyer = buyer
        self._closed = closed_to_direct_buying(buyer.pk, on=on)
        search = filters.search
        self.circumstances = search.person or Circumstances()
        self._limiting = flags_that_limit(person, on=on)
        forbidden = Column[Found]("forbidden", "What a risk forbids", self._forbidden)
        self.gate = Gate(person.pk, buyer.pk, on=on)
        through_the_gate = Column[Found]("gate", "Through the gate", self._through_the_gate)
        more = (
            why_column(search),
            *((forbidden,) if self._limiting else ()),
            *((through_the_gate,) if self.gate.custody is not None else ()),
            Column[Found]("refer", "Referral", self._refer, download=lambda one: self._cannot(one) or "Yes"),
        )
        compared_at = reverse("officer_services_compared", args=[person.reference])
        self.found = FoundPage(request, search, on, on, more, compared_at=compared_at)

    @property
    def not_recorded(self) -> str:
        """What the rules of services ask and nobody has recorded of the person, in a sentence."""
        missing = [eligibility_words.aspect(one) for one in not_recorded(self.circumstances)]
        return f"Not recorded, so that some answers stay unknown: {and_list(missing)}." if missing else ""

    @property
    def nothing_fits(self) -> str:
        """The address that says that nothing fits, with what was asked."""
        chosen = self.filters.chosen
        asked = {name: str(chosen[name]) for name in NEEDED if name in chosen}
        address = reverse("officer_nothing_fits", args=[self.person.reference])
        return f"{address}?{urlencode(asked)}" if asked else address

    def _through_the_gate(self, found: Found) -> str:
        settled = self.gate.settles(found.service)
        return str(settled.terms.label) if settled else ""

    @property
    def inside(self) -> str:
        """In which prison the person is, of which kind and until when, in a sentence; empty outside."""
        if self.gate.custody is None:
            return ""
        out = self.gate.custody.during.to
        kind = f", a {PrisonKind(self.gate.prison_kind).label.lower()}" if self.gate.prison_kind else ""
        until = f"until {day(out)}" if out else "and nobody knows yet until when"
        return f"They are in {self.gate.prison}{kind}, {until}."

    def _forbidden(self, found: Found) -> str:
        return "; ".join(
            f"{one.flag.name}: {in_a_sentence(one.things)}"
            for one in conflicts_of(found.service, self._limiting)
        )

    def _refer(self, found: Found) -> Shown:
        if cannot := self._cannot(found):
            return cannot
        address = reverse("referral_draft", args=[self.person.reference])
        asked = {"service": found.service.reference}
        return Link("Refer", f"{address}?{urlencode(asked)}", f"to {found.service.name}")

    def _cannot(self, found: Found) -> str:
        """Why nobody can be referred to it now; empty where somebody can."""
        service = found.service
        if service.intake == Intake.CLOSED:
            return "Closed"
        routes = [
            one
            for one in found.beside.routes
            if one.buyer_id in (None, self._buyer.pk)
            and not (one.route == FundingRoute.SPOT and service.scheme_id in self._closed)
        ]
        return "" if routes else f"{self._buyer.name} has no way to pay for it"
