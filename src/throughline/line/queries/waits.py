"""How long people wait from one step of a referral to the next, against the scheme's days (S110)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from throughline.core.access.actor import Actor, as_system
from throughline.core.periods import Period
from throughline.core.time import start_of_london_day
from throughline.line.queries.clocks import Clock
from throughline.line.rules.waits import Wait, Waits, count_waits
from throughline.people.queries.limits import hidings_from
from throughline.supply.models import Scheme
from throughline.supply.queries.rules import rule_in_force
from throughline.vocabulary.custody import SHORT_CUSTODY_DAYS, Cohort
from throughline.vocabulary.orders import AFTER_CUSTODY
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Step:
    """One step: what people wait for, by which rule, and in which states those who wait stand."""

    code: str
    words: str
    rule: str
    states: tuple[str, ...]


STEPS = (
    Step("decide", "From sending to the provider’s decision", "days_to_decide", ("sent", "queried")),
    Step("allocate", "From acceptance to a worker", "days_to_allocate", ("accepted",)),
    Step("begin", "From the worker to the first session", "days_to_begin", ("allocated",)),
)


@dataclass(frozen=True)
class AtOneStep:
    """The waits at one step; `days` are the business days agreed in each scheme concerned, today."""

    step: Step
    days: Sequence[int]
    waits: Waits


_COUNTED = """
WITH moved AS (
  SELECT r.id, v.scheme_id, r.state,
         (coalesce(r.handed_over_at, r.sent_at) AT TIME ZONE 'Europe/London')::date AS came,
         (min(m.happened_at) FILTER (WHERE m.name IN ('accept', 'decline')
            AND m.happened_at >= coalesce(r.handed_over_at, r.sent_at))
            AT TIME ZONE 'Europe/London')::date AS decided,
         bool_or(f.begins = 'release') AS on_release,
         min(upper(c.during)) AS released,
         (min(m.happened_at) FILTER (WHERE m.name = 'accept') AT TIME ZONE 'Europe/London')::date AS accepted,
         (min(m.happened_at) FILTER (WHERE m.name = 'allocate') AT TIME ZONE 'Europe/London')::date AS given,
         (min(m.happened_at) FILTER (WHERE m.name = 'start') AT TIME ZONE 'Europe/London')::date AS started
    FROM line_referral r JOIN supply_service v ON v.id = r.service_id
    JOIN line_referralmove m ON m.subject_id = r.id
    LEFT JOIN line_fromcustody f ON f.referral_id = r.id
    LEFT JOIN people_custody c ON c.id = f.custody_id
   WHERE r.sent_at >= %(since)s AND r.sent_at < %(until)s
     AND (r.deliverer_id = ANY (%(providers)s::bigint[])
          OR v.scheme_id = ANY (%(schemes)s::bigint[]))
     AND NOT (r.person_id = ANY (%(hidden)s::bigint[]))
     AND (%(cohort)s = '' OR (%(cohort)s = %(short)s) = EXISTS (
            SELECT 1 FROM people_requirement q JOIN people_sentence s ON s.id = q.sentence_id
             WHERE q.id = r.requirement_id AND s.kind = ANY (%(after_custody)s)
               AND s.custody_days < %(days)s))
   GROUP BY r.id, v.scheme_id)
SELECT scheme_id, step, began, ended, count(*)
  FROM moved CROSS JOIN LATERAL (VALUES
    ('decide', came, decided, state IN ('sent', 'queried')),
    ('allocate', accepted, given, state = 'accepted'),
    ('begin', CASE WHEN on_release THEN CASE WHEN released <= %(on)s THEN greatest(given, released) END
                   ELSE given END, started, state = 'allocated')) AS at_step(step, began, ended, waits)
 WHERE began IS NOT NULL AND (ended >= began OR (ended IS NULL AND waits))
 GROUP BY scheme_id, step, began, ended
"""


def waits_of(actor: Actor, during: Period, *, on: date, cohort: str = "") -> list[AtOneStep]:
    """
    The waits on referrals sent in a period, step by step, as they stand on the day `on`.

    For a provider of those sent to it, for whoever oversees a scheme of all in it. Whoever left before a
    step, withdrawn or declined, is not counted at it; nor is a case that a limit hides from `actor` (S111).
    Work that begins on release is waited for from the day of release, and by nobody before (S222). Only
    referrals under sentences of a `cohort` are counted, where one is named (S231).
    """
    assert during.to is not None
    overseen = actor.holds(Permission.OVERSEE_SCHEME)
    with as_system():  # counted over referrals that whoever oversees may not see
        asked: dict[str, Any] = {
            "since": start_of_london_day(during.from_),
            "until": start_of_london_day(during.to),
            "providers": sorted(actor.holds(Permission.DECIDE_REFERRALS)),
            "schemes": list(Scheme.objects.filter(steward__in=overseen).values_list("pk", flat=True)),
            "hidden": list(hidings_from(actor).values_list("person", flat=True)),
            "on": on,
            "cohort": cohort,
            "short": Cohort.SHORT_CUSTODY,
            "after_custody": list(AFTER_CUSTODY),
            "days": SHORT_CUSTODY_DAYS,
        }
        with connection.cursor() as cursor:
            cursor.execute(_COUNTED, asked)
            rows = cursor.fetchall()
    clocks = {step.code: Clock(step.rule) for step in STEPS}
    waits: dict[str, list[Wait]] = defaultdict(list)
    for scheme_id, code, began, ended, number in rows:
        waits[code].append(Wait(began, ended, clocks[code].after(began, scheme_id), number))
    schemes = {scheme_id for scheme_id, *_ in rows}
    return [AtOneStep(one, _days(one, schemes, on), count_waits(waits[one.code], on=on)) for one in STEPS]


def _days(step: Step, schemes: set[int], on: date) -> list[int]:
    found = {rule_in_force(scheme_id, step.rule, on=on) for scheme_id in schemes}
    return sorted(one for one in found if one is not None)
