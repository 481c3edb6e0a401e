"""Every table says who sees it, and the database holds what was said."""

from __future__ import annotations

import psycopg
import pytest
from django.apps import apps

from throughline.core.access.row_security import SYSTEM_ROLE, WEB_ROLE, declarations, table

NOT_THE_WEB_ROLES = {"django_migrations"}
"""Tables that the web role may at most read the names of migrations from."""


@pytest.fixture
def held(db: None, owner_url: str) -> dict[str, tuple[bool, bool]]:
    """Every table of the database: whether row security is on, and binds its owner too."""
    with psycopg.connect(owner_url) as owner:
        rows = owner.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class "
            "WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        ).fetchall()
    return {name: (on, forced) for name, on, forced in rows}


def test_every_table_says_who_sees_it(held: dict[str, tuple[bool, bool]]) -> None:
    assert set(held) - NOT_THE_WEB_ROLES == set(declarations())


def test_row_security_is_on_wherever_rows_are_somebodys(held: dict[str, tuple[bool, bool]]) -> None:
    for name, security in declarations().items():
        assert held[name] == ((False, False) if security.open_because else (True, True)), name


def test_nothing_about_people_or_money_is_open() -> None:
    open_tables = {name for name, security in declarations().items() if security.open_because}
    for config in apps.get_app_configs():
        if config.label in ("people", "line", "money"):
            ours = {model._meta.db_table for model in config.get_models() if not model._meta.proxy}
            assert not ours & open_tables


def test_neither_role_can_step_past_the_policies(held: object, owner_url: str) -> None:
    with psycopg.connect(owner_url) as owner:
        found = owner.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles "
            "WHERE rolname = ANY (%s)",
            [[WEB_ROLE, SYSTEM_ROLE]],
        ).fetchall()
        owned = owner.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = ANY (%s::regrole[])", [[WEB_ROLE, SYSTEM_ROLE]]
        ).fetchone()
    assert dict(found) == {WEB_ROLE: False, SYSTEM_ROLE: False}
    assert owned == (0,)


def test_nobody_but_the_owner_can_empty_a_table(held: object, owner_url: str) -> None:
    with psycopg.connect(owner_url) as owner:
        rows = owner.execute(
            "SELECT relname FROM pg_class, unnest(%s::text[]) AS role WHERE relkind IN ('r', 'p') "
            "AND relnamespace = 'public'::regnamespace AND has_table_privilege(role, oid, 'TRUNCATE')",
            [[WEB_ROLE, SYSTEM_ROLE]],
        ).fetchall()
    assert rows == []


def test_a_table_is_either_open_with_a_reason_or_held_by_a_policy() -> None:
    with pytest.raises(ValueError, match="either the rows that are visible, or why all are"):
        table("core_area", may=())
