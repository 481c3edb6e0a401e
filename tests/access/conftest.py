"""Two worlds, arranged once for every question of a file, and undone when its last is asked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as of_the_service
from django.db import connection, transaction
from django.test import Client, override_settings

from tests.access.furnished import CLOCK, NOBODY, VIEWERS, Furnished, furnish
from tests.journeys.clock import CLOCK_VARIABLE
from throughline.core.access.actor import SYSTEM, acting_as
from throughline.core.access.row_security import declarations

CLOCKED = [
    "tests.journeys.clock.SettableClockMiddleware" if name.endswith(".ClockMiddleware") else name
    for name in of_the_service.MIDDLEWARE
]


@dataclass(frozen=True)
class TwoWorlds:
    """Everybody looks from inside `own`; `others` is no part of theirs. `rows`: both, by table."""

    own: Furnished
    others: Furnished
    clients: dict[str, Client]
    rows: dict[str, tuple[frozenset[int], frozenset[int]]]


@pytest.fixture(scope="module")
def worlds(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TwoWorlds]:
    """The two worlds, in one transaction that is never committed."""
    folder = tmp_path_factory.mktemp("access")
    (folder / "clock").write_text(CLOCK.isoformat())
    os.environ[CLOCK_VARIABLE] = str(folder / "clock")
    surroundings = override_settings(
        MIDDLEWARE=CLOCKED,
        REQUIRE_SECOND_FACTOR=False,
        STATIC_ROOT=folder,
        STORAGES=of_the_service.STORAGES
        | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    )
    with surroundings, django_db_blocker.unblock(), acting_as(SYSTEM), transaction.atomic():
        before = _rows()
        own = furnish("Quillfeather")
        between = _rows()
        others = furnish("Brambleton")
        after = _rows()
        rows = {name: (between[name] - before[name], after[name] - between[name]) for name in after}
        yield TwoWorlds(own, others, _signed_in(own), rows)
        transaction.set_rollback(True)
    del os.environ[CLOCK_VARIABLE]


@pytest.fixture(autouse=True)
def undone(worlds: TwoWorlds, django_db_blocker: Any) -> Iterator[None]:
    """Whatever one question changes is undone before the next."""
    with django_db_blocker.unblock(), acting_as(SYSTEM), transaction.atomic():
        yield
        transaction.set_rollback(True)


def _signed_in(world: Furnished) -> dict[str, Client]:
    clients = {NOBODY: Client(), **{viewer: Client() for viewer in VIEWERS}}
    for viewer, user in world.viewers.items():
        clients[viewer].force_login(user)
    return clients


def _rows() -> dict[str, frozenset[int]]:
    """The ids of all that stands in each table that row security guards."""
    found = {}
    with connection.cursor() as cursor:
        for name, table in declarations().items():
            if not table.open_because:
                cursor.execute(f'SELECT {key_of(name)} FROM "{name}"')
                found[name] = frozenset(number for (number,) in cursor.fetchall())
    return found


def key_of(table: str) -> str:
    """The name of a table's key: the audit's tables have their own, some are keyed by what they tell of."""
    return _keys()[table]


@cache
def _keys() -> dict[str, str]:
    return {one._meta.db_table: str(one._meta.pk.column) for one in apps.get_models()}
