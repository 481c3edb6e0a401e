"""The questions put to the database itself, as the role the service connects by, past every page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import Error, connection, transaction

from tests import factories as make
from tests.access.conftest import key_of
from tests.access.furnished import CLOCK
from throughline.core.access.actor import NOBODY, Actor, acting_as
from throughline.core.models import User
from throughline.core.time import london_day

FAR_AWAY = 1_000_000_000
"""Added to a row's key, so that a copy of it is another row."""

AFTER_RIGHTS = frozenset({"23503", "23505", "23P01"})
"""What PostgreSQL looks for (a link, a twin, an overlap) once row security has let a row through."""

OWNED_BY_WHO_ADDS = frozenset({"core_importedfile", "core_reading"})
"""Tables whose rows belong to whoever adds them: in one's own name a copy would be a row of one's own."""


def actor_of(user: User | None) -> Actor:
    """Who `user` is on the day everybody looks; nobody when there is none."""
    return make.acting(user, london_day(CLOCK)) if user else NOBODY


@contextmanager
def acting_for_now(actor: Actor) -> Iterator[None]:
    """Act as somebody, and undo whatever they did."""
    with transaction.atomic():
        with acting_as(actor):
            yield
        transaction.set_rollback(True)


def seen(table: str) -> frozenset[int]:
    """The keys of the rows of `table` that whoever acts sees."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {key_of(table)} FROM "{table}"')
        return frozenset(number for (number,) in cursor.fetchall())


def changed(table: str, rows: frozenset[int]) -> int:
    """How many of `rows` whoever acts can change; none where the database refuses the whole statement."""
    key = key_of(table)
    return _done(f'UPDATE "{table}" SET {key} = {key} WHERE {key} = ANY(%s)', [sorted(rows)])


def removed(table: str, rows: frozenset[int]) -> int:
    """How many of `rows` whoever acts can remove; none where the database refuses the whole statement."""
    return _done(f'DELETE FROM "{table}" WHERE {key_of(table)} = ANY(%s)', [sorted(rows)])


def copies(table: str, rows: frozenset[int]) -> list[str]:
    """Each of `rows` as a new row with another key, as JSON; asked as the system."""
    key = key_of(table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (to_jsonb(t) || jsonb_build_object(%s, t.{key} + %s))::text "
            f'FROM "{table}" t WHERE {key} = ANY(%s) ORDER BY {key}',
            [key, FAR_AWAY, sorted(rows)],
        )
        return [text for (text,) in cursor.fetchall()]


def added(table: str, copies: list[str], by: User | None) -> int:
    """How many of `copies` row security lets whoever acts add in their own name."""
    if table not in OWNED_BY_WHO_ADDS:
        copies = [_in_the_name_of(by, copy) for copy in copies]
    return sum(_may_add(table, copy) for copy in copies)


def _in_the_name_of(by: User | None, copy: str) -> str:
    row: dict[str, Any] = json.loads(copy)
    signed = [name for name in row if name == "by_id" or name.endswith("_by_id")]
    # What nobody has signed yet stays so where somebody signed something else.
    mine = dict.fromkeys([one for one in signed if row[one] is not None] or signed, by and by.pk)
    return json.dumps(row | mine)


def _may_add(table: str, copy: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            columns = ", ".join(_given(table))
            cursor.execute(
                f'INSERT INTO "{table}" ({columns}) '
                f'SELECT {columns} FROM jsonb_populate_record(NULL::"{table}", %s::jsonb)',
                [copy],
            )
            transaction.set_rollback(True)
    except Error as stopped:
        return getattr(stopped.__cause__, "sqlstate", "") in AFTER_RIGHTS
    return True


def _given(table: str) -> list[str]:
    """The columns of a table that whoever adds a row gives: the database works the others out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass "
            "AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def _done(statement: str, parameters: list[Any]) -> int:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            done: int = cursor.rowcount
            transaction.set_rollback(True)
            return done
    except Error:
        return 0


def reads_nothing(table: str) -> bool:
    """Whether whoever acts sees no row of `table`, or may not even ask."""
    try:
        with transaction.atomic():
            return not seen(table)
    except Error:
        return True
