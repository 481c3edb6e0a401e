"""Carrying out a transfer of many cases, and reversing it: each in one transaction, set by set (S223)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from typing import Any, Final

import pghistory
from django.db import connection, transaction
from django.db.models import QuerySet

from throughline.core.access.actor import as_system, current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import Organisation, User
from throughline.core.states import move
from throughline.core.time import london_day
from throughline.people.events import CasesTransferred
from throughline.people.models import Supervision, Transfer, TransferLine
from throughline.people.queries.limits import kept_out_of
from throughline.people.queries.transfers import officers_for
from throughline.people.states import TransferState
from throughline.vocabulary.permissions import Permission

AT_ONCE: Final = 1_000
"""Up to so many cases go while whoever confirmed waits; more go by a job, and the page says how far it is."""

CHANGED: Final = "Another officer is responsible since"
"""Why a case is left alone that is no longer where the transfer was to take it from."""

_ENDS = "UPDATE people_supervision s SET during = daterange(lower(s.during), %(day)s) {which}"
_MAKES = """
WITH made AS (
  INSERT INTO people_supervision (person_id, officer_id, organisation_id, during)
  SELECT l.person_id, {to}, %(organisation)s, daterange(%(day)s, NULL)
    FROM people_transferline l WHERE l.id = ANY(%(lines)s)
  RETURNING id, person_id, officer_id, organisation_id
), written AS (
  INSERT INTO people_personaccess
         (person_id, user_id, organisation_id, scope, shared_flags, because, because_id, since)
  SELECT m.person_id, w.user_id, w.organisation_id, 'supervise', '{{}}', 'supervision', m.id, %(at)s
    FROM made m
    CROSS JOIN LATERAL (VALUES (m.officer_id, NULL::bigint), (NULL, m.organisation_id))
      AS w (user_id, organisation_id)
)
UPDATE people_transferline l SET {then} FROM made m WHERE l.id = ANY(%(lines)s) AND l.person_id = m.person_id
"""
_ENDS_ACCESS = """
UPDATE people_personaccess a SET until = %(at)s FROM people_transferline l
 WHERE l.id = ANY(%(lines)s) AND a.because = 'supervision' AND a.because_id = l.{of}_id AND a.until IS NULL
"""
_OF_LINES = "FROM people_transferline l WHERE l.id = ANY(%(lines)s) AND s.id = l.{of}_id"

CARRY_OUT: Final = (
    _ENDS_ACCESS.format(of="held"),
    _ENDS.format(which=_OF_LINES.format(of="held")),
    _MAKES.format(to="l.to_officer_id", then="made_id = m.id, moved_at = %(at)s"),
)
"""What each case of the lines goes by: the former supervision ends, the new one begins, and who sees it."""

GIVE_BACK: Final = (
    _ENDS_ACCESS.format(of="made"),
    _ENDS.format(which=_OF_LINES.format(of="made")),
    _MAKES.format(to="l.from_officer_id", then="returned_at = %(at)s"),
)
"""The same the other way, on a later day than it went."""

UNDO_TODAY: Final = (
    _ENDS_ACCESS.format(of="made"),
    """
    WITH undone AS (
      UPDATE people_transferline l SET returned_at = %(at)s, made_id = NULL
        FROM people_transferline o WHERE o.id = l.id AND l.id = ANY(%(lines)s)
      RETURNING o.made_id
    ), elsewhere AS (
      UPDATE people_transferline SET held_id = NULL WHERE held_id IN (SELECT made_id FROM undone)
    )
    DELETE FROM people_supervision WHERE id IN (SELECT made_id FROM undone)
    """,
    "UPDATE people_supervision s SET during = daterange(lower(s.during), NULL) "
    + _OF_LINES.format(of="held"),
    """
    UPDATE people_personaccess a SET since = %(at)s, until = NULL FROM people_transferline l
     WHERE l.id = ANY(%(lines)s) AND a.because = 'supervision' AND a.because_id = l.held_id
    """,
)
"""On the same day: none lasts less than one, so the new supervision is taken out and the former goes on."""


@transaction.atomic
def carry_out_transfer(*, transfer: Transfer, by: User, at: datetime) -> Transfer:
    """
    Let every case of a confirmed transfer go to whom it names, from the London day of `at`.

    Left, and named with the reason, is what has changed since: another officer is responsible, or whoever is
    to take it supervises there no longer or may not see the case. Acts as the system, on what was confirmed.

    :raises MoveNotAllowed: it is not confirmed, or was carried out before
    """
    with in_the_audit(transfer), as_system():
        move(transfer, "carry out", by=by, at=at)
        lines = list(transfer.lines.filter(left_out="").select_for_update().order_by("pk"))
        going = _left_with_reasons(transfer, lines, at)
        _run(CARRY_OUT, going, transfer.to_organisation_id, at)
        transfer.refresh_from_db()
        _announce(transfer, transfer.to_organisation_id, is_back=False, by=by, at=at)
    return transfer


@transaction.atomic
def reverse_transfer(*, transfer: Transfer, why: str, by: User, at: datetime) -> Transfer:
    """
    Give every case back to whom it came from, as far as it is where the transfer left it.

    What has changed since is left alone and named with the reason.

    :raises NotAllowed: the current actor manages no cases for either organisation
    :raises MoveNotAllowed: it was not carried out, or was reversed before
    :raises ReasonMissing: no reason was given
    """
    with may_write(transfer, "reverse this transfer"), in_the_audit(transfer):
        move(transfer, "reverse", by=by, at=at, why=why)
        lines = list(transfer.lines.filter(moved_at__isnull=False).select_for_update().order_by("pk"))
        back = _stayed_with_reasons(transfer, lines, at)
        went_today = [one.pk for one in back if one.moved_at and london_day(one.moved_at) == london_day(at)]
        others = [one.pk for one in back if one.pk not in set(went_today)]
        _run(UNDO_TODAY, went_today, transfer.from_organisation_id, at)
        _run(GIVE_BACK, others, transfer.from_organisation_id, at)
        transfer.refresh_from_db()
        _announce(transfer, transfer.from_organisation_id, is_back=True, by=by, at=at)
    return transfer


def carry_out_due(*, on: date, at: datetime) -> Sequence[Transfer]:
    """Carry out every confirmed transfer whose day has come, each in a transaction of its own."""
    with transaction.atomic(), as_system():
        due = list(Transfer.objects.filter(state=TransferState.PLANNED, on_day__lte=on).order_by("pk"))
    return [carry_out_in_its_turn(transfer_id=one.pk, at=at) for one in due]


@transaction.atomic
def carry_out_in_its_turn(*, transfer_id: int, at: datetime) -> Transfer:
    """Carry out a confirmed transfer in the name of whoever confirmed it; one that is done stays so."""
    with as_system():
        found = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer_id)
        if found.state != TransferState.PLANNED:
            return found
        confirmed = found.moves.select_related("by").get(name="confirm")
        return carry_out_transfer(transfer=found, by=confirmed.by or found.asked_by, at=at)


def in_the_audit(transfer: Transfer) -> AbstractContextManager[object]:
    """
    Let every row that the audit writes inside the block name the transfer.

    Where nothing is named, each of those rows catches an error to find that out, and looks through all that
    waits for the end of the transaction: of ten thousand cases that takes minutes.
    """
    return pghistory.context(transfer=transfer.reference)


@contextmanager
def may_write(transfer: Transfer, to: str) -> Iterator[None]:
    """Act as the system inside the block, when whoever acts manages the cases that the transfer is of."""
    require(
        current_actor(),
        Permission.MANAGE_CASES,
        within=transfer.organisations_for(Permission.MANAGE_CASES),
        to=to,
    )
    with as_system():
        yield


def _run(statements: Sequence[str], lines: Sequence[int], organisation_id: int, at: datetime) -> None:
    if not lines:
        return
    given: Mapping[str, Any] = {
        "lines": list(lines),
        "organisation": organisation_id,
        "day": london_day(at),
        "at": at,
    }
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, given)


def _left_with_reasons(transfer: Transfer, lines: Sequence[TransferLine], at: datetime) -> Sequence[int]:
    """Write why a line is left where something has changed since; the ids of those that go."""
    day = london_day(at)
    begun = Supervision.objects.filter(during__startswith__lt=day)
    left = _reasons(
        {one: one.held_id for one in lines if one.held_id is not None},
        {one: one.to_officer_id or 0 for one in lines},
        begun,
        transfer.to_organisation,
        at,
    )
    return _written("left_out", left, lines)


def _stayed_with_reasons(
    transfer: Transfer, lines: Sequence[TransferLine], at: datetime
) -> Sequence[TransferLine]:
    """Write why a line does not go back where something has changed since; those that do."""
    stayed = _reasons(
        {one: one.made_id for one in lines if one.made_id is not None},
        {one: one.from_officer_id for one in lines},
        Supervision.objects.all(),
        transfer.from_organisation,
        at,
    )
    back = set(_written("stayed", stayed, lines))
    return [one for one in lines if one.pk in back]


def _reasons(
    held: Mapping[TransferLine, int],
    to: Mapping[TransferLine, int],
    counts: QuerySet[Supervision],
    organisation: Organisation,
    at: datetime,
) -> Mapping[str, list[int]]:
    """
    Why lines cannot go: the ids by reason. `held` is the supervision that each must still be under, `to` the
    officer it goes to for `organisation`; `counts` are the supervisions that can be ended now.
    """
    there = set(counts.filter(pk__in=held.values(), during__endswith=None).values_list("pk", flat=True))
    users = {one.pk: one for one in User.objects.filter(pk__in=set(to.values()))}
    hidden = kept_out_of([one.person_id for one in to], users.values(), at)
    supervising = set(officers_for(organisation.pk, london_day(at)).values_list("pk", flat=True))
    found: dict[str, list[int]] = {}
    for one, officer in to.items():
        if held.get(one) not in there:
            found.setdefault(CHANGED, []).append(one.pk)
        elif officer not in supervising:
            said = f"{users[officer].full_name} supervises nobody for {organisation} now"
            found.setdefault(said[:300], []).append(one.pk)
        elif officer in hidden.get(one.person_id, ()):
            found.setdefault(f"{users[officer].full_name} may not see this case"[:300], []).append(one.pk)
    return found


def _written(field: str, reasons: Mapping[str, list[int]], lines: Sequence[TransferLine]) -> Sequence[int]:
    for reason, ids in reasons.items():
        TransferLine.objects.filter(pk__in=ids).update(**{field: reason})
    left = {pk for ids in reasons.values() for pk in ids}
    return [one.pk for one in lines if one.pk not in left]


def _announce(transfer: Transfer, organisation_id: int, *, is_back: bool, by: User, at: datetime) -> None:
    announce(
        CasesTransferred(
            transfer_id=transfer.pk, organisation_id=organisation_id, is_back=is_back, by_id=by.pk, at=at
        )
    )
