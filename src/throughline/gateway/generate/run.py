"""Generating a whole landscape and caseload."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg

from throughline.core.time import FinancialYear
from throughline.gateway.generate.cases import make_case
from throughline.gateway.generate.directory import make_directory
from throughline.gateway.generate.journeys import begin_journey, choose_services, write_journey
from throughline.gateway.generate.landscape import make_landscape
from throughline.gateway.generate.meetings import make_activities, make_supervision
from throughline.gateway.generate.payments import Books, pay_for
from throughline.gateway.generate.plans import write_work
from throughline.gateway.generate.size import Size
from throughline.gateway.generate.streams import Streams
from throughline.gateway.generate.timeline import Timeline
from throughline.gateway.generate.world import World
from throughline.gateway.generate.writer import Writer
from throughline.line.states import HOLDS_A_PLACE

PEOPLE_AT_ONCE = 2_000


@dataclass(frozen=True)
class Generated:
    """What was generated: rows by table, and the digests of what was written."""

    counts: dict[str, int]
    digests: dict[str, str]
    digest: str


def generate(
    connection: psycopg.Connection[Any],
    size: Size,
    *,
    seed: int,
    as_at: date,
    progress: Callable[[int], object] = lambda _: None,
) -> Generated:
    """
    Make a landscape and a caseload as they stand at the beginning of the London day `as_at`.

    `connection` signs in as the owner of the tables and is in no transaction; everything is written in
    one. The same size, seed and day give the same digest wherever the tables began empty. `progress`
    is told of each person done.
    """
    with connection.transaction():
        writer = Writer(connection)
        writer.open()
        time = Timeline(as_at, size.history_days)
        world = World(
            size, Streams(seed), time, writer, _begins(time), districts_before=_districts(connection)
        )
        make_directory(world, make_landscape(world))
        writer.flush()
        books = Books(world)
        for n in range(size.people):
            _person(world, books, n)
            progress(1)
            if n % PEOPLE_AT_ONCE == PEOPLE_AT_ONCE - 1:
                writer.flush()
        books.write_budgets()
        writer.close()
    # The planner's figures are those of empty tables.
    connection.execute("ANALYZE")
    return Generated(writer.counts, writer.digests(), writer.digest())


def _districts(connection: psycopg.Connection[Any]) -> int:
    """How many invented postcode districts there are: only theirs begin with Z, Shetland's ZE excepted."""
    row = connection.execute("SELECT count(*) FROM core_outcode WHERE code ~ '^Z[^E]'").fetchone()
    return int(row[0]) if row else 0


def _begins(time: Timeline) -> date:
    """The first of April in the year before the one in which the oldest record lies."""
    return FinancialYear.containing(time.days[0]).previous.period.from_


def _person(world: World, books: Books, n: int) -> None:
    case = make_case(world, n)
    make_supervision(world, case)
    for service in choose_services(world, case, _number_of_referrals(world)):
        journey = begin_journey(world, case, service)
        records = make_activities(world, journey) if journey.worker is not None else []
        write_journey(world, journey)
        write_work(world, journey)
        pay_for(books, journey, records)
        if journey.state in HOLDS_A_PLACE:
            service.taken += 1


def _number_of_referrals(world: World) -> int:
    """Most people are referred once, some not at all; together as many as the size says."""
    chance = world.chance.of("number of referrals")
    whole, rest = divmod(world.size.referrals_in_hundred, 100)
    roll = chance.randrange(100)
    if roll < 20:
        return whole - 1
    return whole + 1 if roll < 40 + rest else whole
