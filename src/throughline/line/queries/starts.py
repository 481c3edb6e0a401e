"""How long after sentence work began, and whether the three were introduced (S101)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from throughline.core.access.actor import Actor, as_system
from throughline.core.periods import Period
from throughline.core.time import start_of_london_day
from throughline.people.queries.limits import hidings_from
from throughline.supply.models import Scheme
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class StartsAt:
    """
    The referrals that one provider took on: how many began, half of them within how many days of sentence.

    `introduced` counts those begun of which an introduction is recorded.
    """

    provider: str
    provider_reference: str
    taken_on: int
    begun: int
    median_days: int | None
    introduced: int

    @property
    def not_begun(self) -> int:
        """How many no day is known of, since they have not begun."""
        return self.taken_on - self.begun


@dataclass(frozen=True)
class Start:
    """One referral taken on: when the sentence was passed, when work began, when the three met."""

    reference: str
    service: str
    provider: str
    passed_on: date
    began_on: date | None
    introduced_on: date | None

    @property
    def days(self) -> int | None:
        """Days from sentence to start; nothing while it has not begun."""
        return None if self.began_on is None else (self.began_on - self.passed_on).days


_TAKEN_ON = """
WITH taken AS (
  SELECT r.id, r.reference, r.service_id, r.deliverer_id, s.passed_on,
         (SELECT min((a.starts_at AT TIME ZONE 'Europe/London')::date)
            FROM line_appointment a JOIN line_attendance t ON t.appointment_id = a.id
           WHERE a.referral_id = r.id AND t.took_part
             AND NOT EXISTS (SELECT 1 FROM line_attendance n WHERE n.supersedes_id = t.id)) AS began_on,
         (SELECT min(c.on_day) FROM line_contact c WHERE c.referral_id = r.id AND c.is_introduction)
           AS introduced_on
    FROM line_referral r JOIN people_requirement q ON q.id = r.requirement_id
    JOIN people_sentence s ON s.id = q.sentence_id
    JOIN supply_service v ON v.id = r.service_id
   WHERE r.sent_at >= %(since)s AND r.sent_at < %(until)s
     AND r.state IN ('accepted', 'allocated', 'started', 'completed', 'ended_early')
     AND (r.deliverer_id = ANY (%(providers)s::bigint[])
          OR r.supervisor_id = ANY (%(supervisors)s::bigint[])
          OR v.scheme_id = ANY (%(schemes)s::bigint[]))
     AND NOT (r.person_id = ANY (%(hidden)s::bigint[])))
"""
_BY_PROVIDER = f"""{_TAKEN_ON}
SELECT d.name, d.reference, count(*), count(t.began_on),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY t.began_on - t.passed_on)
         FILTER (WHERE t.began_on IS NOT NULL),
       count(t.introduced_on) FILTER (WHERE t.began_on IS NOT NULL)
  FROM taken t JOIN core_organisation d ON d.id = t.deliverer_id
 GROUP BY d.id, d.name, d.reference ORDER BY d.name, d.id
"""
_ONE_BY_ONE = f"""{_TAKEN_ON}
SELECT t.reference, v.name, d.name, t.passed_on, t.began_on, t.introduced_on
  FROM taken t JOIN core_organisation d ON d.id = t.deliverer_id JOIN supply_service v ON v.id = t.service_id
 WHERE d.reference = %(provider)s ORDER BY t.passed_on, t.id
"""


def starts_by_provider(actor: Actor, during: Period) -> list[StartsAt]:
    """
    By provider, of referrals sent in a period and taken on: from sentence to the first session attended.

    For a provider of its own, for who manages cases of those of their organisation, for whoever oversees a
    scheme of all in it. Cases that a limit hides from `actor` are not counted (S111).
    """
    return [StartsAt(*row) for row in _rows(_BY_PROVIDER, actor, during, oversees=True)]


def starts_at(actor: Actor, provider: str, during: Period) -> list[Start]:
    """The referrals of one provider, named by its reference, that those figures are counted from."""
    return [Start(*row) for row in _rows(_ONE_BY_ONE, actor, during, {"provider": provider})]


def _rows(
    sql: str, actor: Actor, during: Period, more: Mapping[str, Any] | None = None, *, oversees: bool = False
) -> list[tuple[Any, ...]]:
    assert during.to is not None
    overseen = actor.holds(Permission.OVERSEE_SCHEME) if oversees else ()
    with as_system():  # counted over referrals that whoever oversees may not see
        asked: dict[str, Any] = {
            "since": start_of_london_day(during.from_),
            "until": start_of_london_day(during.to),
            "providers": sorted(actor.holds(Permission.DECIDE_REFERRALS)),
            "supervisors": sorted(actor.holds(Permission.MANAGE_CASES)),
            "schemes": list(Scheme.objects.filter(steward__in=overseen).values_list("pk", flat=True)),
            "hidden": list(hidings_from(actor).values_list("person", flat=True)),
            **(more or {}),
        }
        with connection.cursor() as cursor:
            cursor.execute(sql, asked)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows
