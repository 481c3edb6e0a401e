"""Every guarded table × every role × one's own and others' rows, asked of the database itself."""

from __future__ import annotations

import pytest

from tests.access import asking
from tests.access.conftest import TwoWorlds
from tests.access.furnished import NOBODY, VIEWERS
from tests.access.rows import ROWS
from throughline.core.access.actor import SYSTEM
from throughline.core.access.row_security import ADD, declarations

EVERYBODY = (*VIEWERS, NOBODY)
GUARDED = {name: table for name, table in declarations().items() if not table.open_because}
AUDIT = sorted(name for name, table in GUARDED.items() if table.may == (ADD,))
RECORDS = sorted(set(GUARDED) - set(AUDIT))


def test_every_table_has_its_row() -> None:
    missing = [f'    "{name}": rows("…who sees all of it…"),' for name in RECORDS if name not in ROWS]
    assert not missing, "Add to ROWS in tests/access/rows.py:\n" + "\n".join(missing)


def test_no_row_is_of_a_table_that_is_gone() -> None:
    assert sorted(set(ROWS) - set(RECORDS)) == []


@pytest.mark.parametrize("table", RECORDS)
def test_who_reads_which_rows(worlds: TwoWorlds, table: str) -> None:
    own, others = worlds.rows[table]
    assert own, f"furnish a record of {table} in tests/access/furnished.py"
    found: dict[str, set[str]] = {"all_of": set(), "some_of": set(), "others": set()}
    for viewer in EVERYBODY:
        with asking.acting_for_now(asking.actor_of(worlds.own.viewers.get(viewer))):
            seen = asking.seen(table)
        if own <= seen:
            found["all_of"].add(viewer)
        elif own & seen:
            found["some_of"].add(viewer)
        if others & seen:
            found["others"].add(viewer)
    wanted = ROWS[table]
    assert found == {
        "all_of": wanted.all_of,
        "some_of": wanted.some_of,
        "others": wanted.others,
    }


@pytest.mark.parametrize("table", RECORDS)
def test_who_writes_which_rows(worlds: TwoWorlds, table: str) -> None:
    own, others = worlds.rows[table]
    with asking.acting_for_now(SYSTEM):
        like_own, like_others = asking.copies(table, own), asking.copies(table, others)
    found: dict[str, set[str]] = {"add": set(), "change": set(), "remove": set()}
    trespassing = []
    for viewer in EVERYBODY:
        user = worlds.own.viewers.get(viewer)
        with asking.acting_for_now(asking.actor_of(user)):
            if asking.added(table, like_own, user):
                found["add"].add(viewer)
            if asking.changed(table, own):
                found["change"].add(viewer)
            if asking.removed(table, own):
                found["remove"].add(viewer)
            if asking.added(table, like_others, user):
                trespassing.append(f"{viewer} adds to another world")
            if asking.changed(table, others):
                trespassing.append(f"{viewer} changes another world")
            if asking.removed(table, others):
                trespassing.append(f"{viewer} removes from another world")
    assert trespassing == []
    wanted = ROWS[table]
    assert found == {"add": wanted.add, "change": wanted.change, "remove": wanted.remove}


@pytest.mark.parametrize("table", AUDIT)
def test_nobody_reads_or_alters_the_audit(worlds: TwoWorlds, table: str) -> None:
    own, others = worlds.rows[table]
    for viewer in EVERYBODY:
        with asking.acting_for_now(asking.actor_of(worlds.own.viewers.get(viewer))):
            assert asking.reads_nothing(table), f"{viewer} reads {table}"
            assert asking.changed(table, own | others) == 0
            assert asking.removed(table, own | others) == 0
