"""Published intentions in the words and links of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from throughline.core.time import FinancialYear
from throughline.open_data import addresses
from throughline.open_data.models import Publication
from throughline.open_data.queries.intentions_due import IntentionsStanding
from throughline.open_data.queries.published_intentions import PublishedIntention, PublishedIntentions
from throughline.supply.models import Scheme
from throughline.web.intentions.presenters import value_in_words, when_in_words
from throughline.web.lists import Column
from throughline.web.pieces import Fact, Figure, Happened, Link, Shown, Tag
from throughline.web.words import day, plural


def _address(one: PublishedIntention) -> str:
    return f"{addresses.intentions_page(one.scheme, one.year, one.body_reference)}#{one.text('intention')}"


def _value(one: PublishedIntention) -> str:
    return value_in_words(one.money("value_from"), one.value_to)


def _when(one: PublishedIntention) -> list[Shown]:
    return when_in_words(one.opens_on, one.starts_on, one.day("ends_on"))


def _status(one: PublishedIntention) -> list[Shown]:
    why = one.text("why_dropped")
    return [one.text("status"), *([why] if why else [])]


INTENTION_COLUMNS = (
    Column[PublishedIntention](
        "title",
        "What",
        lambda one: [Link(one.title, _address(one)), *one.several("needs")],
        order="title",
        download=lambda one: one.title,
    ),
    Column[PublishedIntention]("body", "Who", lambda one: one.body, order=("body", "title")),
    Column[PublishedIntention]("area", "Where", lambda one: one.area, order="area"),
    Column[PublishedIntention]("form", "Grant or contract", lambda one: one.text("form")),
    Column[PublishedIntention]("when", "When", _when, order="starts_on"),
    Column[PublishedIntention]("value", "Value", _value),
    Column[PublishedIntention]("status", "Status", lambda one: one.text("status")),
)
"""The table of all bodies; a body's own page says more."""


@dataclass(frozen=True)
class IntentionCard:
    """One intention of an edition: every part of the file, in words."""

    one: PublishedIntention

    @property
    def title(self) -> str:
        """What is to be bought."""
        return self.one.title

    @property
    def reference(self) -> str:
        """Its reference, by which an address leads to it."""
        return self.one.text("intention")

    @property
    def facts(self) -> list[Fact]:
        """What the file says of it."""
        one = self.one
        found = [
            Fact("Description", one.text("description")),
            Fact("Needs", one.several("needs")),
            Fact("Kind of service", one.text("kind_of_service")),
            Fact("Where", [one.area, one.text("area_code")]),
            Fact("Grant or contract", one.text("form")),
            Fact("When", _when(one)),
            Fact("Value", _value(one)),
            Fact("Status", _status(one)),
            Fact("Whom to ask", one.text("whom_to_ask")),
            Fact("Reference", self.reference),
        ]
        return [fact for fact in found if fact.value]


@dataclass(frozen=True)
class BodyRow:
    """One body in the list of who has published."""

    name: str
    state: Tag
    said: str
    link: Link | None


@dataclass(frozen=True)
class YearPage:
    """A scheme's bodies for one year, and where each stands."""

    scheme: Scheme
    year: FinancialYear
    standing: Sequence[IntentionsStanding]

    @property
    def title(self) -> str:
        """What the page shows."""
        return f"Commissioning intentions for {self.year}"

    @property
    def address(self) -> str:
        """The page of this year."""
        return addresses.intentions_page(self.scheme.code, self.year)

    @property
    def published(self) -> int:
        """How many bodies have published."""
        return sum(one.first_on is not None for one in self.standing)

    @property
    def late(self) -> int:
        """How many have not, and are late."""
        return sum(one.is_late for one in self.standing)

    @property
    def due(self) -> str:
        """By when intentions for the year are due."""
        due = next((one.due for one in self.standing if one.due), None)
        return f"Due by {day(due)}" if due else "Not due: the scheme began later"

    @property
    def figures(self) -> list[Figure]:
        """How many bodies have published, and how many are late."""
        of = f"of {plural(len(self.standing), 'body', 'bodies')} that commission in the scheme"
        return [
            Figure(self.published, "have published", "#bodies", of=of),
            Figure(self.late, "are late", "#bodies", of=of),
        ]

    @property
    def rows(self) -> list[BodyRow]:
        """Each body: the late first, then by name."""
        return [self._row(one) for one in sorted(self.standing, key=lambda one: (not one.is_late, one.name))]

    def _row(self, one: IntentionsStanding) -> BodyRow:
        if one.first_on is None:
            if one.is_late:
                return BodyRow(one.name, Tag("Late", "red"), f"Late by {plural(one.days_late, 'day')}", None)
            return BodyRow(one.name, Tag("Not published yet", "grey"), "In time until it is due", None)
        said = f"Published on {day(one.first_on)}"
        if one.days_late:
            said += f", {plural(one.days_late, 'day')} late"
        if one.latest != 1 and one.latest_on is not None:
            said += f". Edition {one.latest} on {day(one.latest_on)}"
        address = addresses.intentions_page(self.scheme.code, self.year, one.body.reference)
        return BodyRow(
            one.name, Tag("Published", "green"), said, Link("Read", address, f"those of {one.name}")
        )


@dataclass(frozen=True)
class YearListed:
    """One year of one scheme in the list of years."""

    link: Link
    scheme: str
    said: str
    late: str


def years_listed(pages: Iterable[YearPage]) -> list[YearListed]:
    """The rows of the list of years, in the order given."""
    return [
        YearListed(
            Link(str(one.year), one.address, f"intentions in {one.scheme.name}"),
            one.scheme.name,
            f"{one.published} of {plural(len(one.standing), 'body', 'bodies')}",
            f"{one.late} late" if one.late else "None late",
        )
        for one in pages
    ]


@dataclass(frozen=True)
class BodyPage:
    """One edition of a body's intentions, with the editions it is one of."""

    published: PublishedIntentions
    editions: Sequence[Publication]

    @property
    def body(self) -> str:
        """Whose they are, by the name it has now."""
        assert self.published.edition.organisation is not None
        return self.published.edition.organisation.name

    @property
    def title(self) -> str:
        """What the page shows."""
        return f"What {self.body} means to buy in {self.published.year}"

    @property
    def is_latest(self) -> bool:
        """Whether no later edition stands beside this one."""
        return self._edition == self.editions[0].edition

    @property
    def address(self) -> str:
        """The page of the latest edition."""
        return addresses.intentions_page(*self._parts)

    @property
    def intentions(self) -> list[IntentionCard]:
        """What the body means to buy, as the edition has it."""
        return [IntentionCard(one) for one in self.published.intentions]

    @property
    def year_link(self) -> Link:
        """All bodies of the scheme for the year."""
        return Link(
            f"All intentions for {self.published.year}",
            reverse("open_intentions_year", args=[self._parts[0], self.published.year]),
        )

    @property
    def files(self) -> list[Link]:
        """This very edition for machines."""
        return [
            Link("Download this edition as CSV", f"{addresses.intentions_csv(*self._parts)}{self._query}"),
            Link(
                "Download this edition as JSON, with what each part means",
                f"{addresses.intentions_json(*self._parts)}{self._query}",
            ),
        ]

    @property
    def history(self) -> list[Happened]:
        """Every edition, the latest first."""
        return [
            Happened(what=f"Edition {one.edition} published", at=one.published_at, why=one.why_amended)
            for one in self.editions
        ]

    @property
    def edition_links(self) -> list[Link]:
        """The pages of the other editions."""
        return [
            Link(f"Edition {one.edition}", f"{self.address}?edition={one.edition}")
            for one in self.editions
            if one.edition != self._edition
        ]

    @property
    def _edition(self) -> int:
        return self.published.edition.edition

    @property
    def _query(self) -> str:
        return f"?edition={self._edition}"

    @property
    def _parts(self) -> tuple[str, FinancialYear, str]:
        edition = self.published.edition
        assert edition.organisation is not None
        return edition.scheme.code, self.published.year, edition.organisation.reference
