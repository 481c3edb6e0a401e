"""
The commands as somebody types them: processes of their own, on a database of their own.

Inside the suite every test runs in a transaction. A command does not, and outside a transaction the
database shows nothing; so each is run here once from outside, and what it says is compared with what
the database holds.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from tests import databases
from throughline.launch.databases import SUPERUSER, WEB_ROLE

REPOSITORY = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def name(worker_id: str) -> str:
    """A database with the demonstration in it."""
    name = f"commands_{worker_id}"
    databases.fresh_copy(name)
    assert "300 invented people" in run(name, "demonstration")
    return name


def run(name: str, *arguments: str, code: int = 0) -> str:
    """What the command says, on either stream, when it ends with `code`."""
    surroundings = os.environ | {
        "DATABASE_URL": databases.url(name, WEB_ROLE),
        "DATABASE_OWNER_URL": databases.url(name, SUPERUSER),
        "DATABASE_POOL": "no",
        "DJANGO_SETTINGS_MODULE": "throughline.settings",
        "PYTHONPATH": str(REPOSITORY / "src"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        env=surroundings,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == code, said
    return said


def asked(name: str, question: str) -> tuple[object, ...]:
    with psycopg.connect(databases.url(name, SUPERUSER)) as owner:
        found = owner.execute(question).fetchone()
    assert found is not None
    return found


def test_who_is_who(name: str) -> None:
    said = run(name, "demonstration", "--who")
    assert "| Responsible officer |" in said
    assert "| Person under supervision |" in said
    assert run(name, "demonstration", "--if-empty") == ""


@pytest.mark.asks("S199")
def test_the_published_return_holds_what_the_ledger_holds(name: str, tmp_path: Path) -> None:
    run(name, "publish", "return", "--scheme=demonstration", f"--out={tmp_path}")
    (file,) = tmp_path.glob("*.csv")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    published = sum(Decimal(row["funding_passed_down"]) for row in rows)
    assert published > 0
    (ledger,) = asked(
        name,
        "SELECT sum(CASE WHEN e.reverses_id IS NULL THEN e.amount ELSE -e.amount END) "
        "FROM money_ledgerentry e WHERE e.cause = 'attendance' AND e.happened_on >= "
        "date_trunc('quarter', now() AT TIME ZONE 'Europe/London') - interval '3 months' "
        "AND e.happened_on < date_trunc('quarter', now() AT TIME ZONE 'Europe/London')",
    )
    assert published == ledger


def test_the_first_account(name: str) -> None:
    (organisation,) = asked(name, "SELECT reference FROM core_organisation ORDER BY id LIMIT 1")
    arguments = ("account", "kim@example.org", "Kim Lee", f"--organisation={organisation}")
    assert "/sign-in" in run(name, *arguments, "--role=contract_manager")
    assert "contract_manager" in run(name, *arguments, "--role=king", code=1)


def test_reference_data_twice(name: str) -> None:
    assert "21" in run(name, "reference")
    (before,) = asked(name, "SELECT count(*) FROM core_area")
    run(name, "reference")
    assert asked(name, "SELECT count(*) FROM core_area") == (before,)


def test_a_file_that_is_not_there(name: str) -> None:
    assert "There is no file" in run(name, "load", "crs-contracts", "nowhere.jsonl", code=1)
