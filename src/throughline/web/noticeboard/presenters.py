"""Needs and offers in the words, tags and links of the noticeboard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.states import MoveRow, available_moves
from throughline.core.time import london_day
from throughline.supply.models import Offer, OfferPrice, StatedNeed
from throughline.supply.queries.noticeboard import Patience
from throughline.supply.states import NeedState, OfferState
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.lists import Column
from throughline.web.pieces import Fact, Happened, Link, Shown, Tag, Waiting, as_markup
from throughline.web.public.labels import in_full, to_organisation, to_service

NEED_COLOURS = {
    "waiting": "yellow",
    "offered": "light-blue",
    "met": "green",
    "not_now": "red",
    "withdrawn": "grey",
}
OFFER_COLOURS = {
    "made": "yellow",
    "talking": "light-blue",
    "taken_up": "green",
    "declined": "red",
    "withdrawn": "grey",
}
NEED_BUTTONS = {
    "meet": "It is met",
    "answer": "It cannot be met now",
    "ask_again": "Ask again",
    "withdraw": "Withdraw it",
}
OFFER_BUTTONS = {
    "take_up": "Take it up",
    "talk": "Talk about it",
    "decline": "Decline it",
    "withdraw": "Withdraw it",
}
NEED_HAPPENED = {
    "offer": "An offer was made",
    "lapse": "No offer was left",
    "meet": "Met",
    "answer": "Said to be one that cannot be met now",
    "ask_again": "Asked for again",
    "withdraw": "Withdrawn",
}
OFFER_HAPPENED = {
    "talk": "To be talked about",
    "take_up": "Taken up",
    "decline": "Declined",
    "withdraw": "Withdrawn",
}


def need_tag(one: StatedNeed) -> Tag:
    """Where a need stands."""
    return Tag(str(NeedState(one.state).label), NEED_COLOURS[one.state])


def offer_tag(one: Offer) -> Tag:
    """Where an offer stands."""
    return Tag(str(OfferState(one.state).label), OFFER_COLOURS[one.state])


def need_link(one: StatedNeed) -> Link:
    """A need, leading to its page."""
    return Link(one.title, reverse("noticeboard_need", args=[one.reference]))


def offer_link(one: Offer) -> Link:
    """An offer, leading to its page."""
    return Link(one.title, reverse("noticeboard_offer", args=[one.reference]))


def need_columns(patience: Mapping[int, Patience | None]) -> tuple[Column[StatedNeed], ...]:
    """The columns of the list of needs; by scheme, how long an answer may take."""

    def status(one: StatedNeed) -> list[Shown]:
        allowed = patience.get(one.scheme_id)
        shown: list[Shown] = [need_tag(one)]
        if allowed and one.waiting_since is not None and allowed.has_ended(one.waiting_since):
            days = (allowed.on - words_day(one)).days
            shown.append(f"Unanswered for {words.plural(days, 'day')}")
        return shown

    return (
        Column(
            "title",
            "What is needed",
            lambda one: [need_link(one), one.get_need_display()],
            order="title",
            download=lambda one: one.title,
        ),
        Column("area", "Where", lambda one: one.area.name, order="area__name"),
        Column("people", "People a year", lambda one: one.people, order="people", numeric=True),
        Column("wanted", "Needed by", lambda one: one.wanted_by, order="wanted_by"),
        Column("asker", "Who asks", lambda one: one.asker.name, order="asker__name"),
        Column("stated", "Stated", lambda one: words.day(one.stated_at), order="stated_at"),
        Column("offers", "Offers", lambda one: one.offered, order="offered", numeric=True),
        Column("status", "Status", status, order="state", download=need_tag),
    )


def words_day(one: StatedNeed) -> date:
    """The London day since which a need waits."""
    assert one.waiting_since is not None
    return london_day(one.waiting_since)


def offer_columns(prices: Mapping[int, OfferPrice]) -> tuple[Column[Offer], ...]:
    """The columns of the list of offers; prices by offer, of those that whoever looks sees."""

    def what(one: Offer) -> list[Shown]:
        if one.need is None:
            return [offer_link(one), "Made unasked"]
        return [offer_link(one), Link("The need it answers", need_link(one.need).href, one.need.title)]

    return (
        Column("title", "What is offered", what, order="title", download=lambda one: one.title),
        Column(
            "between",
            "Who offers it to whom",
            lambda one: [one.offerer.name, f"to {one.to.name}"],
            order="offerer__name",
        ),
        Column("capacity", "People a year", lambda one: one.capacity, order="capacity", numeric=True),
        Column("from", "From", lambda one: one.available_from, order="available_from"),
        Column("made", "Made", lambda one: words.day(one.made_at), order="made_at"),
        Column("price", "Price", lambda one: price_in_words(prices.get(one.pk))),
        Column("status", "Status", offer_tag, order="state"),
    )


def price_in_words(price: OfferPrice | None) -> str:
    """A price and what it is for; that it is not for whoever looks."""
    if price is None:
        return "Between the two"
    return f"{words.money(price.amount)} for {price.get_unit_display()}"


def board_waiting(
    needs: Iterable[StatedNeed], offers: Iterable[Offer], patience: Mapping[int, Patience | None], on: date
) -> list[Waiting]:
    """What of the noticeboard waits on whoever looks, as homes show it."""

    def due(scheme: int, since: datetime | None) -> date | None:
        allowed = patience.get(scheme)
        return allowed.due(since) if allowed and since else None

    return [
        *(
            Waiting(
                Link(f"Answer the offer of {one.offerer.name}: {one.title}", offer_link(one).href),
                on,
                f"To the need: {one.need.title}" if one.need else "Made unasked",
                london_day(one.made_at),
                due(one.scheme_id, one.made_at),
            )
            for one in offers
        ),
        *(
            Waiting(
                Link(f"Answer what {one.asker.name} needs: {one.title}", need_link(one).href),
                on,
                f"{words.plural(one.people, 'person', 'people')} a year in {one.area.name}",
                words_day(one),
                due(one.scheme_id, one.waiting_since),
            )
            for one in needs
        ),
    ]


@dataclass(frozen=True)
class NeedPage:
    """One need as whoever looks sees it."""

    need: StatedNeed
    actor: Actor
    offers: Sequence[Offer]
    prices: Mapping[int, OfferPrice]
    patience: Patience | None

    @property
    def state(self) -> Tag:
        """Where it stands."""
        return need_tag(self.need)

    @property
    def warning(self) -> str:
        """That it has waited too long for an answer, when it has."""
        since = self.need.waiting_since
        if since is None or self.patience is None or not self.patience.has_ended(since):
            return ""
        days = (self.patience.on - london_day(since)).days
        return (
            f"Unanswered for {words.plural(days, 'day')}: an answer was due within {self.patience.days} days"
        )

    @property
    def offer_href(self) -> str:
        """Where whoever looks can make an offer to it."""
        is_open = self.need.state in (NeedState.WAITING, NeedState.OFFERED)
        others = self.actor.holds(Permission.OFFER_SERVICES) - {self.need.asker_id}
        return reverse("noticeboard_need_offer", args=[self.need.reference]) if is_open and others else ""

    @cached_property
    def moves(self) -> list[Link]:
        """What whoever looks can say became of it."""
        return [
            Link(NEED_BUTTONS[one.name], reverse(f"noticeboard_need_{one.name}", args=[self.need.reference]))
            for one in available_moves(self.need, self.actor)
            if one.name in NEED_BUTTONS
        ]

    @property
    def facts(self) -> list[Fact]:
        """What is needed."""
        one = self.need
        return [
            Fact("Who asks", to_organisation(one.asker)),
            Fact("Need", one.get_need_display()),
            Fact("For whom", one.get_population_display()),
            Fact("Where", in_full(one.area)),
            Fact("People a year", one.people),
            Fact("Needed by", one.wanted_by),
            Fact("More about it", one.description or "Nothing more is said"),
            Fact("Stated", words.day(one.stated_at)),
            Fact("Scheme", one.scheme.name),
        ]

    @property
    def offered(self) -> list[list[dict[str, object]]]:
        """The offers to it, as rows of a table."""
        return [
            [
                {"html": as_markup(offer_link(one))},
                {"text": one.offerer.name},
                {"text": f"{one.capacity:,}"},
                {"text": price_in_words(self.prices.get(one.pk))},
                {"html": as_markup(offer_tag(one))},
            ]
            for one in self.offers
        ]

    @property
    def history(self) -> list[Happened]:
        """What became of it."""
        return _history(self.need.moves.select_related("by"), NEED_HAPPENED)


@dataclass(frozen=True)
class OfferPage:
    """One offer as whoever looks sees it."""

    offer: Offer
    actor: Actor
    price: OfferPrice | None

    @property
    def state(self) -> Tag:
        """Where it stands."""
        return offer_tag(self.offer)

    @cached_property
    def moves(self) -> list[Link]:
        """How whoever looks can answer it, or take it back; the likeliest first."""
        names = {one.name for one in available_moves(self.offer, self.actor)}
        return [
            Link(text, reverse(f"noticeboard_offer_{name}", args=[self.offer.reference]))
            for name, text in OFFER_BUTTONS.items()
            if name in names
        ]

    @property
    def facts(self) -> list[Fact]:
        """What is offered."""
        one = self.offer
        return [
            Fact("Who offers", to_organisation(one.offerer)),
            Fact("To", to_organisation(one.to)),
            Fact("Answers the need", need_link(one.need) if one.need else "None: it is made unasked"),
            Fact(
                "Service", to_service(one.service) if one.service else "A proposal: not in the directory yet"
            ),
            Fact("What would be done", one.proposal or "See the service"),
            Fact("People a year", one.capacity),
            Fact("From", one.available_from),
            Fact("Price", price_in_words(self.price)),
            Fact("Made", words.day(one.made_at)),
        ]

    @property
    def history(self) -> list[Happened]:
        """What became of it."""
        return _history(self.offer.moves.select_related("by"), OFFER_HAPPENED)


def _history(moves: Iterable[MoveRow], said: Mapping[str, str]) -> list[Happened]:
    return [
        Happened(said[one.name], one.happened_at, one.by.full_name if one.by else "", one.reason)
        for one in moves
    ]
