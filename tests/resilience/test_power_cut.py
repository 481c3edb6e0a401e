"""
The database is killed while attendance is being recorded (`kill -9`, every process of it at once).

After it has started again every record that was acknowledged is there with its postings for every tier,
and no posting is there without its record. A record whose acknowledgement never arrived is either whole
or absent, and sent again with its key has one effect.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from throughline.launch.databases import DATABASE, SUPERUSER, WEB_ROLE, ensure_roles
from throughline.launch.postgres import Cluster

REPOSITORY = Path(__file__).resolve().parent.parent.parent
APPOINTMENTS = 400
RECORDED_BEFORE_THE_CUT = 25


@pytest.fixture
def server() -> Iterator[Cluster]:
    """A server of its own, since it will be killed, with the tables in it."""
    with tempfile.TemporaryDirectory(prefix="throughline-power-cut-") as folder:
        cluster = Cluster(Path(folder) / "postgres")
        with cluster:
            ensure_roles(cluster.url("postgres", SUPERUSER))
            with psycopg.connect(cluster.url("postgres", SUPERUSER), autocommit=True) as owner:
                owner.execute(f"CREATE DATABASE {DATABASE}")
            run(cluster, "-m", "django", "migrate", "--database", "owner", "--verbosity", "0")
            yield cluster


def surroundings(cluster: Cluster) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": cluster.url(DATABASE, WEB_ROLE),
        "DATABASE_OWNER_URL": cluster.url(DATABASE, SUPERUSER),
        "DATABASE_POOL": "no",
        "DJANGO_SETTINGS_MODULE": "throughline.settings",
        "PYTHONPATH": f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}",
    }


def run(cluster: Cluster, *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], env=surroundings(cluster), check=True, cwd=REPOSITORY)


def recorded_until_cut(cluster: Cluster) -> list[str]:
    """The keys that were acknowledged before the server was killed."""
    command = [sys.executable, "-m", "tests.resilience.recording", "record"]
    acknowledged: list[str] = []
    with subprocess.Popen(
        command,
        env=surroundings(cluster),
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as recorder:
        assert recorder.stdout is not None
        for line in recorder.stdout:
            acknowledged.append(line.strip())
            if len(acknowledged) == RECORDED_BEFORE_THE_CUT:
                cluster.kill()
        assert recorder.wait(timeout=60) != 0
    return acknowledged


def test_after_a_power_cut_every_acknowledged_record_is_whole_and_no_other_half_there(
    server: Cluster,
) -> None:
    run(server, "-m", "tests.resilience.recording", "arrange", str(APPOINTMENTS))
    acknowledged = recorded_until_cut(server)
    assert RECORDED_BEFORE_THE_CUT <= len(acknowledged) < APPOINTMENTS
    server.start()
    with psycopg.connect(server.url(DATABASE, SUPERUSER)) as owner:
        kept = owner.execute(
            "SELECT a.key::text, array_agg(e.tier ORDER BY e.tier), "
            "array_agg(e.amount::text ORDER BY e.tier) "
            "FROM line_attendance a "
            "LEFT JOIN money_ledgerentry e ON e.cause = 'attendance' AND e.cause_id = a.id GROUP BY a.key"
        ).fetchall()
        without_a_record = owner.execute(
            "SELECT count(*) FROM money_ledgerentry e WHERE NOT EXISTS "
            "(SELECT 1 FROM line_attendance a WHERE a.id = e.cause_id)"
        ).fetchone()
    assert set(acknowledged) <= {key for key, _, _ in kept}
    assert len(kept) - len(acknowledged) in (0, 1)  # at most the one in flight, whose answer never arrived
    assert all((tiers, amounts) == ([1, 2], ["46.50", "38.00"]) for _, tiers, amounts in kept)
    assert without_a_record == (0,)
