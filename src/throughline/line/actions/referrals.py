"""What becomes of a referral that was sent: asked about, decided on, given out, taken back, ended (D15)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from throughline.core.access.permissions import roles
from throughline.core.events import announce
from throughline.core.models import Membership, User
from throughline.core.states import move
from throughline.core.time import london_day
from throughline.line.actions.appointments import cancel_what_was_to_come
from throughline.line.actions.caseloads import take_within_caseload
from throughline.line.actions.outcomes import Achieved, record_outcomes
from throughline.line.actions.queue import take_in_turn
from throughline.line.actions.receiving import refuse_without_contacts
from throughline.line.actions.silence import note_quiet
from throughline.line.events import (
    ReferralAccepted,
    ReferralAllocated,
    ReferralDeclined,
    ReferralEnded,
    ReferralWithdrawn,
)
from throughline.line.models import Referral
from throughline.line.refusals import KeptFromTheCase, NotTheirWorker
from throughline.line.states import STARTED
from throughline.people.actions.access import end_access, give_access
from throughline.people.models import PersonAccess
from throughline.people.queries.limits import kept_out
from throughline.vocabulary.permissions import Permission

BECAUSE = "referral"
"""Why somebody sees a person, as access keeps it: a referral, by its id."""


@transaction.atomic
def ask_about_referral(*, referral: Referral, question: str, by: User, at: datetime) -> Referral:
    """Ask the officer for more information before deciding (D15)."""
    move(referral, "ask", by=by, at=at, why=question)
    return referral


@transaction.atomic
def answer_about_referral(*, referral: Referral, answer: str, by: User, at: datetime) -> Referral:
    """Answer the provider's question; the referral waits for a decision again (D15)."""
    move(referral, "answer", by=by, at=at, why=answer)
    return referral


@transaction.atomic
def accept_referral(*, referral: Referral, by: User, at: datetime) -> Referral:
    """
    Accept a referral on the provider's behalf (D15).

    What follows (the price committed to the buyer's budget, D22) is listed in `subscriptions.py` and
    happens in this transaction, or none of it does.

    :raises MoveNotAllowed: the referral does not wait for a decision
    """
    move(referral, "accept", by=by, at=at)
    announce(ReferralAccepted(referral_id=referral.pk, by_id=by.pk, at=at))
    return referral


@transaction.atomic
def decline_referral(*, referral: Referral, why: str, by: User, at: datetime) -> Referral:
    """
    Decline a referral with a reason; the place is free and the provider sees the person no longer (D15).

    :raises ReasonMissing: no reason was given
    """
    move(referral, "decline", by=by, at=at, why=why, also={"ended_at": at})
    end_access(because=BECAUSE, because_id=referral.pk, at=at)
    announce(ReferralDeclined(referral_id=referral.pk, by_id=by.pk, at=at))
    return referral


@transaction.atomic
def allocate_referral(
    *,
    referral: Referral,
    worker: User,
    by: User,
    at: datetime,
    out_of_turn: str = "",
    over_caseload: str = "",
) -> Referral:
    """
    Give an accepted referral to a worker, who sees the person and the shared risks from now on (D14).

    Given to another, also once work has started, the one before sees the person no longer. `out_of_turn` says
    why it goes before others who wait for the service, where the scheme orders them (S75); `over_caseload`
    why the worker takes on more than is agreed (S110).

    :raises AboveTheCaseload: the worker has as many as agreed, and `over_caseload` is empty
    :raises ContactMissing: the worker or the responsible officer has no telephone number (S98)
    :raises OutOfTurn: others stand before it in the queue, and `out_of_turn` is empty
    :raises NotTheirWorker: the person does not work with people for the provider on the London day of `at`
    :raises KeptFromTheCase: a limit hides the case from the worker
    """
    _require_worker(worker, referral.deliverer_id, london_day(at))
    if kept_out(referral.person_id, [worker], at):
        refusal = KeptFromTheCase(f"{worker} may not see this case: choose another worker")
        refusal.field = "worker"
        raise refusal
    refuse_without_contacts(referral, worker, at)
    take_within_caseload(referral=referral, worker=worker, why=over_caseload, by=by, at=at)
    take_in_turn(referral=referral, why=out_of_turn, by=by, at=at)
    former = referral.worker
    note_quiet(Referral.objects.filter(pk=referral.pk), at=at)  # what was quiet with whoever had it
    name = "hand on" if referral.state == STARTED else "allocate"
    move(referral, name, by=by, at=at, also={"worker_id": worker.pk})
    if former is not None and former != worker:
        end_access(because=BECAUSE, because_id=referral.pk, at=at, user=former)
    give_access(
        referral.person,
        to=worker,
        scope=PersonAccess.Scope.DELIVER,
        because=BECAUSE,
        because_id=referral.pk,
        at=at,
        shared_flags=list(referral.risk_decisions.filter(shared=True).values_list("flag_id", flat=True)),
    )
    note_quiet(Referral.objects.filter(pk=referral.pk), at=at)
    announce(ReferralAllocated(referral_id=referral.pk, worker_id=worker.pk, by_id=by.pk, at=at))
    return referral


@transaction.atomic
def withdraw_referral(
    *, referral: Referral, why: str, by: User, at: datetime, move_called: str = "withdraw"
) -> Referral:
    """
    Take a referral back before work has started, with a reason (D15).

    `move_called` is "hand back" where the provider gives up one that it had accepted.
    """
    move(referral, move_called, by=by, at=at, why=why, also={"ended_at": at})
    cancel_what_was_to_come(referral, by=by, at=at)
    end_access(because=BECAUSE, because_id=referral.pk, at=at)
    announce(ReferralWithdrawn(referral_id=referral.pk, by_id=by.pk, at=at))
    return referral


@transaction.atomic
def complete_referral(
    *, referral: Referral, outcomes: Mapping[str, Achieved], by: User, at: datetime
) -> Referral:
    """
    Complete a referral with what it achieved for each need; there is no end without an outcome (D20, S99).

    :raises OutcomeMissing: no outcome, or none for the need of the referral's objective
    """
    move(referral, "complete", by=by, at=at, also={"ended_at": at})
    record_outcomes(referral, outcomes, by=by, at=at)
    return ended(referral, by=by, at=at)


@transaction.atomic
def end_referral_early(
    *, referral: Referral, why: str, outcomes: Mapping[str, Achieved], by: User, at: datetime
) -> Referral:
    """
    End a referral whose work has begun and is not done, with the reason and what it achieved (D15, D20).

    :raises OutcomeMissing: no outcome, or none for the need of the referral's objective
    :raises ReasonMissing: no reason was given
    """
    move(referral, "end early", by=by, at=at, why=why, also={"ended_at": at})
    record_outcomes(referral, outcomes, by=by, at=at)
    return ended(referral, by=by, at=at)


def ended(referral: Referral, *, by: User, at: datetime) -> Referral:
    """What follows when a referral's work is over: nothing more is held, seen or delivered under it."""
    cancel_what_was_to_come(referral, by=by, at=at)
    end_access(because=BECAUSE, because_id=referral.pk, at=at)
    announce(ReferralEnded(referral_id=referral.pk, by_id=by.pk, at=at))
    return referral


def _require_worker(worker: User, organisation_id: int, day: date) -> None:
    held = Membership.objects.filter(user=worker, organisation=organisation_id, during__contains=day)
    if not any(
        Permission.DELIVER in roles()[code].permissions for code in held.values_list("role", flat=True)
    ):
        raise NotTheirWorker(
            f"{worker} does not work with people for this provider: choose one of its workers"
        )
