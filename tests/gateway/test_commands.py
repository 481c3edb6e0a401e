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
from datetime import date
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from tests import databases
from tests.supply.crs_documents import document, providers, write
from throughline.core.time import Quarter
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


@pytest.mark.asks("S100")
def test_what_went_quiet_is_kept_once_however_often_one_asks(name: str) -> None:
    first = run(name, "silence").rsplit("New: ", 1)[-1]
    assert asked(name, "SELECT count(*) FROM line_quietspell") == (int(first),)
    assert int(first) > 0
    assert run(name, "silence") == "New: 0\n"


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


@pytest.mark.parametrize("way", [(), ("--each-line",)], ids=["the whole file", "line by line"])
def test_contracts_looked_at_loaded_and_loaded_again(name: str, way: tuple[str, ...], tmp_path: Path) -> None:
    one = "CT" + "".join(way).replace("-", "")
    file = write(tmp_path / f"{one}.jsonl", document(one, providers=providers(f"LARK_{one}", f"KITE_{one}")))
    how_many = f"SELECT count(*) FROM supply_agreement WHERE their_reference = '{one}'"
    assert "1 of 1 lines would be loaded" in run(name, "load", "crs-contracts", str(file), *way)
    assert asked(name, how_many) == (0,)
    assert "1 of 1 lines loaded" in run(name, "load", "crs-contracts", str(file), "--apply", *way)
    assert asked(name, how_many) == (2,)
    assert "nothing changed" in run(name, "load", "crs-contracts", str(file), "--apply", *way)
    assert asked(name, how_many) == (2,)


def test_a_return_looked_at_and_reconciled(name: str, tmp_path: Path) -> None:
    payer, provider, referral, day, amount = asked(
        name,
        "SELECT p.reference, d.reference, e.referral_reference, e.happened_on, e.amount "
        "FROM money_ledgerentry e JOIN core_organisation p ON p.id = e.payer_id "
        "JOIN core_organisation d ON d.id = e.provider_id "
        "WHERE e.tier = 2 AND e.reverses_id IS NULL ORDER BY e.id LIMIT 1",
    )
    assert isinstance(day, date)
    file = tmp_path / "return.csv"
    file.write_text(f"referral,delivered_on,amount\n{referral},{day},{amount}\n")
    quarter = str(Quarter.containing(day))
    arguments = (str(file), f"--payer={payer}", f"--provider={provider}", f"--quarter={quarter}")
    how_many = "SELECT count(*) FROM money_returnline"
    assert "This was a dry run" in run(name, "reconcile", *arguments)
    assert asked(name, how_many) == (0,)
    assert "1 of 1 lines loaded" in run(name, "reconcile", *arguments, "--apply")
    assert asked(name, how_many) == (1,)


def test_a_file_that_is_not_there(name: str) -> None:
    assert "There is no file" in run(name, "load", "crs-contracts", "nowhere.jsonl", code=1)
