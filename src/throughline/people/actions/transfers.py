"""Planning that many cases go from their officers to others on one day (S223)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from io import BytesIO
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from throughline.core.access.actor import as_system, current_actor
from throughline.core.access.permissions import require
from throughline.core.files.kinds import FileKind, Format, Line, Outcome
from throughline.core.files.loading import load_file
from throughline.core.files.refusals import RowRefused
from throughline.core.models import ImportedFile, Organisation, User
from throughline.core.states import move
from throughline.core.time import london_day
from throughline.people.actions.carrying_transfers import carry_out_transfer, may_write
from throughline.people.models import Supervision, Transfer, TransferLine
from throughline.people.queries.limits import kept_out_of
from throughline.people.queries.transfers import loads_of, received_by, supervised_now
from throughline.people.refusals import NobodyChosen, NotTheirOfficer, TransferDayWrong
from throughline.people.rules.transfers import share_out
from throughline.vocabulary.permissions import Permission

CASES: Final = FileKind("cases to transfer", Format.CSV, (), ("reference", "case_number"), takes_others=True)
"""A file of cases: each line has a reference or a case number, whatever else it has."""

UNKNOWN: Final = "Nobody whose case you manage there has this reference or case number: check it"
SINCE_TODAY: Final = "The present officer is responsible only since that day"


@dataclass(frozen=True)
class Asked:
    """What is asked for: from where to whom, on which day and why. `chosen_by` names no person supervised."""

    way: Transfer.Way
    chosen_by: str
    from_organisation: Organisation
    to_organisation: Organisation
    officers: Sequence[User]
    on_day: date
    why: str


@transaction.atomic
def draft_transfer(*, asked: Asked, cases: Sequence[int], by: User, at: datetime) -> Transfer:
    """
    Write down what would happen, and change nothing yet; `cases` are ids of supervisions that hold now.

    Those that whoever acts does not manage, or that a limit hides from them, are passed over as if they did
    not exist.

    :raises NotAllowed: the current actor manages no cases for the organisation
    :raises NobodyChosen: no case is left
    :raises TransferDayWrong: the day has gone by
    """
    made = _begun(asked, by, at)
    known = supervised_now(current_actor(), asked.from_organisation.pk, at).filter(pk__in=cases)
    if not _add(made, asked, known.select_related("person").order_by("pk"), at):
        raise NobodyChosen("Nobody is supervised there now whose case you manage: choose others")
    return made


@transaction.atomic
def draft_from_file(
    *, asked: Asked, content: bytes, name: str, by: User, at: datetime
) -> tuple[Transfer, int]:
    """
    Write down what would happen to the cases of a CSV or Excel file; the transfer, and how many lines of the
    file are rejected. Those are kept with their reasons.

    :raises FileRefused: nothing of the file can be used
    :raises NobodyChosen: no line of it names a case that whoever acts manages
    """
    made = _begun(asked, by, at)
    report = load_file(
        BytesIO(content),
        CASES,
        read_row=_written,
        load_rows=partial(_from_lines, made, asked, at),
        by=by,
        at=at,
        dry_run=False,
        name=name,
        scope=made.reference,
    )
    with as_system():
        if not made.lines.exists():
            first = f" The first: {report.rejected[0].reason}" if report.rejected else ""
            raise NobodyChosen(f"No line of the file names a case that you manage.{first}")
        Transfer.objects.filter(pk=made.pk).update(file=report.file)
    made.file = report.file
    return made, report.rejected_count


@transaction.atomic
def confirm_transfer(*, transfer: Transfer, by: User, at: datetime) -> Transfer:
    """
    Confirm what was drafted: it takes effect on its day, at once where that has come.

    :raises NotAllowed: the current actor manages no cases for the organisation
    :raises MoveNotAllowed: it was confirmed or dropped before
    """
    with may_write(transfer, "confirm this transfer"):
        move(transfer, "confirm", by=by, at=at)
        transfer.refresh_from_db()
    return transfer


@transaction.atomic
def confirm_and_carry_out(*, transfer: Transfer, by: User, at: datetime) -> Transfer:
    """Confirm a transfer whose day has come, and carry it out."""
    confirm_transfer(transfer=transfer, by=by, at=at)
    with as_system():
        return carry_out_transfer(transfer=transfer, by=by, at=at)


@transaction.atomic
def drop_transfer(*, transfer: Transfer, why: str, by: User, at: datetime) -> None:
    """
    Drop what was drafted or confirmed and not carried out yet.

    :raises NotAllowed: the current actor manages no cases for the organisation
    :raises MoveNotAllowed: it was carried out, or dropped before
    :raises ReasonMissing: no reason was given
    """
    with may_write(transfer, "drop this transfer"):
        move(transfer, "drop", by=by, at=at, why=why)


@transaction.atomic
def acknowledge_cases(*, by: User, at: datetime) -> int:
    """Say of every case that came to whoever acts that they have read of it; how many there were."""
    waiting = list(received_by(current_actor()).values_list("pk", flat=True))
    with as_system():
        return TransferLine.objects.filter(pk__in=waiting, to_officer=by).update(acknowledged_at=at)


def _begun(asked: Asked, by: User, at: datetime) -> Transfer:
    require(
        current_actor(),
        Permission.MANAGE_CASES,
        within=asked.from_organisation.pk,
        to="transfer these cases",
    )
    if asked.on_day < london_day(at):
        raise TransferDayWrong("The day it takes effect must be today or in the future")
    with as_system():
        made = Transfer.objects.create(
            way=asked.way,
            chosen_by=asked.chosen_by,
            from_organisation=asked.from_organisation,
            to_organisation=asked.to_organisation,
            why=asked.why.strip(),
            on_day=asked.on_day,
            officers=[one.pk for one in asked.officers],
            asked_by=by,
            asked_at=at,
        )
        made.refresh_from_db()
    return made


def _add(transfer: Transfer, asked: Asked, held: Sequence[Supervision] | Any, at: datetime) -> int:
    """Add a line for each supervision, with who takes it or why nobody does; how many were added."""
    found = list(held)
    if not asked.officers:
        raise NotTheirOfficer("Name at least one officer who is to be responsible")
    barred = _barred(found, asked, at)
    given = share_out([one.person_id for one in found], loads_of(asked.officers, at), barred)
    officers = {one.pk: one for one in asked.officers}
    lines = []
    for one in found:
        officer = officers.get(given[one.person_id] or 0)
        since_then = one.during.from_ >= asked.on_day
        lines.append(
            TransferLine(
                transfer=transfer,
                person_id=one.person_id,
                reference=one.person.reference,
                transfer_reference=transfer.reference,
                from_officer_id=one.officer_id,
                to_officer=None if since_then else officer,
                held=one,
                left_out=SINCE_TODAY if since_then else "" if officer else _why_nobody(one, asked),
            )
        )
    with as_system():
        TransferLine.objects.bulk_create(lines)
    return len(lines)


def _barred(held: Sequence[Supervision], asked: Asked, at: datetime) -> Mapping[int, set[int]]:
    """Which officers a case cannot go to: those who may not see it, and who has it already."""
    hidden = kept_out_of([one.person_id for one in held], asked.officers, at)
    is_within = asked.from_organisation.pk == asked.to_organisation.pk
    return {
        one.person_id: {*hidden.get(one.person_id, ()), *([one.officer_id] if is_within else [])}
        for one in held
    }


def _why_nobody(held: Supervision, asked: Asked) -> str:
    is_within = asked.from_organisation.pk == asked.to_organisation.pk
    if is_within and [one.pk for one in asked.officers] == [held.officer_id]:
        return f"{asked.officers[0].full_name} is responsible already"
    if len(asked.officers) == 1:
        return f"{asked.officers[0].full_name} may not see this case"
    return "None of the officers named may see this case, or the one who may has it already"


def _written(values: Mapping[str, Any]) -> str:
    for name in ("reference", "case_number"):
        if said := str(values.get(name) or "").strip().upper():
            return said
    raise RowRefused("The line has no reference and no case number. Write one of them")


def _from_lines(
    transfer: Transfer, asked: Asked, at: datetime, lines: Sequence[Line[str]], file: ImportedFile
) -> Outcome:
    found = cases_called([one.row for one in lines], asked.from_organisation, at)
    refused: dict[int, str] = {}
    chosen: dict[int, Supervision] = {}
    with as_system():
        there = set(transfer.lines.values_list("held_id", flat=True))
    for line in lines:
        held = found.get(line.row)
        if held is None:
            refused[line.number] = UNKNOWN
        elif held.pk in chosen or held.pk in there:
            refused[line.number] = "This case is in the file twice: the first line counts"
        else:
            chosen[held.pk] = held
    _add(transfer, asked, list(chosen.values()), at)
    return Outcome(loaded=len(chosen), refused=refused)


def cases_called(
    written: Sequence[str], organisation: Organisation, at: datetime
) -> Mapping[str, Supervision]:
    """
    The cases with these references or case numbers, by what was written, that whoever acts manages.

    One that a limit hides from them is not found, as one that does not exist.
    """
    wanted = list(dict.fromkeys(written))
    held = supervised_now(current_actor(), organisation.pk, at).filter(
        Q(person__reference__in=wanted) | Q(person__case_number__in=wanted)
    )
    found: dict[str, Supervision] = {}
    for one in held.select_related("person"):
        found[one.person.case_number] = one
        found[one.person.reference] = one
    found.pop("", None)
    return found
