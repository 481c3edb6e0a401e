"""The triggers that keep what row security reads of limits on who may see a case."""

from __future__ import annotations

from typing import Final

import pgtrigger

from throughline.core.triggers import ACTING, with_the_systems_rights

_HIDES: Final = """
INSERT INTO people_hiding AS held (limit_id, person_id, self_id, kind, users, organisations, since, until)
SELECT n.id, n.person_id, p.user_id, n.kind, n.users, n.organisations, n.since,
       least(n.until, n.lifted_at)
  FROM new_values n JOIN people_person p ON p.id = n.person_id
ON CONFLICT (limit_id) DO UPDATE SET
  kind = EXCLUDED.kind, users = EXCLUDED.users, organisations = EXCLUDED.organisations,
  since = EXCLUDED.since, until = EXCLUDED.until;
"""
_FOLLOWS_ACCOUNT: Final = """
UPDATE people_hiding h SET self_id = n.user_id FROM new_values n
 WHERE h.person_id = n.id AND h.self_id IS DISTINCT FROM n.user_id;
"""


def _after(name: str, operation: pgtrigger.Operation, body: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(new="new_values"),  # type: ignore[no-untyped-call]
        declare=ACTING,
        func=with_the_systems_rights(body),
    )


def hidings_follow_limits() -> list[pgtrigger.Trigger]:
    """Triggers of a limit, by which what policies read is what stands in it."""
    return [
        _after("hides_from_its_beginning", pgtrigger.Insert, _HIDES),
        _after("hides_as_it_stands", pgtrigger.Update, _HIDES),
    ]


def hidings_follow_accounts() -> pgtrigger.Trigger:
    """The trigger of the person by which a limit never hides them from their own account."""
    return _after("hidings_follow_accounts", pgtrigger.Update, _FOLLOWS_ACCOUNT)
