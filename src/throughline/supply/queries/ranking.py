"""
The order of what a search found, worked out in the database by one statement.

The answer of eligibility is that of `supply.rules.eligibility`, which explains it: a property test holds
the two equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from throughline.core.geography import Point
from throughline.core.geography.points import EARTH_IN_MILES
from throughline.supply.models import Service
from throughline.supply.queries.directory import IN_ENGLISH, TYPED_AT_LEAST
from throughline.supply.rules.availability import MEASURED_OVER
from throughline.supply.rules.eligibility import Answer, Circumstances, facts
from throughline.vocabulary.needs import Sex
from throughline.vocabulary.risks import Mappa

BY_RANK: Final = "rank"
ORDERS: Final = {
    BY_RANK: "answer DESC, openness, made, said, miles NULLS LAST, wait NULLS LAST, name, id",
    "miles": "miles NULLS LAST, answer DESC, openness, name, id",
    "wait": "wait NULLS LAST, answer DESC, openness, name, id",
    "name": "name, id",
}
"""By what results can be sorted, the usual first."""


@dataclass(frozen=True)
class Sought:
    """
    What the order goes by.

    `types` are the kinds of work made for the need that is asked, and `needs` those of the person, which go
    before others where none is asked. `within` leaves out what is farther than so many miles from `near`
    and what has no known place. Nobody finds what answers less than `least`; with `outside_too`, services
    that only where the person lives speaks against are found all the same. Places and intake count only
    when it `is_now` that is asked about.
    """

    words: str = ""
    population: str = ""
    types: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    near: Point | None = None
    within: int | None = None
    person: Circumstances | None = None
    least: Answer = Answer.NO
    outside_too: bool = False
    is_now: bool = True


@dataclass(frozen=True)
class Ranked:
    """
    One service in its place: the least rank of its rules (`Answer.rank`), and what its place rests on.

    `made` is 0 for what is made for the group and need that are asked, `said` where the words were found:
    0 in its name, 1 in its deliverer's, 2 elsewhere. `miles` is to the nearest of its known places.
    """

    id: int
    answer: int
    made: int
    said: int
    miles: float | None


@dataclass(frozen=True)
class RankedPage:
    """One page of results, how many there are over all pages, and how many were left out as not eligible."""

    results: Sequence[Ranked]
    count: int
    left_out: int


def rank(
    candidates: QuerySet[Service],
    sought: Sought,
    *,
    on: date,
    order: str = BY_RANK,
    first: int = 0,
    size: int | None = None,
) -> RankedPage:
    """
    Those of `candidates` that are listed, in order, from the one numbered `first` on: `size` of them, or all.

    :raises KeyError: there is no such order
    """
    sql = _Statement()
    try:
        _candidates(sql, candidates)
    except EmptyResultSet:
        return RankedPage([], 0, 0)  # what is asked for can be nothing, as in an area of none
    if sought.person is not None:
        _ground(sql, sought.person)
        _told(sql, sought.person)
    if sought.near is not None:
        _near(sql, sought.near)
    _judged(sql, sought, on)
    sql.add("\nSELECT c.count, c.left_out, p.* FROM (")
    sql.add("SELECT count(*) FILTER (WHERE listed) AS count, count(*) FILTER (WHERE NOT listed) AS left_out")
    sql.add(" FROM judged) c LEFT JOIN (SELECT id, answer, made, said, miles,")
    sql.add(f" row_number() OVER (ORDER BY {ORDERS[order]}) AS place FROM judged WHERE listed")
    sql.add(" ORDER BY place OFFSET %s LIMIT %s) p ON true ORDER BY p.place", first, size)
    rows = sql.run()
    count, left_out = rows[0][:2]
    return RankedPage([Ranked(*row[2:7]) for row in rows if row[2] is not None], count, left_out)


class _Statement:
    """A statement, written from its beginning to its end together with its values."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._values: list[Any] = []

    def add(self, text: str, *values: Any) -> None:
        self._text.append(text)
        self._values += values

    def run(self) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute("".join(self._text), self._values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _candidates(sql: _Statement, candidates: QuerySet[Service]) -> None:
    text, values = candidates.order_by().values("pk").query.sql_with_params()
    sql.add("WITH fits (id) AS MATERIALIZED (")
    sql.add(text, *values)
    # Row security keeps statistics from the planner, which reckons with one that fits and compares all of
    # them with each other, one by one. Out of an array it reckons with a thousand, and sets out accordingly.
    sql.add("),\nfound (id) AS MATERIALIZED (SELECT fit.ids[n]")
    sql.add(" FROM (SELECT array_agg(id) AS ids FROM fits) fit, generate_subscripts(fit.ids, 1) AS n)")


def _ground(sql: _Statement, person: Circumstances) -> None:
    """Whether each service is given where the person lives, or perhaps lives."""
    sql.add(",\nground AS (SELECT a.service_id")
    for name, areas in (("there", person.lives_in or ()), ("perhaps", person.perhaps_in)):
        sql.add(f", bool_or(a.area_id = ANY (%s::bigint[])) AS {name}", sorted(areas))
    sql.add(" FROM supply_servicearea a JOIN found ON found.id = a.service_id GROUP BY a.service_id)")


def _told(sql: _Statement, person: Circumstances) -> None:
    """The least answer of each service's rules on values."""
    known = facts(person).items()
    sql.add(",\ntold AS (SELECT r.service_id, min(CASE")
    sql.add(" WHEN r.refuses::text[] && f.has THEN 0")
    sql.add(" WHEN r.accepts <> '{}' AND NOT r.accepts::text[] && f.has")
    sql.add(" AND (f.has_not IS NULL OR r.accepts::text[] <@ f.has_not) THEN 0")
    sql.add(" WHEN (r.accepts = '{}' OR r.accepts::text[] && f.has)")
    sql.add(" AND (f.has_not IS NULL OR r.refuses::text[] <@ f.has_not) THEN 2 ELSE 1 END) AS answer")
    sql.add(" FROM supply_eligibilityrule r JOIN found ON found.id = r.service_id JOIN (VALUES ")
    for number, (aspect, fact) in enumerate(known):
        has_not = None if fact.has_not is None else sorted(fact.has_not)
        sql.add(", " if number else "")
        sql.add("(%s, %s::text[], %s::text[])", str(aspect), sorted(fact.has), has_not)
    sql.add(") AS f (aspect, has, has_not) ON f.aspect = r.aspect GROUP BY r.service_id)")


def _near(sql: _Statement, point: Point) -> None:
    """
    The miles to the nearest place of each service; a withheld place has none.

    A place whose degrees are not known stands in the middle of its postcode's district.
    """
    sql.add(",\nnear AS (SELECT service_id, min(%s * asin(least(1, sqrt(", 2 * EARTH_IN_MILES)
    sql.add("power(sin(radians(north - %s) / 2), 2)", point.latitude)
    sql.add(" + cos(radians(%s)) * cos(radians(north))", point.latitude)
    sql.add(" * power(sin(radians(east - %s) / 2), 2))))) AS miles FROM (", point.longitude)
    sql.add("SELECT p.service_id, coalesce(p.latitude, d.latitude) AS north,")
    sql.add(" coalesce(p.longitude, d.longitude) AS east FROM supply_serviceplace p")
    sql.add(" JOIN found ON found.id = p.service_id")
    sql.add(" LEFT JOIN core_outcode d ON p.latitude IS NULL AND d.code = split_part(p.postcode, ' ', 1)")
    sql.add(" WHERE NOT p.is_withheld) known GROUP BY service_id)")


def _judged(sql: _Statement, sought: Sought, on: date) -> None:
    sql.add(
        ",\njudged AS (SELECT *, least(others, area) AS answer, (least(others, area) >= %s", sought.least.rank
    )
    sql.add(" OR (%s AND others >= %s)) AS listed", sought.outside_too, max(sought.least.rank, 1))
    sql.add(" FROM (SELECT s.id, s.name, ")
    _answers(sql, sought.person, on)
    _openness(sql, sought, on)
    _made(sql, sought)
    _said(sql, sought.words)
    sql.add(", near.miles" if sought.near is not None else ", NULL::float AS miles")
    sql.add(", coalesce(s.waiting_days, CASE WHEN cardinality(o.waits) >= %s", MEASURED_OVER)
    sql.add(" THEN o.usual_wait END) AS wait")
    sql.add(" FROM supply_service s JOIN found ON found.id = s.id")
    sql.add(" LEFT JOIN supply_occupancy o ON o.service_id = s.id")
    if sought.words:
        sql.add(" JOIN supply_servicewords w ON w.service_id = s.id")
    if sought.person is not None:
        sql.add(" LEFT JOIN ground ON ground.service_id = s.id LEFT JOIN told ON told.service_id = s.id")
    if sought.near is not None:
        sql.add(" LEFT JOIN near ON near.service_id = s.id")
        if sought.within is not None:
            sql.add(" WHERE near.miles <= %s", sought.within)
    sql.add(") weighed)")


def _answers(sql: _Statement, person: Circumstances | None, on: date) -> None:
    """Columns `area` (0 no, 1 unknown, 2 yes: where the person lives) and `others` (all other rules)."""
    if person is None:
        sql.add("2 AS area, 2 AS others")
        return
    if person.lives_in is None:
        sql.add("CASE WHEN ground.service_id IS NULL THEN 2 ELSE 1 END AS area")
    else:
        sql.add("CASE WHEN ground.service_id IS NULL OR ground.there THEN 2")
        sql.add(" WHEN ground.perhaps THEN 1 ELSE 0 END AS area")
    sql.add(", least(coalesce(told.answer, 2)")
    if person.sex is None:
        sql.add(", CASE WHEN s.for_women AND s.for_men THEN 2 ELSE 1 END")
    else:
        sql.add(f", CASE WHEN s.{'for_women' if person.sex == Sex.FEMALE else 'for_men'} THEN 2 ELSE 0 END")
    if person.age is None:
        sql.add(", CASE WHEN s.youngest IS NULL AND s.oldest IS NULL THEN 2 ELSE 1 END")
    else:
        sql.add(", CASE WHEN s.youngest > %s OR s.oldest < %s THEN 0 ELSE 2 END", person.age, person.age)
    if person.mappa != Mappa.NONE:
        sql.add(", CASE WHEN EXISTS (SELECT 1 FROM supply_highriskclearance h WHERE h.service_id = s.id")
        sql.add(" AND h.during @> %s::date) THEN 2 ELSE %s END", on, 1 if person.mappa is None else 0)
    sql.add(") AS others")


def _openness(sql: _Statement, sought: Sought, on: date) -> None:
    """Column `openness`: `supply.rules.availability.Opening.rank`."""
    if not sought.is_now:
        sql.add(", 0 AS openness")
        return
    sql.add(", CASE s.intake WHEN 'closed' THEN 2 WHEN 'capped' THEN 1")
    sql.add(" ELSE CASE WHEN s.places <= coalesce(o.taken, 0) THEN 1 ELSE 0 END END AS openness")


def _made(sql: _Statement, sought: Sought) -> None:
    """Column `made`: how many of group and need it is not made for, of those that are asked."""
    sql.add(", 0")
    if sought.population:
        sql.add(" + CASE WHEN EXISTS (SELECT 1 FROM supply_servicepopulation g WHERE g.service_id = s.id")
        sql.add(" AND g.population = %s AND g.is_main) THEN 0 ELSE 1 END", sought.population)
    if sought.types:
        sql.add(" + CASE WHEN s.service_type = ANY (%s::text[]) THEN 0 ELSE 1 END", sorted(sought.types))
    elif sought.needs:
        sql.add(" + CASE WHEN EXISTS (SELECT 1 FROM supply_serviceneed n WHERE n.service_id = s.id")
        sql.add(" AND n.need = ANY (%s::text[])) THEN 0 ELSE 1 END", sorted(sought.needs))
    sql.add(" AS made")


def _said(sql: _Statement, words: str) -> None:
    if not words:
        sql.add(", 0 AS said")
        return
    alike = len(words) >= TYPED_AT_LEAST
    sql.add(", CASE")
    for place, (weight, text) in enumerate((("a", "s.name"), ("b", "w.named"))):
        sql.add(f" WHEN ts_filter(w.said, '{{{weight}}}')")
        sql.add(" @@ websearch_to_tsquery(%s::regconfig, %s)", IN_ENGLISH, words)
        if alike:
            sql.add(f" OR %s <%% {text}", words)
        sql.add(f" THEN {place}")
    sql.add(" ELSE 2 END AS said")
