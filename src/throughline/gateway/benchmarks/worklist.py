"""The list of referrals of the largest provider: every order, filtered, counted, any page."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
from django.db import connection

from throughline.core.access import acting_as
from throughline.core.access.actor import NOBODY, SYSTEM
from throughline.core.memory import settle
from throughline.core.models import Membership, User
from throughline.gateway.benchmarks.figures import Counted, Result, Timing, timed, timing
from throughline.gateway.benchmarks.largest import grow_the_largest
from throughline.gateway.benchmarks.plain_worklist import PAGE, plain_list
from throughline.gateway.benchmarks.visits import as_one, opened, quietly, signed_in
from throughline.line.models import ListedReferral

TIMES: Final = 3
"""How often each list is timed, after one that is not."""
PLAIN_TIMES: Final = 2
DATABASE_MS: Final = 25.0
"""The provider's list of referrals: database time p99 25 ms (design, section 8)."""
PAGE_MS: Final = 100.0
PAGE_P99_MS: Final = 250.0
STATES: Final = ("every", "open", "completed")
COLUMNS: Final = ("reference", "person", "service", "provider", "state", "sent", "worker")
SORTS: Final = tuple(sign + column for column in COLUMNS for sign in ("", "-"))
PER_PAGE: Final = 25


@dataclass(frozen=True)
class Asked:
    """One list that is asked for: which state, in which order, which page of how many."""

    state: str
    sort: str
    page: int
    pages: int

    @property
    def address(self) -> str:
        """Its address, as the link to that page says it."""
        return f"/referrals?state={self.state}&sort={self.sort}&page={self.page}"


@dataclass
class InDatabase:
    """How long the database took for the statements that went to it, as the page waits for it."""

    milliseconds: float = 0.0
    counted: Counted = field(default_factory=Counted)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Time one, and count it."""
        began = time.perf_counter()
        try:
            return self.counted(execute, sql, params, many, context)
        finally:
            self.milliseconds += (time.perf_counter() - began) * 1000


def measure(people: int, owner_url: str) -> Sequence[Result]:
    """The figures of the largest provider's list, in the database that Django's connections lead to."""
    largest = grow_the_largest(owner_url)
    with as_one(SYSTEM):
        held = Membership.objects.filter(organisation=largest.id, role="provider_manager")
        manager = held.select_related("user").earliest("pk").user
        pages = {state: _pages(largest.id, state) for state in STATES}
        referrals = ListedReferral.objects.count()
    asked = [
        Asked(state, sort, page, pages[state])
        for state, sort in itertools.product(STATES, SORTS)
        for page in sorted({1, min(2, pages[state]), -(-pages[state] // 2), pages[state]})
    ]
    database, page = _ours(manager, asked)
    plain = timing(_plain(owner_url, largest.id, pages))
    says = (
        f"one of {len(asked)} lists of the largest provider, with {largest.referrals:,} of {referrals:,} "
        "referrals: any state, open or completed, by each column both ways, the first page, the second, the "
        "middle and the last, with the true count, row security on"
    )
    return (
        Result(
            name="worklist, database",
            says=f"{says}; time in the database of everything that the page asks",
            plain_way=f"eleven joins and a window over all, sorted by when it was sent, {PAGE} on a page by "
            "offset, then the same counted; without row security",
            people=people,
            ours=database,
            plain=plain,
            budget_ms=DATABASE_MS,
            budget_p99_ms=DATABASE_MS,
        ),
        Result(
            name="worklist, page",
            says=f"{says}; from request to response, {PER_PAGE} on a page",
            plain_way="its statements alone, without a page around them",
            people=people,
            ours=page,
            plain=plain,
            budget_ms=PAGE_MS,
            budget_p99_ms=PAGE_P99_MS,
        ),
    )


def _pages(provider: int, state: str) -> int:
    lines = ListedReferral.objects.filter(deliverer=provider).exclude(state="draft")
    if state != "every":
        lines = lines.filter(is_over=False) if state == "open" else lines.filter(state=state)
    return max(-(-lines.count() // PER_PAGE), 1)


def _ours(manager: User, asked: list[Asked]) -> tuple[Timing, Timing]:
    in_database, whole, queries = [], [], []
    with quietly(), acting_as(NOBODY):
        client = signed_in(manager)
        for one in asked:
            opened(client, one.address)
        settle()
        for one in asked * TIMES:
            held = InDatabase()
            with connection.execute_wrapper(held):
                whole.append(timed(lambda: opened(client, one.address)))  # noqa: B023 - called at once
            in_database.append(held.milliseconds)
            queries.append(held.counted.statements)
    return timing(in_database, queries), timing(whole, queries)


def _plain(owner_url: str, provider: int, pages: dict[str, int]) -> Iterator[float]:
    with psycopg.connect(owner_url) as owner:
        for state in ("open", "completed"):
            last = max(pages[state] * PER_PAGE - PAGE, 0)
            for offset in (0, last):
                for _ in range(PLAIN_TIMES):
                    yield timed(lambda: plain_list(owner, provider, state, offset))  # noqa: B023
