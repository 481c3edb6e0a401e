"""
Row security: which rows each table shows, declared beside each context and kept in the database.

A context declares its tables in its `row_security.py` with `table(...)`. After every migration the
declarations are compared with what the database holds, and grants and policies are put right. There
are two kinds of actor in the database:

* the web role, for which a policy compares columns of the row with settings of the transaction, or
  looks up one indexed table; never a function call per row;
* the system role, taken on by `as_system()` for one transaction, for which every row is visible.

A table without a declaration gets no grant at all, so that forgetting shows nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from django.apps import AppConfig, apps
from django.db import connections, models

WEB_ROLE = "throughline_web"
SYSTEM_ROLE = "throughline_system"
READ, ADD, CHANGE, REMOVE = "SELECT", "INSERT", "UPDATE", "DELETE"


def me() -> str:
    """SQL for the id of the person acting, or null. A sub-select, so that it is evaluated once a query."""
    return "(SELECT NULLIF(current_setting('throughline.user_id', true), '')::bigint)"


def mine(setting: str) -> str:
    """SQL for the array of organisation ids in the transaction setting `setting`; empty when unset."""
    held = f"NULLIF(current_setting('throughline.{setting}', true), '')"
    return f"((SELECT COALESCE({held}, '{{}}')::bigint[])::bigint[])"


def within(column: str, setting: str) -> str:
    """SQL: the organisation in `column` is one of those in `setting`."""
    return f"{column} = ANY {mine(setting)}"


def any_of(*conditions: str) -> str:
    """SQL: at least one of the conditions."""
    return "(" + " OR ".join(f"({condition})" for condition in conditions) + ")"


@dataclass(frozen=True)
class TableSecurity:
    """
    What the web role may do with one table, and which rows it sees.

    `visible` is the SQL of the policy for reading; `writable` that for the row before and after a
    write (the same as `visible` when not given). `open_because` takes the place of a policy for tables
    that hold nothing about a person, an agreement or money, and says why. `unless` is the SQL of rows that
    are neither read nor written, whatever the others say.
    """

    name: str
    may: tuple[str, ...]
    visible: str = ""
    writable: str = ""
    open_because: str = ""
    unless: str = ""

    @property
    def fingerprint(self) -> str:
        """Changes when anything declared here changes; kept as the table's comment."""
        return "row security " + hashlib.sha256(repr(self).encode()).hexdigest()[:16]


_declared: dict[str, TableSecurity] = {}


def table(
    model: type[models.Model] | str,
    *,
    may: tuple[str, ...],
    visible: str = "",
    writable: str = "",
    open_because: str = "",
    unless: str = "",
) -> None:
    """Declare one table. Exactly one of `visible` and `open_because` is given."""
    name = model if isinstance(model, str) else model._meta.db_table
    if bool(visible) == bool(open_because):
        raise ValueError(f"{name}: give either the rows that are visible, or why all are")
    _declared[name] = TableSecurity(name, may, visible, writable or visible, open_because, unless)


def written_by_triggers(*models_or_names: type[models.Model] | str) -> None:
    """Declare tables that the web role only ever adds to, and only the system role reads (the audit)."""
    for model in models_or_names:
        table(model, may=(ADD,), visible="false", writable="true")


def declarations() -> dict[str, TableSecurity]:
    """Every declared table by name, after loading each context's `row_security` module."""
    for config in apps.get_app_configs():
        if config.name.startswith("throughline."):
            try:
                import_module(f"{config.name}.row_security")
            except ModuleNotFoundError as missing:
                if missing.name != f"{config.name}.row_security":
                    raise
    return dict(_declared)


def statements(security: TableSecurity) -> Iterator[str]:
    """The SQL that makes the database hold `security`, whatever it held before."""
    name = f'"{security.name}"'
    yield f"REVOKE ALL ON {name} FROM {WEB_ROLE}, {SYSTEM_ROLE}"
    yield f"GRANT {', '.join(security.may)} ON {name} TO {WEB_ROLE}"
    is_audit = security.may == (ADD,)
    system_may = (READ, ADD) if is_audit else (READ, ADD, CHANGE, REMOVE)
    yield f"GRANT {', '.join(system_may)} ON {name} TO {SYSTEM_ROLE}"
    yield f"DROP POLICY IF EXISTS web_reads ON {name}"
    yield f"DROP POLICY IF EXISTS web_adds ON {name}"
    yield f"DROP POLICY IF EXISTS web_changes ON {name}"
    yield f"DROP POLICY IF EXISTS web_removes ON {name}"
    yield f"DROP POLICY IF EXISTS web_never ON {name}"
    yield f"DROP POLICY IF EXISTS system_does ON {name}"
    if security.open_because:
        yield f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY"
    else:
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"
        yield f"CREATE POLICY system_does ON {name} TO {SYSTEM_ROLE} USING (true) WITH CHECK (true)"
        yield f"CREATE POLICY web_reads ON {name} FOR SELECT TO {WEB_ROLE} USING ({security.visible})"
        if ADD in security.may:
            yield (
                f"CREATE POLICY web_adds ON {name} FOR INSERT TO {WEB_ROLE} WITH CHECK ({security.writable})"
            )
        if CHANGE in security.may:
            yield (
                f"CREATE POLICY web_changes ON {name} FOR UPDATE TO {WEB_ROLE} "
                f"USING ({security.writable}) WITH CHECK ({security.writable})"
            )
        if REMOVE in security.may:
            yield f"CREATE POLICY web_removes ON {name} FOR DELETE TO {WEB_ROLE} USING ({security.writable})"
        if security.unless:
            yield (
                f"CREATE POLICY web_never ON {name} AS RESTRICTIVE TO {WEB_ROLE} "
                f"USING (NOT ({security.unless}))"
            )
    yield f"COMMENT ON TABLE {name} IS '{security.fingerprint}'"


def apply(using: str) -> list[str]:
    """
    Put every grant and policy that differs into the database behind the alias `using`.

    Returns the names of the tables that were changed. Runs as the owner of the tables.
    """
    connection = connections[using]
    changed = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class "
            "WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        )
        held = dict(cursor.fetchall())
        for security in declarations().values():
            if security.name not in held or held[security.name] == security.fingerprint:
                continue
            cursor.execute("; ".join(statements(security)))
            changed.append(security.name)
        if changed:
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {WEB_ROLE}, {SYSTEM_ROLE}")
            cursor.execute(
                f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {WEB_ROLE}, {SYSTEM_ROLE}"
            )
            cursor.execute(f"GRANT SELECT ON django_migrations TO {WEB_ROLE}, {SYSTEM_ROLE}")
    return changed


def apply_after_migrate(app_config: AppConfig, using: str, **_: object) -> None:
    """Listener of Django's `post_migrate`: policies follow the last application's tables."""
    if app_config.name == [config.name for config in apps.get_app_configs() if config.models_module][-1]:
        apply(using)
