"""References given by the database: the default of a column, and the migration operation behind it."""

from __future__ import annotations

from django.db import models
from django.db.migrations.operations import RunSQL
from django.db.models import Func, Value


class NextReference(Func):
    """SQL: the next reference with this prefix, from the sequence of that prefix."""

    function = "throughline_next_reference"
    output_field = models.CharField()


def reference_default(prefix: str) -> NextReference:
    """The `db_default` of a reference column: the database numbers the row as it is added."""
    return NextReference(Value(prefix))


def reference_sequence(prefix: str) -> RunSQL:
    """The migration operation that makes the sequence for `prefix`; it stands before its table."""
    name = f"reference_{prefix.lower()}"
    return RunSQL(
        f"CREATE SEQUENCE {name}; "
        f"GRANT USAGE, SELECT ON SEQUENCE {name} TO throughline_web, throughline_system",
        f"DROP SEQUENCE {name}",
    )


NEXT_REFERENCE_SQL = """
CREATE OR REPLACE FUNCTION throughline_next_reference(prefix text) RETURNS text
LANGUAGE sql VOLATILE AS $$
  SELECT throughline_reference(prefix, nextval(('reference_' || lower(prefix))::regclass))
$$
"""
