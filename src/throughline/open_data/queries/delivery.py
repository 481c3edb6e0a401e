"""What was delivered in a quarter under each agreement: sessions, and how many people they reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from throughline.open_data.queries.window import Window

DELIVERED = """
WITH session AS MATERIALIZED (
  SELECT r.agreement_id, r.service_id, a.person_id, g.path, t.id IS NOT NULL AS recorded,
         t.took_part IS TRUE AS took_part
    FROM line_appointment a
    JOIN line_referral r ON r.id = a.referral_id
    JOIN supply_agreement g ON g.id = r.agreement_id
    LEFT JOIN line_attendance t ON t.appointment_id = a.id AND t.recorded_at < %(known_before)s
      AND NOT EXISTS (SELECT 1 FROM line_attendance l
                       WHERE l.supersedes_id = t.id AND l.recorded_at < %(known_before)s)
   WHERE g.scheme_id = %(scheme)s AND a.kind = 'activity' AND a.booked_at < %(known_before)s
     AND a.starts_at >= %(begins)s AND a.starts_at < %(ends)s
     AND (a.state <> 'cancelled'
          OR EXISTS (SELECT 1 FROM line_appointmentmove m WHERE m.subject_id = a.id
                      AND m.to_state = 'cancelled' AND m.happened_at >= %(known_before)s))
)
SELECT 'under', link, count(*), count(*) FILTER (WHERE recorded),
       count(*) FILTER (WHERE took_part), count(DISTINCT person_id) FILTER (WHERE took_part)
  FROM session, unnest(path) AS link GROUP BY link
UNION ALL
SELECT 'directly', agreement_id, count(*), count(*) FILTER (WHERE recorded),
       count(*) FILTER (WHERE took_part), count(DISTINCT person_id) FILTER (WHERE took_part)
  FROM session GROUP BY agreement_id
UNION ALL
SELECT 'service', service_id, count(*), count(*) FILTER (WHERE recorded),
       count(*) FILTER (WHERE took_part), count(DISTINCT person_id) FILTER (WHERE took_part)
  FROM session GROUP BY service_id
UNION ALL
SELECT 'scheme', 0, count(*), count(*) FILTER (WHERE recorded),
       count(*) FILTER (WHERE took_part), count(DISTINCT person_id) FILTER (WHERE took_part)
  FROM session
"""
"""
One line for each agreement with everything below it, for each with its provider's own work only, for each
service, and for the scheme. The record of attendance is the one that nothing known supersedes (D18).
"""


@dataclass(frozen=True)
class Delivered:
    """
    Activity sessions in a quarter, each with what it is counted from.

    `arranged` in the quarter and not cancelled; of these `recorded` have a record of attendance; in
    `delivered` of these the person took part. `people` are the different persons who did.
    """

    arranged: int = 0
    recorded: int = 0
    delivered: int = 0
    people: int = 0


NOTHING = Delivered()


@dataclass(frozen=True)
class Delivery:
    """
    A quarter's delivery: by agreement with all below it, by agreement alone, and in the whole scheme.

    `services` are the ids of those with a session arranged.
    """

    under: Mapping[int, Delivered]
    directly: Mapping[int, Delivered]
    whole: Delivered
    services: frozenset[int]


def delivery_in(window: Window) -> Delivery:
    """What was delivered in the window, in one query. Work outside every agreement is not in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            DELIVERED,
            {
                "scheme": window.scheme.pk,
                "begins": window.begins,
                "ends": window.ends,
                "known_before": window.known_before,
            },
        )
        by_level: dict[str, dict[int, Delivered]] = {"under": {}, "directly": {}, "service": {}, "scheme": {}}
        for level, key, *counts in cursor.fetchall():
            by_level[level][key] = Delivered(*counts)
    return Delivery(
        by_level["under"], by_level["directly"], by_level["scheme"][0], frozenset(by_level["service"])
    )
