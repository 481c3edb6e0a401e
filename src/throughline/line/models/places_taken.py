"""The triggers by which the moves of referrals keep each service's occupancy (D15, S63)."""

from __future__ import annotations

from typing import Final

import pgtrigger

from throughline.core.triggers import ACTING, with_the_systems_rights
from throughline.line.states import HOLDS_A_PLACE
from throughline.supply.models.occupancy import WAITS_KEPT

_HELD: Final = "(" + ", ".join(f"'{state}'" for state in sorted(HOLDS_A_PLACE)) + ")"

_WRITE: Final = """
WITH change AS ({change}),
net AS (
  SELECT service_id, sum(held) AS taken FROM change GROUP BY service_id
),
latest AS (
  SELECT DISTINCT ON (service_id) service_id, month, count(*) AS sent
    FROM change WHERE month IS NOT NULL GROUP BY service_id, month ORDER BY service_id, month DESC
)
INSERT INTO supply_occupancy AS held (service_id, taken, month, sent, waits)
SELECT net.service_id, net.taken, latest.month, coalesce(latest.sent, 0), '{{}}'
  FROM net LEFT JOIN latest USING (service_id)
 WHERE net.taken <> 0 OR latest.month IS NOT NULL
 ORDER BY net.service_id
ON CONFLICT (service_id) DO UPDATE SET
  taken = held.taken + EXCLUDED.taken,
  sent = CASE WHEN EXCLUDED.month > held.month OR held.month IS NULL THEN EXCLUDED.sent
              WHEN EXCLUDED.month = held.month THEN held.sent + EXCLUDED.sent
              ELSE held.sent END,
  month = greatest(held.month, EXCLUDED.month);
"""
_MONTH: Final = "date_trunc('month', {row}.sent_at AT TIME ZONE 'Europe/London')::date"
_ADDED: Final = f"""
SELECT n.service_id, (n.state IN {_HELD})::int AS held, {_MONTH.format(row="n")} AS month FROM new_values n
"""
_CHANGED: Final = f"""
SELECT n.service_id, (n.state IN {_HELD})::int - (o.state IN {_HELD})::int AS held,
       CASE WHEN o.sent_at IS NULL THEN {_MONTH.format(row="n")} END AS month
  FROM new_values n JOIN old_values o ON o.id = n.id
 WHERE (o.state, o.sent_at) IS DISTINCT FROM (n.state, n.sent_at)
"""
_REMOVED: Final = f"""
SELECT o.service_id, -(o.state IN {_HELD})::int AS held, NULL::date AS month FROM old_values o
"""

_MIDDLE: Final = "(SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY one) FROM unnest({waits}) one)"
_LAST: Final = f"(EXCLUDED.waits || held.waits)[1:{WAITS_KEPT}]"
_WAITED: Final = f"""
WITH waited AS (
  SELECT r.service_id,
         (array_agg(greatest((m.happened_at AT TIME ZONE 'Europe/London')::date
                             - (r.sent_at AT TIME ZONE 'Europe/London')::date, 0)::smallint
                    ORDER BY m.happened_at DESC, m.id DESC))[1:{WAITS_KEPT}] AS waits
    FROM new_values m JOIN line_referral r ON r.id = m.subject_id
   WHERE m.name = 'start' AND r.sent_at IS NOT NULL
   GROUP BY r.service_id
)
INSERT INTO supply_occupancy AS held (service_id, taken, sent, waits, usual_wait)
SELECT service_id, 0, 0, waits, {_MIDDLE.format(waits="waits")}
  FROM waited ORDER BY service_id
ON CONFLICT (service_id) DO UPDATE SET
  waits = {_LAST},
  usual_wait = {_MIDDLE.format(waits=_LAST)};
"""


def _trigger(name: str, operation: pgtrigger.Operation, body: str, **seen: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**seen),  # type: ignore[no-untyped-call]
        declare=ACTING,
        func=with_the_systems_rights(body),
    )


def places_follow_referrals() -> list[pgtrigger.Trigger]:
    """Triggers of the referral: places taken, and how many were sent in the month."""
    return [
        _trigger("places_taken_by_new", pgtrigger.Insert, _WRITE.format(change=_ADDED), new="new_values"),
        _trigger(
            "places_taken_by_moves",
            pgtrigger.Update,
            _WRITE.format(change=_CHANGED),
            old="old_values",
            new="new_values",
        ),
        _trigger("places_left_by_gone", pgtrigger.Delete, _WRITE.format(change=_REMOVED), old="old_values"),
    ]


def waits_follow_moves() -> list[pgtrigger.Trigger]:
    """The trigger of the referral's moves: how long people waited until work started."""
    return [_trigger("waits_measured_at_start", pgtrigger.Insert, _WAITED, new="new_values")]
