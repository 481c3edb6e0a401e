"""Pots, their shares and what will be left of them, in the words and links of their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from throughline.core.money import Money
from throughline.money.models import Pot
from throughline.money.queries.pots import PotStanding, ShareStanding
from throughline.money.rules.pots import Forecast
from throughline.vocabulary.routes import FundingRoute
from throughline.web import words
from throughline.web.lists import Column
from throughline.web.pieces import Fact, Figure, Link, Shown, Tag, Waiting


def left_in_words(ahead: Forecast | None) -> list[Shown]:
    """What will be left at the deadline, flagged when something is."""
    if ahead is None:
        return ["No day has passed yet"]
    if not ahead.leaves_money:
        return [Tag("Will be spent", "green")]
    said: list[Shown] = [words.money(ahead.unspent), Tag("Will be left", "red")]
    if ahead.promised:
        said.append(f"{words.money(ahead.promised)} of it is promised")
    return said


def _left(ahead: Forecast | None) -> Money | None:
    return ahead.unspent if ahead else None


POTS = (
    Column[PotStanding](
        "name",
        "Pot",
        lambda one: Link(one.pot.name, reverse("pot", args=[one.pot.reference])),
        order="name",
        download=lambda one: one.pot.name,
    ),
    Column[PotStanding]("amount", "Yours or all of it", lambda one: one.amount, order="amount"),
    Column[PotStanding]("committed", "Committed", lambda one: one.committed, order="committed"),
    Column[PotStanding]("delivered", "Delivered", lambda one: one.delivered, order="delivered"),
    Column[PotStanding]("deadline", "To be spent by", lambda one: one.deadline, order="deadline"),
    Column[PotStanding](
        "unspent",
        "Left at this pace",
        lambda one: left_in_words(one.ahead),
        order="unspent",
        nullable=True,
        download=lambda one: _left(one.ahead),
    ),
)

SHARES = (
    Column[ShareStanding](
        "buyer",
        "Whose share",
        lambda one: Link(one.budget.buyer.name, reverse("budget", args=[one.budget.reference])),
        download=lambda one: one.budget.buyer.name,
    ),
    Column[ShareStanding]("amount", "Share", lambda one: one.budget.amount),
    Column[ShareStanding]("committed", "Committed", lambda one: one.position.committed),
    Column[ShareStanding]("delivered", "Delivered", lambda one: one.position.accrued),
    Column[ShareStanding]("left", "Left to promise", lambda one: one.position.left),
    Column[ShareStanding](
        "unspent",
        "Left at this pace",
        lambda one: left_in_words(one.ahead),
        download=lambda one: _left(one.ahead),
    ),
)


def spent_on(pot: Pot) -> list[Shown]:
    """What a pot may be spent on, in words."""
    routes: list[Shown] = [str(FundingRoute(one).label) for one in pot.routes]
    kinds: list[Shown] = [one.name for one in sorted(pot.kinds.all(), key=lambda one: one.name)]
    if not routes and not kinds:
        return ["Every service that is charged for"]
    if not routes:
        return kinds
    if not kinds:
        return [*routes, "of any kind of service"]
    return [*kinds, f"by {words.and_list(routes, join='or').lower()}"]


@dataclass(frozen=True)
class PotPage:
    """One pot as whoever looks sees it."""

    standing: PotStanding
    may_divide: bool
    on: date

    @property
    def pot(self) -> Pot:
        """The pot."""
        return self.standing.pot

    @property
    def divide_href(self) -> str:
        """Where it is divided anew, for whoever may."""
        return reverse("pot_divide", args=[self.pot.reference]) if self.may_divide else ""

    @property
    def warning(self) -> str:
        """That money will be left at the deadline, and how much."""
        ahead, deadline = self.standing.ahead, self.standing.deadline
        if ahead is None or deadline is None or not ahead.leaves_money:
            return ""
        whose = "" if self.standing.is_whole else " of your share"
        if self.on > deadline:
            return f"{words.money(ahead.unspent)}{whose} was left on {words.day(deadline)}, its deadline"
        days = words.plural(ahead.days_left, "day")
        return (
            f"At this pace {words.money(ahead.unspent)}{whose} will be left on {words.day(deadline)}, "
            f"with {days} to go"
        )

    @property
    def figures(self) -> list[Figure]:
        """The pot, or one's share of it, in numbers that open."""
        here = self.standing
        of = f"of {words.money(here.amount)}"
        if not here.is_whole:
            of += f", your share of {words.money(self.pot.amount)}"
        figures = [
            Figure(here.amount, "in the pot" if here.is_whole else "is your share", "#shares"),
            Figure(here.committed, "committed", "#shares", of=of),
            Figure(here.delivered, "delivered so far", "#shares", of=of),
            Figure(here.left, "left to promise", "#shares", of=of),
        ]
        if here.ahead is not None:
            figures.append(
                Figure(
                    here.ahead.unspent,
                    "left at the deadline at this pace",
                    "#shares",
                    of=f"{words.money(here.delivered)} in {words.plural(here.ahead.days_gone, 'day')}, "
                    f"{words.plural(here.ahead.days_left, 'day')} to go",
                )
            )
        return figures

    @property
    def facts(self) -> list[Fact]:
        """What it is for."""
        pot = self.pot
        return [
            Fact("From", pot.during.from_),
            Fact("To be spent by", pot.during.last_day),
            Fact("May be spent on", spent_on(pot)),
            Fact("Given by", pot.giver.name),
            Fact("Scheme", pot.scheme.name),
            Fact("Set up", words.day(pot.set_up_at)),
        ]

    @property
    def paragraphs(self) -> Sequence[str]:
        """The principles of spending it."""
        return [part for part in self.pot.principles.split("\n\n") if part.strip()]


def pot_waiting(one: PotStanding, on: date) -> Waiting:
    """A pot of which something will be left, as homes show it."""
    assert one.ahead is not None
    return Waiting(
        Link(
            f"Look at {one.pot.name}: {words.money(one.ahead.unspent)} will be left",
            reverse("pot", args=[one.pot.reference]),
        ),
        on,
        f"{words.money(one.delivered)} of {words.money(one.amount)} delivered so far",
        due=one.deadline,
    )
