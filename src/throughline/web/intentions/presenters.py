"""Commissioning intentions in the words and links of their body's pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.money import Money
from throughline.core.states import available_moves
from throughline.open_data import addresses
from throughline.open_data.queries.intentions_due import YearStated
from throughline.supply.models import Intention
from throughline.supply.states import IntentionState
from throughline.vocabulary.needs import Need
from throughline.web import words
from throughline.web.lists import Column
from throughline.web.pieces import Fact, Happened, Link, Shown, Tag, Waiting
from throughline.web.public.labels import in_full

COLOURS = {"planned": "", "talking": "light-blue", "open": "green", "awarded": "grey", "dropped": "red"}
BUTTONS = {
    "talk": "We talk with providers",
    "open": "It is open for bids",
    "award": "It is awarded",
    "drop": "No longer intended",
    "resume": "Intended again",
}
HAPPENED = {
    "talk": "Talking with providers",
    "open": "Opened for bids or applications",
    "award": "Awarded",
    "drop": "No longer intended",
    "resume": "Intended again",
}


def status_of(one: Intention) -> Tag:
    """How far the body is with it."""
    return Tag(str(IntentionState(one.state).label), COLOURS[one.state])


def value_in_words(smallest: Money | None, largest: Money | None) -> str:
    """One amount, or from one to the other; that nothing is stated."""
    if smallest is None or largest is None:
        return "Not stated"
    if smallest == largest:
        return words.money(largest)
    return f"{words.money(smallest)} to {words.money(largest)}"


def when_in_words(opens: date | None, starts: date | None, ends: date | None) -> list[Shown]:
    """When it opens, starts and ends, one under another."""
    said: list[Shown] = [f"Opens {words.day(opens)}" if opens else "No bids are asked for"]
    if starts:
        said.append(f"Starts {words.day(starts)}")
    said.append(f"Ends {words.day(ends)}" if ends else "No end is set")
    return said


COLUMNS = (
    Column[Intention](
        "title",
        "What",
        lambda one: Link(one.title, reverse("intention", args=[one.reference])),
        order="title",
    ),
    Column[Intention]("year", "For", lambda one: str(one.financial_year), order="year"),
    Column[Intention]("area", "Where", lambda one: one.area.name, order="area__name"),
    Column[Intention]("form", "Grant or contract", lambda one: one.get_form_display(), order="form"),
    Column[Intention]("starts", "Starts", lambda one: one.during.from_, order="during"),
    Column[Intention]("value", "Value", lambda one: value_in_words(one.value_from, one.value_to)),
    Column[Intention]("status", "Status", status_of, order="state"),
)


@dataclass(frozen=True)
class YearRow:
    """One year of one body, with what can be done about it."""

    one: YearStated
    on: date

    @property
    def whose(self) -> str:
        """The body, and its scheme."""
        return f"{self.one.commissions.body.name}, {self.one.commissions.scheme.name}"

    @property
    def year(self) -> str:
        """The financial year."""
        return str(self.one.year)

    @property
    def state(self) -> Tag:
        """Whether it is published, and as it is now."""
        if self.one.latest is None:
            late = self.one.due is not None and self.on > self.one.due
            return Tag("Late", "red") if late else Tag("Not published", "grey")
        return Tag("Changed since", "yellow") if self.one.differs else Tag("Published", "green")

    @property
    def due(self) -> str:
        """The last day in time."""
        return f"By {words.day(self.one.due)}" if self.one.due else "Not asked for"

    @property
    def links(self) -> list[Link]:
        """Publish, and read what is published."""
        links = []
        if self.one.latest is None or self.one.differs:
            links.append(Link("Publish", publish_address(self.one), f"the intentions for {self.year}"))
        if self.one.latest is not None:
            text = f"Edition {self.one.latest}"
            links.append(Link(text, public_address(self.one), f"of the intentions for {self.year}"))
        return links


def publish_address(one: YearStated) -> str:
    """Where a body's intentions for a year are published."""
    return reverse(
        "intentions_publish",
        args=[one.commissions.scheme.code, one.year, one.commissions.body.reference],
    )


def public_address(one: YearStated) -> str:
    """Where everybody reads a body's intentions for a year."""
    return addresses.intentions_page(one.commissions.scheme.code, one.year, one.commissions.body.reference)


def intentions_waiting(one: YearStated, on: date) -> Waiting:
    """A year to be published or amended, as the homes of those who do it show it."""
    body = one.commissions.body.name
    if one.latest is None:
        text, what = f"Publish what {body} means to buy in {one.year}", "Nothing is published for this year"
    else:
        text = f"Publish what has changed in the intentions of {body} for {one.year}"
        what = f"Edition {one.latest} says otherwise"
    return Waiting(Link(text, publish_address(one)), on, what, due=None if one.latest else one.due)


@dataclass(frozen=True)
class IntentionPage:
    """One intention as its body sees it."""

    intention: Intention
    actor: Actor

    @property
    def status(self) -> Tag:
        """How far the body is with it."""
        return status_of(self.intention)

    @property
    def caption(self) -> str:
        """Whose it is, and for when."""
        return f"{self.intention.body.name}, intentions for {self.intention.financial_year}"

    @property
    def is_published(self) -> str:
        """Whether others read of it."""
        if self.intention.published_at is None:
            return "Nobody else reads this until you publish the intentions for its year."
        return f"Published since {words.day(self.intention.published_at)}."

    @cached_property
    def moves(self) -> list[Link]:
        """What can be said to have become of it."""
        return [
            Link(BUTTONS[one.name], reverse(f"intention_{one.name}", args=[self.intention.reference]))
            for one in available_moves(self.intention, self.actor)
        ]

    @property
    def may_go(self) -> bool:
        """Whether it can be removed: never published, and nothing has become of it."""
        return self.intention.published_at is None and not self.history

    @property
    def facts(self) -> list[Fact]:
        """What is said of it."""
        one = self.intention
        return [
            Fact("What", one.title),
            Fact("Description", one.description or "None"),
            Fact("Needs", needs_of(one)),
            Fact("Kind of service", one.kind.name if one.kind else "None of the scheme’s kinds"),
            Fact("Where", in_full(one.area)),
            Fact("Grant or contract", one.get_form_display()),
            Fact("When", when_in_words(one.opens_on, one.during.from_, one.during.last_day)),
            Fact("Value", value_in_words(one.value_from, one.value_to)),
            Fact("Whom to ask", one.whom_to_ask),
            Fact("Reference", one.reference),
        ]

    @cached_property
    def history(self) -> list[Happened]:
        """What became of it."""
        return [
            Happened(HAPPENED[one.name], one.happened_at, one.by.full_name if one.by else "", one.reason)
            for one in self.intention.moves.select_related("by")
        ]


def needs_of(one: Intention) -> Sequence[str]:
    """The needs in words, in the order of the field's list."""
    return [str(need.label) for need in Need if need in one.needs]
