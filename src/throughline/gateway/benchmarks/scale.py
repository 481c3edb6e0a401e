"""A database of its own for each scale, generated once and kept while nothing that shaped it has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import conninfo, sql

import throughline
from throughline.gateway.generate.run import generate
from throughline.gateway.generate.size import Size

AS_AT = date(2019, 2, 14)
"""The day that benchmarks' caseloads stand at: the same for every run, so that runs can be compared."""
SEED = 1
_SOURCE = Path(throughline.__file__).resolve().parent
_SHAPES = ("*/migrations/*.py", "*/row_security.py", "core/access/*.py", "gateway/generate/**/*.py")


class Scales:
    """The scales kept on one server, reached by the owner's address."""

    def __init__(
        self,
        owner_url: str,
        tell: Callable[[str], object],
        make_empty: Callable[[str, str], None] | None = None,
    ) -> None:
        """`make_empty` makes a migrated database, given the owner's address and its name."""
        self._owner_url = owner_url
        self._tell = tell
        self._make_empty = make_empty or migrated

    @contextmanager
    def copy_of(self, people: int, services: int | None = None) -> Iterator[str]:
        """
        Inside the block, a database of this many people to write in; gives the owner's address of it.

        `services` is how many the directory holds, in proportion to the people when not given.

        Django's connections lead to it meanwhile, as web role and as owner. It is removed at the end, so
        that the next run finds the same rows.
        """
        kept = self._kept(people, services)
        name = f"{kept}_run"
        _leave()
        with self._server() as server:
            _drop(server, name)
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(kept))
            )
        with _led_to(name):
            try:
                yield self._address(name)
            finally:
                _leave()
        with self._server() as server:
            _drop(server, name)

    def _kept(self, people: int, services: int | None) -> str:
        """The name of the database of this scale, generated when it is not there or is of another shape."""
        size = Size.of(people, services)
        name = f"bench_{people}" if services is None else f"bench_{people}_{services}"
        wanted = _fingerprint(size)
        with self._server() as server:
            if self._is_kept(server, name, wanted):
                return name
            self._tell(f"Generating {people:,} people and {size.services:,} services, once …")
            _drop(server, name)
        self._make_empty(self._owner_url, name)
        with psycopg.connect(self._address(name), autocommit=True) as connection:
            made = generate(connection, size, seed=SEED, as_at=AS_AT)
            # Otherwise this is done some time during the first measure, which would then be of two databases.
            connection.execute("VACUUM")
        with self._server() as server:
            server.execute(
                sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                    sql.Identifier(name), sql.Literal(f"{wanted} {made.digest}")
                )
            )
        return name

    @staticmethod
    def _is_kept(server: psycopg.Connection[Any], name: str, wanted: str) -> bool:
        row = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        return row is not None and row[0] is not None and row[0].split(" ")[0] == wanted

    def _address(self, name: str) -> str:
        return conninfo.make_conninfo(self._owner_url, dbname=name)

    def _server(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._owner_url, autocommit=True)


def migrated(owner_url: str, name: str) -> None:
    """Make the database `name` with empty tables, as their owner."""
    with psycopg.connect(owner_url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with _led_to(name):
        call_command("migrate", database="owner", verbosity=0, interactive=False)


def _fingerprint(size: Size) -> str:
    shape = hashlib.sha256(f"{size} {SEED} {AS_AT}".encode())
    for pattern in _SHAPES:
        for file in sorted(_SOURCE.glob(pattern)):
            shape.update(file.read_bytes())
    return shape.hexdigest()[:32]


def _drop(server: psycopg.Connection[Any], name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _led_to(name: str) -> Iterator[None]:
    """Lead Django's connections to another database of the same server inside the block."""
    _leave()
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name
    try:
        yield
    finally:
        _leave()
        for alias, former in before.items():
            connections[alias].settings_dict["NAME"] = former


def _leave() -> None:
    for alias in connections:
        connections[alias].close()
        close_pool = getattr(connections[alias], "close_pool", None)
        if close_pool is not None:
            close_pool()
