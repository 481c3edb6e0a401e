"""Databases of their own for what is generated, reached past the fixtures that roll every test back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import psycopg
from django.db import connections

from tests import databases
from throughline.core.access import acting_as
from throughline.core.access.actor import SYSTEM
from throughline.gateway.generate.run import Generated, generate
from throughline.gateway.generate.size import Size
from throughline.launch.databases import SUPERUSER

AS_AT = date(2018, 2, 14)


def empty(name: str) -> str:
    """The owner's address of a new database with empty tables."""
    databases.fresh_copy(name)
    return databases.url(name, SUPERUSER)


def generate_into(
    address: str, *, people: int, seed: int = 1, as_at: date = AS_AT, size: Size | None = None
) -> Generated:
    """Generate into the database at this address."""
    with psycopg.connect(address, autocommit=True) as connection:
        return generate(connection, size or Size.of(people), seed=seed, as_at=as_at)


@contextmanager
def reached_as_web(name: str) -> Iterator[None]:
    """Point the web role's connection at the database `name` inside the block; the system acts."""
    default = connections["default"]
    default.close()
    before = default.settings_dict["NAME"]
    default.settings_dict["NAME"] = name
    try:
        with acting_as(SYSTEM):
            yield
    finally:
        default.close()
        default.settings_dict["NAME"] = before
