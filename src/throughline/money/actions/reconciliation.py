"""Matching a return with the ledger, and keeping where each line ended (D26)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from throughline.core.access import as_system
from throughline.core.files import LoadReport
from throughline.core.files.text_lines import Readable
from throughline.core.models import User
from throughline.core.money import Money
from throughline.core.time import london_day
from throughline.line.models import Attendance
from throughline.money.actions.returns import ReturnFor, load_return, require_party
from throughline.money.models import ProviderReturn, Reconciliation
from throughline.money.queries.reconciliations import ReconciliationPage, reconciliation_page
from throughline.money.rules.matching import Matched, Recorded, Returned, match

_MATCH_WHAT_IS_ALIKE = """
WITH entry AS MATERIALIZED (
  SELECT e.id, e.referral_reference AS referral, s.reference AS service, e.happened_on AS day, e.amount,
         a.id AS attendance_id,
         row_number() OVER (PARTITION BY e.referral_reference, e.happened_on, e.amount ORDER BY e.id) AS n
    FROM money_ledgerentry e
    JOIN supply_service s ON s.id = e.service_id
    LEFT JOIN line_attendance a ON a.id = e.cause_id AND e.cause = 'attendance'
   WHERE e.payer_id = %(payer)s AND e.provider_id = %(provider)s AND e.scheme_id = %(scheme)s
     AND e.happened_on >= %(first)s AND e.happened_on < %(end)s
     AND e.cause <> 'advance' AND e.reverses_id IS NULL
     AND NOT EXISTS (SELECT 1 FROM money_ledgerentry r WHERE r.reverses_id = e.id)),
line AS MATERIALIZED (
  SELECT l.id, l.referral_reference AS referral, l.service_reference AS service, l.delivered_on AS day,
         l.amount,
         row_number() OVER (PARTITION BY l.referral_reference, l.delivered_on, l.amount ORDER BY l.id) AS n
    FROM money_returnline l WHERE l.provider_return_id = %(return)s),
pair AS MATERIALIZED (
  SELECT coalesce(l.referral, e.referral) AS referral, l.id AS line_id, e.id AS entry_id, e.attendance_id,
         l.id IS NULL OR e.id IS NULL OR (l.service <> '' AND l.service <> e.service) AS odd
    FROM line l FULL JOIN entry e
      ON e.referral = l.referral AND e.day = l.day AND e.amount = l.amount AND e.n = l.n),
odd AS MATERIALIZED (SELECT DISTINCT referral FROM pair WHERE odd),
matched AS (
  INSERT INTO money_reconciledline
         (reconciliation_id, result, differs_in, says, return_line_id, entry_id, attendance_id)
  SELECT %(reconciliation)s, 'matched', '{}', '', p.line_id, p.entry_id, p.attendance_id
    FROM pair p WHERE NOT EXISTS (SELECT 1 FROM odd o WHERE o.referral = p.referral))
SELECT true, id, referral, service, day, amount, NULL::bigint FROM line
 WHERE referral IN (SELECT referral FROM odd)
UNION ALL
SELECT false, id, referral, service, day, amount, attendance_id FROM entry
 WHERE referral IN (SELECT referral FROM odd)
"""
"""Keeps every line of the referrals in which both sides are the same, and gives the lines of the others."""

_KEEP = """
INSERT INTO money_reconciledline
       (reconciliation_id, result, differs_in, says, return_line_id, entry_id, attendance_id)
SELECT %s, result, CASE differs WHEN '' THEN '{}' ELSE string_to_array(differs, ' ') END, says, line, entry,
       attendance
  FROM unnest(%s::varchar[], %s::varchar[], %s::varchar[], %s::bigint[], %s::bigint[], %s::bigint[])
       AS kept (result, differs, says, line, entry, attendance)
"""


@dataclass(frozen=True)
class Reconciled:
    """What came of loading and matching a return; `page` is empty when nothing of it was loaded."""

    report: LoadReport
    page: ReconciliationPage | None


@transaction.atomic
def reconcile_return(
    source: Path | Readable, whose: ReturnFor, *, by: User | None, at: datetime, dry_run: bool, **more: Any
) -> Reconciled:
    """
    Load a return and match it at once; on a dry run the same is done and then undone.

    `more` goes to `load_return`: the file's name, what to tell of progress, where rejected lines are kept.

    :raises NotAllowed: as `load_return`
    :raises FileRefused: nothing of the file can be used
    """
    loaded = load_return(source, whose, by=by, at=at, dry_run=False, **more)
    report = replace(loaded.report, dry_run=dry_run)
    if report.already_loaded is not None or loaded.provider_return is None:
        transaction.set_rollback(dry_run)
        return Reconciled(report, None)
    made = match_return(provider_return=loaded.provider_return, by=by, at=at)
    with as_system():
        page = reconciliation_page(made)
    if dry_run:
        transaction.set_rollback(True)
        return Reconciled(replace(report, file=None), page)
    return Reconciled(report, page)


@transaction.atomic
def match_return(*, provider_return: ProviderReturn, by: User | None, at: datetime) -> Reconciliation:
    """
    Match a return with what stands in the ledger now for its parties and period.

    Every line of the return and every entry ends in exactly one of matched, different, not recorded, not
    returned and duplicate. Referrals in which both sides are the same are matched in the database; the
    others go through the rule (`money.rules.matching`), which would match the first alike. A later
    match of the same return stands beside this one.

    :raises NotAllowed: whoever acts neither files returns for the provider nor reconciles for the payer
        or the scheme's steward
    """
    scheme = provider_return.scheme
    require_party(
        scheme,
        payer_id=provider_return.payer_id,
        provider_id=provider_return.provider_id,
        to="match this return",
    )
    with as_system():
        made: Reconciliation = Reconciliation.objects.create(
            provider_return=provider_return, made_at=at, made_by=by
        )
        returned, recorded, attendances = _what_is_not_alike(made)
        found = _with_what_was_recorded_instead(list(match(returned, recorded)))
        _keep(made, found, attendances)
    return made


def _what_is_not_alike(made: Reconciliation) -> tuple[list[Returned], list[Recorded], dict[int, int | None]]:
    whose = made.provider_return
    asked: dict[str, Any] = {
        "reconciliation": made.pk,
        "return": whose.pk,
        "scheme": whose.scheme_id,
        "payer": whose.payer_id,
        "provider": whose.provider_id,
        "first": whose.period.from_,
        "end": whose.period.to,
    }
    returned: list[Returned] = []
    recorded: list[Recorded] = []
    attendances: dict[int, int | None] = {}
    with connection.cursor() as cursor:
        cursor.execute(_MATCH_WHAT_IS_ALIKE, asked)
        for is_line, key, referral, service, day, amount, attendance_id in cursor:
            if is_line:
                returned.append(Returned(key, referral, service, day, Money(amount)))
            else:
                recorded.append(Recorded(key, referral, service, day, Money(amount)))
                attendances[key] = attendance_id
    return returned, recorded, attendances


Found = tuple[Matched, int | None]
"""Where a line ended, and the attendance that says otherwise, if there is one."""


def _with_what_was_recorded_instead(found: Sequence[Matched]) -> list[Found]:
    """For lines with no delivery: say so when that day's session is recorded as one that was not held."""
    unrecorded = {one.returned.referral for one in found if one.result == "not_recorded" and one.returned}
    not_held = {
        (referral, london_day(began_at)): pk
        for pk, referral, began_at in Attendance.objects.filter(
            appointment__referral__reference__in=unrecorded, superseded_by__isnull=True, took_part=False
        ).values_list("pk", "appointment__referral__reference", "appointment__starts_at")
    }
    told: list[Found] = []
    for one in found:
        line = one.returned
        attendance = (
            not_held.get((line.referral, line.day)) if line and one.result == "not_recorded" else None
        )
        if attendance is not None and line is not None:
            says = f"The session of {line.day:%-d %B %Y} is recorded as not held, so nothing is owed for it"
            told.append((replace(one, says=says), attendance))
        else:
            told.append((one, None))
    return told


def _keep(made: Reconciliation, found: Iterable[Found], attendances: dict[int, int | None]) -> None:
    rows = [
        (
            one.result,
            " ".join(one.differs_in),
            one.says,
            one.returned.key if one.returned else None,
            one.recorded.key if one.recorded else None,
            attendances[one.recorded.key] if one.recorded else instead,
        )
        for one, instead in found
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [made.pk, *(list(column) for column in zip(*rows, strict=True))])
