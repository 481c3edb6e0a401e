"""The pieces that presenters make pages of: links, tags, facts, figures, what waits and what happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from markupsafe import Markup, escape

from throughline.core.money import Money
from throughline.web import words


@dataclass(frozen=True)
class Link:
    """A text that leads somewhere. `more` is read out after the text and not seen."""

    text: str
    href: str
    more: str = ""

    def __html__(self) -> str:
        hidden = Markup('<span class="govuk-visually-hidden"> %s</span>') % (self.more,) if self.more else ""
        return Markup('<a class="govuk-link" href="%s">%s%s</a>') % (self.href, self.text, hidden)


@dataclass(frozen=True)
class Tag:
    """A state in a word or two, in a colour of GOV.UK Frontend (`grey`, `green`, …); plain when none."""

    text: str
    colour: str = ""

    def __html__(self) -> str:
        colour = f" govuk-tag--{self.colour}" if self.colour else ""
        return Markup('<strong class="govuk-tag%s">%s</strong>') % (colour, self.text)


Shown = str | int | bool | Decimal | date | datetime | time | Money | Link | Tag | Markup | None
"""What a fact or a cell of a list may hold; pages and downloads each write it in their way."""


def in_words(value: Shown | Iterable[Shown]) -> str:
    """A value as a page writes it: dates in full, Money in pounds, yes and no, and a dash for nothing."""
    match value:
        case None | "":
            return "–"
        case bool():
            return "Yes" if value else "No"
        case Money():
            return words.money(value)
        case datetime():
            return words.moment(value)
        case date():
            return words.day(value)
        case time():
            return words.clock_time(value)
        case int() | Decimal():
            return f"{value:,}"
        case Link() | Tag():
            return value.text
        case str():
            return value
    return words.and_list([in_words(one) for one in value])


def as_markup(value: Shown | Iterable[Shown]) -> Markup:
    """A value as a page shows it, with links and tags as such; several one under another."""
    if isinstance(value, Link | Tag | Markup):
        return escape(value)
    if isinstance(value, list | tuple):
        return Markup("<br>").join(as_markup(one) for one in value) if value else escape("–")
    return escape(in_words(value))


def folded(title: str, lines: Iterable[Shown]) -> Markup:
    """Lines that stand behind a title that opens them."""
    return Markup('<details class="tl-folded"><summary>%s</summary>%s</details>') % (
        title,
        as_markup(list(lines)),
    )


@dataclass(frozen=True)
class Fact:
    """One line of the facts of a record; `change_href` leads to the page that changes it."""

    label: str
    value: Shown | Iterable[Shown]
    change_href: str = ""

    @property
    def shown(self) -> Markup:
        """The value as a page shows it."""
        return as_markup(self.value)


@dataclass(frozen=True)
class Happened:
    """One line of a history: what, when, who and why."""

    what: str
    at: datetime
    who: str = ""
    why: str = ""


@dataclass(frozen=True)
class Waiting:
    """
    One thing that waits on whoever looks, with its clock.

    `due` is the last day on which it is in time; `on` the day it is looked at.
    """

    link: Link
    on: date
    what: str = ""
    since: date | None = None
    due: date | None = None

    @property
    def overdue(self) -> bool:
        """Whether the last day has gone by."""
        return self.due is not None and self.on > self.due

    @property
    def clock(self) -> str:
        """How long it has waited and how long is left, in a sentence."""
        waited = f"Waiting {words.plural((self.on - self.since).days, 'day')}. " if self.since else ""
        if self.since == self.on:
            waited = "Came today. "
        if self.due is None:
            return waited.strip()
        days = (self.due - self.on).days
        if days < 0:
            return f"{waited}Overdue by {words.plural(-days, 'day')}: it was due by {words.day(self.due)}"
        left = "today" if days == 0 else f"in {words.plural(days, 'day')}"
        return f"{waited}Due {left}, by {words.day(self.due)}"


@dataclass(frozen=True)
class Figure:
    """
    A number that opens (D28): `href` leads to the list it was counted from.

    `of` is the denominator with its noun ("of 20 days ordered"); `missing` says what is not known.
    """

    value: Shown
    label: str
    href: str = ""
    of: str = ""
    missing: str = ""

    @property
    def shown(self) -> str:
        """The number as a page writes it."""
        return in_words(self.value)

    @property
    def base(self) -> str:
        """The denominator and what is missing, in one line."""
        return ". ".join(part for part in (self.of, self.missing) if part)
