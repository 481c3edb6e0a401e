"""Checks made before the system serves: that the database would hold what the design relies on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection


@register(Tags.database)
def web_role_is_held_by_row_security(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The role that pages use must be one that row security binds."""
    if not databases or "default" not in databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        row = cursor.fetchone()
    if row and row[1]:
        return [
            Error(
                f"DATABASE_URL signs in as {row[0]}, which row security does not bind",
                hint="Sign in as throughline_web, and give the owner of the tables in DATABASE_OWNER_URL",
                id="throughline.E001",
            )
        ]
    return []
