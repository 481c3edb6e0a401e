"""Recording one attendance with all that follows, against working the same figures out from every row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import psycopg
from django.db import connection, transaction

from throughline.core.access import acting_as
from throughline.core.access.actor import SYSTEM
from throughline.core.access.permissions import actor_for
from throughline.core.memory import settle
from throughline.core.time import london_day
from throughline.gateway.benchmarks.figures import Counted, Result, Timing, timed, timing
from throughline.line.actions.attendance import record_attendance
from throughline.line.models import Appointment

TIMES = 200
WARM_UP = 20
PLAIN_TIMES = 20
BUDGET_MS = 60.0
"""Recording one attendance, with all that follows: p95 60 ms (design, section 8)."""

_RAR_FROM_EVERY_ROW = """
SELECT count(DISTINCT (a.starts_at AT TIME ZONE 'Europe/London')::date)
FROM line_appointment a JOIN line_attendance t ON t.appointment_id = a.id
WHERE a.person_id = %s AND t.took_part AND a.planned_as_rar_at < a.starts_at
  AND NOT EXISTS (SELECT 1 FROM line_attendance later WHERE later.supersedes_id = t.id)
"""
_BALANCE_FROM_EVERY_ROW = """
SELECT sum(f.amount) FROM line_attendance t
  JOIN line_appointment a ON a.id = t.appointment_id
  JOIN money_fixedprice f ON f.referral_id = a.referral_id
WHERE f.payer_id = %s AND f.provider_id = %s AND t.took_part
  AND NOT EXISTS (SELECT 1 FROM line_attendance later WHERE later.supersedes_id = t.id)
"""


def measure(people: int, owner_url: str) -> Sequence[Result]:
    """The figures at one scale, in the database that Django's connections lead to; it is written to."""
    appointments = _appointments(TIMES + WARM_UP)
    ours = _ours(appointments)
    plain = _plain(appointments[:PLAIN_TIMES], owner_url)
    found = Result(
        name="attendance",
        says="one attendance recorded by the worker, committed, row security on, money of every tier entered",
        plain_way="the RAR days and each tier's balance worked out from every row, without row security",
        people=people,
        ours=ours,
        plain=plain,
        budget_ms=BUDGET_MS,
    )
    return (found,)


def _appointments(number: int) -> list[Appointment]:
    """Coming activities under priced referrals that have begun, one of each referral."""
    with _as_system():
        found = (
            Appointment.objects.filter(
                state="booked", attendances=None, referral__state="started", referral__fixed_prices__tier=1
            )
            .select_related("worker", "referral")
            .order_by("referral", "starts_at")
            .distinct("referral")[:number]
        )
        return list(found)


def _ours(appointments: list[Appointment]) -> Timing:
    took, queries = [], []
    settle()
    for appointment in appointments:
        at = appointment.starts_at + timedelta(hours=1)
        with _as_system():
            actor = actor_for(appointment.worker, london_day(at))
        counted = Counted()
        with acting_as(actor), connection.execute_wrapper(counted):
            record = partial(record_attendance, appointment=appointment, by=appointment.worker, at=at)
            took.append(timed(partial(record, happened="attended")))
        queries.append(counted.statements)
    warm = min(WARM_UP, len(took) // 2)
    return timing(took[warm:], queries[warm:])


def _plain(appointments: list[Appointment], owner_url: str) -> Timing:
    took = []
    with psycopg.connect(owner_url, autocommit=True) as owner:
        for appointment in appointments:
            parties = owner.execute(
                "SELECT payer_id, provider_id FROM money_fixedprice WHERE referral_id = %s",
                [appointment.referral_id],
            ).fetchall()
            took.append(timed(partial(_from_every_row, owner, appointment, parties)))
    return timing(took)


def _from_every_row(
    owner: psycopg.Connection[Any], appointment: Appointment, parties: list[tuple[int, int]]
) -> None:
    owner.execute(_RAR_FROM_EVERY_ROW, [appointment.person_id]).fetchone()
    for payer, provider in parties:
        owner.execute(_BALANCE_FROM_EVERY_ROW, [payer, provider]).fetchone()


@contextmanager
def _as_system() -> Iterator[None]:
    with acting_as(SYSTEM), transaction.atomic():
        yield
