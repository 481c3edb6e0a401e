"""Searching the directory for a person, explained and in order, against reading every service each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from django.db import connection
from django.test import Client

from throughline.core.access import acting_as
from throughline.core.access.actor import NOBODY, SYSTEM, Actor
from throughline.core.memory import settle
from throughline.core.models import User
from throughline.gateway.benchmarks.figures import Counted, Result, Timing, timed, timing
from throughline.gateway.benchmarks.plain_search import Listed, search_plainly
from throughline.gateway.benchmarks.scale import AS_AT, SEED
from throughline.gateway.benchmarks.searches import Asked, mix_of_searches
from throughline.gateway.benchmarks.visits import as_one, opened, quietly, signed_in
from throughline.supply.models import Service
from throughline.supply.queries.finding import Results, Search, find

TIMES: Final = 4
"""How often each search is timed, after one that is not."""
PER_PAGE: Final = 25
SEARCH_MS: Final = 80.0
"""Directory search with need, place and eligibility explained: p95 80 ms (design, section 8)."""
PAGE_MS: Final = 100.0
PAGE_P99_MS: Final = 250.0
"""Any list or record page in the server: p95 100 ms, p99 250 ms (design, section 8)."""
_PLAIN_WAY: Final = "every service read with its rules, then filtered, explained and sorted in Python"


class AnswersDiffer(Exception):
    """The search and the plain way found different things, or for other reasons; the message says which."""


@dataclass(frozen=True)
class Seeker:
    """One kind of person who searches: who acts, and what they ask of each search of the mix."""

    name: str
    says: str
    acts: Callable[[Asked], Actor]
    asks: Callable[[Asked, date], Search]


SEEKERS: Final = (
    Seeker(
        "officer",
        "for a person by their responsible officer",
        lambda asked: asked.officer,
        lambda asked, on: asked.search(on=on),
    ),
    Seeker(
        "anonymous",
        "by somebody who is not signed in and gives sex, age and place",
        lambda _: NOBODY,
        lambda asked, on: asked.anonymously(on=on),
    ),
)


def measure(people: int, owner_url: str, on: date = AS_AT) -> Sequence[Result]:
    """
    The figures of every kind of seeker, and of the page, in the database that Django's connections lead to.

    :raises AnswersDiffer: the plain way answers a search otherwise
    """
    with as_one(SYSTEM):
        asked = mix_of_searches(on=on, seed=SEED)
        services = Service.objects.count()
    results = []
    for seeker in SEEKERS:
        plain = timing([_same_answer(seeker, one, on) for one in asked])
        results.append(
            Result(
                name=f"directory, {seeker.name}",
                says=f"one of {len(asked)} searches of {services:,} services {seeker.says}, explained, "
                f"{PER_PAGE} in order, row security on; both ways found the same for the same reasons",
                plain_way=_PLAIN_WAY,
                people=people,
                ours=_searches(seeker, asked, on),
                plain=plain,
                budget_ms=SEARCH_MS,
            )
        )
    return (*results, _page(people, asked, results[-1].plain))


def _searches(seeker: Seeker, asked: list[Asked], on: date) -> Timing:
    took, queries = [], []
    settle()
    for one in asked * TIMES:
        counted = Counted()
        with connection.execute_wrapper(counted):
            took.append(timed(partial(_search, seeker, one, on, PER_PAGE)))
        queries.append(counted.statements)
    return timing(took, queries)


def _search(seeker: Seeker, asked: Asked, on: date, size: int | None) -> Results:
    with as_one(seeker.acts(asked)):
        return find(seeker.asks(asked, on), on=on, size=size)


def _same_answer(seeker: Seeker, asked: Asked, on: date) -> float:
    """
    How long the plain way took for one search, once it is sure that it gives the same answer.

    :raises AnswersDiffer: it does not
    """
    listed: list[Listed] = []

    def plainly() -> None:
        with as_one(seeker.acts(asked)):
            listed.append(search_plainly(seeker.asks(asked, on), on=on))

    took = timed(plainly)
    (plain,) = listed
    page, whole = (_search(seeker, asked, on, size) for size in (PER_PAGE, None))
    in_order = [(one.service.pk, one.explanation) for one in plain.found]
    for ours, expected in ((page, in_order[:PER_PAGE]), (whole, in_order)):
        found = [(one.service.pk, one.explanation) for one in ours.found]
        if (found, ours.count, ours.left_out) != (expected, len(in_order), plain.left_out):
            raise AnswersDiffer(
                f"{asked.answers} for {asked.person} ({seeker.name}): {ours.count} found and {ours.left_out} "
                f"left out, and plainly {len(in_order)} and {plain.left_out}, or not for the same reasons or "
                "not in the same order"
            )
    return took


def _page(people: int, asked: list[Asked], plain: Timing) -> Result:
    """The page at which anybody searches: by turns somebody who is not signed in, and an officer."""
    took, queries = [], []
    with quietly(), acting_as(NOBODY):
        clients = [Client(), signed_in(_user(asked[0].officer))]
        for client in clients:
            for one in asked:
                opened(client, one.address)
        settle()
        for one in asked * TIMES:
            for client in clients:
                counted = Counted()
                with connection.execute_wrapper(counted):
                    took.append(timed(partial(opened, client, one.address)))
                queries.append(counted.statements)
    return Result(
        name="directory, page",
        says="the page of the same searches from request to response, for sex, age and place, with reasons "
        "and map; half of them signed in as an officer",
        plain_way=f"anonymously, without a page: {_PLAIN_WAY}",
        people=people,
        ours=timing(took, queries),
        plain=plain,
        budget_ms=PAGE_MS,
        budget_p99_ms=PAGE_P99_MS,
    )


def _user(actor: Actor) -> User:
    assert isinstance(actor.user, User)
    return actor.user
