"""The real site of the journeys: its own process, its own database, and a clock that can be set."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from tests import databases
from tests.journeys.clock import CLOCK_VARIABLE
from throughline.core.access.actor import SYSTEM, acting_as
from throughline.launch.accounts import end_with_parent
from throughline.launch.assets import ensure_assets
from throughline.launch.databases import SUPERUSER, WEB_ROLE
from throughline.launch.node import NodeSet
from throughline.launch.processes import wait_until
from throughline.launch.state import REPOSITORY, state_folder
from throughline.launch.up import Place, answers

SECONDS_TO_START = 60


@dataclass(frozen=True)
class Site:
    """A running site. `address` has no stroke at its end."""

    address: str
    database: str
    clock: Path

    def set_clock(self, moment: datetime | None) -> None:
        """From now on every request is made at `moment`; at the machine's own time when there is none."""
        self.clock.write_text(moment.isoformat() if moment else "")

    @contextmanager
    def arranging(self) -> Iterator[None]:
        """
        Act on the site's own database from the test, as the system, in one transaction that is kept.

        The factories and the actions of the contexts work inside it as in any other test.
        """
        before = connections["default"]
        ours: Any = before.copy()
        ours.settings_dict |= {
            "NAME": self.database,
            "USER": WEB_ROLE,
            "HOST": databases.socket_folder(),
            "PORT": "",
            "OPTIONS": {},
        }
        connections["default"] = ours
        try:
            with acting_as(SYSTEM), transaction.atomic():
                yield
        finally:
            ours.close()
            connections["default"] = before


@contextmanager
def running_site(name: str) -> Iterator[Site]:
    """A site with the fresh database `name`, until the block ends; its log is `<state>/<name>.log`."""
    ensure_assets(NodeSet.TESTING)
    databases.fresh_copy(name)
    clock = state_folder() / f"{name}.clock"
    clock.write_text("")
    place = Place("127.0.0.1", _free_port())
    with (state_folder() / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            _gunicorn(place),
            cwd=REPOSITORY,
            env=_environment(name, clock),
            stdout=log,
            stderr=log,
            preexec_fn=end_with_parent,
        )
        try:
            wait_until(lambda: answers(place) or process.poll() is not None, SECONDS_TO_START)
            assert process.poll() is None, f"the site ended by itself: {log.name} says why"
            yield Site(f"http://localhost:{place.port}", name, clock)
        finally:
            process.terminate()
            process.wait()


def _gunicorn(place: Place) -> list[str]:
    return [
        *(sys.executable, "-P", "-m", "gunicorn", "tests.journeys.served:application"),
        *("--bind", f"{place.host}:{place.port}", "--workers", "1", "--threads", "4"),
        *("--no-control-socket", "--timeout", "120", "--log-level", "warning"),
    ]


def _environment(name: str, clock: Path) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "DATABASE_URL": databases.url(name, WEB_ROLE),
        "DATABASE_OWNER_URL": databases.url(name, SUPERUSER),
        "DATABASE_POOL": "yes",
        "PYTHONPATH": f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}",
        "SECRET_KEY": settings.SECRET_KEY,
        "THROUGHLINE_DEMONSTRATION": "yes",
        "THROUGHLINE_SECOND_FACTOR": "no",
        CLOCK_VARIABLE: str(clock),
    }


def _free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        port: int = attempt.getsockname()[1]
        return port
