"""One provider made as large as the largest there is: a tenth of all referrals come to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import psycopg

SHARE: Final = 0.1
"""What share of all referrals the largest provider of a nation holds, for the measure taken elsewhere."""

_LARGEST: Final = """
SELECT deliverer_id FROM line_referral GROUP BY deliverer_id ORDER BY count(*) DESC, deliverer_id LIMIT 1
"""
_TAKEN_OVER: Final = """
SELECT service_id FROM (
  SELECT service_id, deliverer_id = %(largest)s AS is_theirs,
         sum(count(*)) OVER (ORDER BY deliverer_id <> %(largest)s, service_id) - count(*) AS before
    FROM line_referral GROUP BY service_id, deliverer_id) each
 WHERE NOT is_theirs AND before < %(share)s * (SELECT count(*) FROM line_referral)
"""
_OF_THEIRS: Final = "SELECT id FROM line_referral WHERE service_id = ANY(%(services)s)"
_TAKES_OVER: Final = (
    "UPDATE supply_service SET deliverer_id = %(largest)s WHERE id = ANY(%(services)s)",
    "UPDATE line_referral SET deliverer_id = %(largest)s WHERE service_id = ANY(%(services)s)",
    "UPDATE line_listedreferral SET deliverer_id = %(largest)s, provider_key = "
    "(SELECT lower(unaccent(name)) FROM core_organisation WHERE id = %(largest)s) "
    f"WHERE referral_id IN ({_OF_THEIRS})",
    f"UPDATE line_listedname SET deliverer_id = %(largest)s WHERE listed_id IN ({_OF_THEIRS})",
    f"UPDATE line_appointment SET organisation_id = %(largest)s WHERE referral_id IN ({_OF_THEIRS})",
    "UPDATE people_personaccess SET organisation_id = %(largest)s WHERE because = 'referral' "
    f"AND organisation_id IS NOT NULL AND because_id IN ({_OF_THEIRS})",
)


@dataclass(frozen=True)
class Largest:
    """The largest provider, and how many referrals came to it."""

    id: int
    referrals: int


def grow_the_largest(owner_url: str) -> Largest:
    """
    Let the largest provider take over services until a tenth of all referrals are its own.

    In the copy that a benchmark works in: what would refuse it there, and keep its history, is off.
    """
    with psycopg.connect(owner_url) as owner:
        owner.execute("SET LOCAL session_replication_role = replica")
        largest = _value(owner, _LARGEST)
        rows = owner.execute(_TAKEN_OVER, {"largest": largest, "share": SHARE}).fetchall()
        asked = {"largest": largest, "services": [row[0] for row in rows]}
        for statement in _TAKES_OVER:
            owner.execute(statement, asked)
        held = _value(owner, "SELECT count(*) FROM line_referral WHERE deliverer_id = %(largest)s", asked)
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    return Largest(largest, held)


def _value(owner: psycopg.Connection[Any], statement: Any, values: Any = None) -> int:
    row = owner.execute(statement, values).fetchone()
    assert row is not None
    return int(row[0])
