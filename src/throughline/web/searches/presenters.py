"""The list of searches somebody keeps, and the page of one with what is new in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from throughline.supply.models import SavedSearch, Service, SharedSearch
from throughline.supply.queries.directory import for_its_page
from throughline.web.lists import Column, listing
from throughline.web.lists.table import Table
from throughline.web.pieces import Fact, Link, Shown
from throughline.web.public.labels import for_whom, to_organisation, to_service
from throughline.web.searches.asked import InWords, address, fitting, not_understood
from throughline.web.words import moment, plural


def columns(in_words: InWords) -> Sequence[Column[SavedSearch]]:
    """The columns of somebody's searches."""
    return (
        Column[SavedSearch](
            "name", "Search", lambda one: Link(one.name, at("saved_search", one)), order="name",
            download=lambda one: one.name,
        ),
        Column[SavedSearch]("asks", "What it asks", lambda one: in_words(one.query)),
        Column[SavedSearch]("looked", "You last looked", lambda one: one.looked_at, order="looked_at"),
    )  # fmt: skip


def shared_with(shared: SharedSearch) -> str:
    """Who opens the link of a share."""
    if shared.organisation is not None:
        return f"Everybody who signs in for {shared.organisation.name}"
    return f"Everybody who works in {shared.scheme.name}" if shared.scheme else ""


def share_columns(on: date) -> Sequence[Column[SharedSearch]]:
    """The columns of what somebody shares."""
    return (
        Column[SharedSearch](
            "name", "Search", lambda one: Link(one.name, at("shared_search", one)),
            download=lambda one: one.name,
        ),
        Column[SharedSearch]("with", "Who opens it", shared_with),
        Column[SharedSearch]("since", "Since", lambda one: one.shared_at),
        Column[SharedSearch](
            "stop", "Stop", lambda one: Link("Stop sharing", at("shared_search_stop", one), one.name),
            download=lambda one: "",
        ),
    )  # fmt: skip


def at(name: str, one: SavedSearch | SharedSearch) -> str:
    """Where the page called `name` of a search is."""
    return reverse(name, args=[one.reference])


class SavedSearchPage:
    """One search its owner keeps: what it asks, and what is new since they last looked."""

    def __init__(self, request: HttpRequest, search: SavedSearch, on: date) -> None:
        self.search = search
        self._on = on
        self.found = fitting(search.query, on)
        new = set(self.found) - set(search.found)
        self._gone = len(set(search.found) - set(self.found))
        self.table: Table[Service] = listing(
            request,
            for_its_page().filter(reference__in=new).prefetch_related("needs"),
            NEW,
            sort="name",
            name="new-services",
            title="New since you last looked",
            noun=("new service", "new services"),
            empty="Nothing is new since you last looked.",
        )

    @property
    def address(self) -> str:
        """Where the search is made anew."""
        return address(self.search.query)

    @property
    def problem(self) -> str:
        """What of it the directory no longer takes."""
        return not_understood(self.search.query, self._on)

    @property
    def facts(self) -> list[Fact]:
        """What it asks, how many fit it, and since when new ones are counted."""
        fit: list[Shown] = [
            Link(plural(len(self.found), "service"), self.address, "that this search finds now")
        ]
        if self._gone:
            fit.append(f"{plural(self._gone, 'service')} you saw then no longer fit")
        return [
            Fact("What it asks", InWords(self._on)(self.search.query)),
            Fact("Found now", fit),
            Fact("You last looked", moment(self.search.looked_at)),
        ]

    @property
    def has_changed(self) -> bool:
        """Whether what fits is not what its owner last saw."""
        return set(self.found) != set(self.search.found)


NEW = (
    Column[Service]("name", "Service", to_service, order="name", download=lambda one: one.name),
    Column[Service](
        "by", "Given by", lambda one: to_organisation(one.deliverer), order="deliverer__name",
        download=lambda one: one.deliverer.name,
    ),
    Column[Service]("whom", "For", for_whom),
)  # fmt: skip
