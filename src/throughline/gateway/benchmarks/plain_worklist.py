"""
The list of a provider as it is asked for where nothing is kept ready for it.

Everything the list shows is joined to every referral of the chains the provider stands in, a window takes
out what the joins doubled, and the whole is asked a second time to count it. No row security.
"""

from __future__ import annotations

from typing import Any, Final

import psycopg

PAGE: Final = 100
_IN_STATE: Final = {
    "open": "r.state NOT IN ('draft', 'declined', 'completed', 'ended_early', 'withdrawn')",
    "completed": "r.state = 'completed'",
}
_LISTED: Final = """
SELECT * FROM (
  SELECT r.id, r.reference, r.state, r.sent_at, p.first_names, p.last_name, v.name AS service,
         k.name AS kind, d.name AS provider, m.name AS prime, w.full_name AS worker, o.full_name AS officer,
         s.kind AS sentence, given.happened_at AS given_at, seen.starts_at AS first_seen, e.recorded_at,
         row_number() OVER (PARTITION BY r.id ORDER BY given.happened_at DESC NULLS LAST, given.id DESC,
                            seen.starts_at, e.id, party) AS doubled
    FROM line_referral r
    JOIN people_person p ON p.id = r.person_id
    JOIN people_requirement q ON q.id = r.requirement_id
    JOIN people_sentence s ON s.id = q.sentence_id
    JOIN supply_service v ON v.id = r.service_id
    JOIN supply_servicekind k ON k.id = v.kind_id
    JOIN core_organisation d ON d.id = r.deliverer_id
    JOIN core_user o ON o.id = r.referred_by_id
    LEFT JOIN core_organisation m ON m.id = r.prime_id
    LEFT JOIN supply_agreement g ON g.id = r.agreement_id
    LEFT JOIN LATERAL unnest(g.parties) AS party ON true
    LEFT JOIN core_user w ON w.id = r.worker_id
    LEFT JOIN line_referralmove given ON given.subject_id = r.id AND given.name = 'allocate'
    LEFT JOIN line_appointment seen ON seen.referral_id = r.id
    LEFT JOIN line_outcome e ON e.referral_id = r.id
   WHERE (r.deliverer_id = %(provider)s OR party = %(provider)s) AND r.sent_at IS NOT NULL AND {in_state}
) each WHERE doubled = 1
"""


def plain_list(owner: psycopg.Connection[Any], provider: int, state: str, offset: int) -> int:
    """Read one page of the list, latest first, and then count it; gives the count."""
    listed = _LISTED.format(in_state=_IN_STATE[state])
    values = {"provider": provider, "size": PAGE, "offset": offset}
    owner.execute(
        f"{listed} ORDER BY sent_at DESC, id LIMIT %(size)s OFFSET %(offset)s",
        values,
    ).fetchall()
    row = owner.execute(f"SELECT count(*) FROM ({listed}) found", values).fetchone()
    assert row is not None
    return int(row[0])
