"""Writing generated rows into the database by COPY, as the owner of its tables."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import psycopg
from django.db import models
from psycopg import sql

from throughline.core.references import make_reference
from throughline.gateway.generate.rows import TABLES
from throughline.gateway.generate.rows.money_rows import Commitment, CommitmentMove

_AUDIT = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE %s"
_PREFIXES = {
    "core.Organisation": "OR",
    "supply.Agreement": "AG",
    "supply.Service": "SV",
    "supply.ChangeNotification": "CN",
    "supply.BoardMeeting": "BM",
    "people.Person": "PN",
    "line.Referral": "RF",
    "line.Appointment": "AP",
    "money.Budget": "BU",
}

_AS_TEXT: dict[type, Callable[[Any], str]] = {
    int: str,
    str: str,
    float: repr,
    bool: lambda value: "t" if value else "f",
    type(None): lambda _: "\\N",
    date: date.isoformat,
    datetime: datetime.isoformat,
}


WITH_BUDGETS = frozenset({Commitment, CommitmentMove})
"""Written at the end: how large a budget is follows from all that is committed to it."""


class RowNotPlain(ValueError):
    """A generated text holds a character that COPY would read as something else."""


class Writer:
    """
    Numbers, collects and writes rows. Ids follow the highest that each table holds.

    Everything is written in one transaction of `connection`, the caller's. While it lasts the triggers
    that keep the audit are off, because the audit begins when the generated record is handed over; every
    trigger and constraint that holds a rule stays on.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._rows: dict[type, list[Sequence[Any]]] = {kind: [] for kind in TABLES}
        self._hashes = {kind: hashlib.sha256() for kind in TABLES}
        self._written = dict.fromkeys(TABLES, 0)
        self._last: dict[type, int] = {}
        self._references: dict[type, int] = {}
        self._audit_triggers: list[tuple[str, str]] = []

    def open(self) -> None:
        """Take the tables for writing and find where their numbers stand."""
        # Every trigger asks this setting whether it is to be ignored (none is here). While the setting is not
        # there the question fails inside, and each failure walks through every check still to be made.
        self._connection.execute("SET LOCAL pgtrigger.ignore = '{}'")
        # The owner is held to row security as well, and COPY does not work under it.
        bypass = self._one("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        self._audit_triggers = []
        for kind, model in TABLES.items():
            table = sql.Identifier(model._meta.db_table)
            if not bypass:
                self._run("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", table)
            self._last[kind] = self._one(sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(table))
            if model._meta.label in _PREFIXES:
                self._references[kind] = self._next_reference(table, _PREFIXES[model._meta.label])
        if not bypass:
            self._unforced = True
        for table_name, trigger in self._connection.execute(_AUDIT, ["pgtrigger_insert_insert_%"]).fetchall():
            if table_name in {model._meta.db_table for model in TABLES.values()}:
                self._audit_triggers.append((table_name, trigger))
                self._run(
                    "ALTER TABLE {} DISABLE TRIGGER {}", sql.Identifier(table_name), sql.Identifier(trigger)
                )

    _unforced = False

    def next_id(self, kind: type) -> int:
        """The number of the next row of a table."""
        self._last[kind] += 1
        return self._last[kind]

    def next_reference(self, kind: type) -> str:
        """The next short reference of a table that has them."""
        number = self._references[kind]
        self._references[kind] = number + 1
        return make_reference(_PREFIXES[TABLES[kind]._meta.label], number)

    def add(self, row: NamedTuple) -> None:
        """Collect one row."""
        self._rows[type(row)].append(row)

    def flush(self, *, last: bool = False) -> None:
        """Write what was collected, and have every foreign key checked."""
        for kind, model in TABLES.items():
            if (rows := self._rows[kind]) and (last or kind not in WITH_BUDGETS):
                self._copy(kind, model, rows)
                rows.clear()
        # Checked now, so that the list of what is still to be checked stays short.
        self._connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self._connection.execute("SET CONSTRAINTS ALL DEFERRED")

    def close(self) -> None:
        """Write the rest and leave tables, triggers and sequences as they are found by everyone else."""
        self.flush(last=True)
        for table_name, trigger in self._audit_triggers:
            self._run("ALTER TABLE {} ENABLE TRIGGER {}", sql.Identifier(table_name), sql.Identifier(trigger))
        for kind, model in TABLES.items():
            table = model._meta.db_table
            if self._unforced:
                self._run("ALTER TABLE {} FORCE ROW LEVEL SECURITY", sql.Identifier(table))
            if self._written[kind]:
                self._connection.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, self._last[kind]]
                )
        for kind, number in self._references.items():
            name = "reference_" + _PREFIXES[TABLES[kind]._meta.label].lower()
            self._connection.execute(
                sql.SQL("SELECT setval({}, greatest(%s, last_value)) FROM {}").format(
                    sql.Literal(name), sql.Identifier(name)
                ),
                [max(number - 1, 1)],
            )

    @property
    def counts(self) -> dict[str, int]:
        """Rows written, by table."""
        return {TABLES[kind]._meta.db_table: count for kind, count in self._written.items() if count}

    def digests(self) -> dict[str, str]:
        """A digest of what was written to each table, in the order it was written."""
        return {TABLES[kind]._meta.db_table: found.hexdigest() for kind, found in self._hashes.items()}

    def digest(self) -> str:
        """One digest of everything written."""
        whole = hashlib.sha256(
            "".join(f"{name} {found}\n" for name, found in self.digests().items()).encode()
        )
        return whole.hexdigest()

    def _copy(self, kind: type, model: type[models.Model], rows: list[Sequence[Any]]) -> None:
        as_text = _AS_TEXT
        content = (
            "\n".join(["\t".join([as_text[type(value)](value) for value in row]) for row in rows]) + "\n"
        )
        fields: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
        if content.count("\t") != (len(fields) - 1) * len(rows) or content.count("\n") != len(rows):
            raise RowNotPlain(f"A text of {model._meta.db_table} holds a tab or a line break.")
        if "\\" in content.replace("\\N", ""):
            raise RowNotPlain(f"A text of {model._meta.db_table} holds a backslash.")
        encoded = content.encode()
        columns = sql.SQL(", ").join(map(sql.Identifier, fields))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(encoded)
        self._hashes[kind].update(encoded)
        self._written[kind] += len(rows)

    def _run(self, statement: str, *names: sql.Identifier) -> None:
        self._connection.execute(sql.SQL(statement).format(*names))

    def _one(self, statement: Any, values: Sequence[Any] = ()) -> Any:
        row = self._connection.execute(statement, values).fetchone()
        return row[0] if row else None

    def _next_reference(self, table: sql.Identifier, prefix: str) -> int:
        # An empty table starts from the beginning whatever its sequence says, so that runs can be compared.
        if self._one(sql.SQL("SELECT NOT EXISTS (SELECT 1 FROM {})").format(table)):
            return 1
        name = sql.Identifier(f"reference_{prefix.lower()}")
        return int(self._one(sql.SQL("SELECT last_value FROM {}").format(name))) + 1
