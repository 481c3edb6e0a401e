"""Pieces of triggers that several contexts share."""

from __future__ import annotations

from typing import Final

ACTING: Final = [("acting", "text")]
"""What a trigger whose body is made by `with_the_systems_rights` has to declare."""


def with_the_systems_rights(body: str) -> str:
    """
    Body of an `AFTER` trigger that keeps a table nobody but the system may write.

    What it does follows from a change that whoever acts was allowed to make. Their own rights are back when
    it ends; where it fails, the transaction puts them back.
    """
    return f"""
acting := current_setting('role');
IF current_user = 'throughline_web' THEN
  PERFORM set_config('role', 'throughline_system', true);
END IF;
{body.strip()}
PERFORM set_config('role', acting, true);
RETURN NULL;
"""
