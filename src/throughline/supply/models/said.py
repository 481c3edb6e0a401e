"""Keeping the words of services as their records change: the function that writes them, and its triggers."""

from __future__ import annotations

from typing import Final

import pgtrigger

from throughline.core.triggers import ACTING, with_the_systems_rights

SAY_AGAIN_SQL: Final = """
CREATE FUNCTION throughline_say_again(services bigint[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO supply_servicewords (service_id, named, said)
  SELECT v.id, v.name || ' ' || o.name,
         setweight(to_tsvector('english', v.name), 'A')
         || setweight(to_tsvector('english', o.name), 'B')
         || setweight(to_tsvector('english', v.summary || ' ' || v.what_happens), 'C')
         || setweight(to_tsvector('english', coalesce(
              (SELECT string_agg(a.need_area || ' ' || a.activity || ' ' || a.method, ' ')
                 FROM supply_serviceactivity a WHERE a.service_id = v.id), '')), 'D')
         || setweight(to_tsvector('simple', coalesce(
              (SELECT string_agg(w.name || ' ' || w.summary || ' ' || w.what_happens, ' ')
                 FROM supply_servicewording w WHERE w.service_id = v.id), '')), 'D')
    FROM supply_service v JOIN core_organisation o ON o.id = v.deliverer_id
   WHERE v.id = ANY (services)
   ORDER BY v.id
  ON CONFLICT (service_id) DO UPDATE SET named = EXCLUDED.named, said = EXCLUDED.said
$$;
"""
"""Writes the words of services anew. The name weighs most, then who gives it, then what it says of itself."""


def says_again(operation: pgtrigger.Operation, which: str) -> pgtrigger.Trigger:
    """
    The trigger that writes words anew after a statement.

    `which` selects the services that are concerned, from the rows as they were (`old_values`) and are now
    (`new_values`), as far as the operation has them.
    """
    seen = {
        "INSERT": {"new": "new_values"},
        "UPDATE": {"old": "old_values", "new": "new_values"},
        "DELETE": {"old": "old_values"},
    }[str(operation)]
    return pgtrigger.Trigger(
        name=f"says_again_after_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**seen),  # type: ignore[no-untyped-call]
        declare=ACTING,
        func=with_the_systems_rights(f"PERFORM throughline_say_again(ARRAY({which}));"),
    )


def say_again_with_the_service() -> list[pgtrigger.Trigger]:
    """The triggers of a table whose rows are parts of what a service says."""
    return [
        says_again(pgtrigger.Insert, "SELECT DISTINCT service_id FROM new_values"),
        says_again(
            pgtrigger.Update,
            "SELECT service_id FROM new_values UNION SELECT service_id FROM old_values",
        ),
        says_again(pgtrigger.Delete, "SELECT DISTINCT service_id FROM old_values"),
    ]
