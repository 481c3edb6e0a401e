"""A Change Notification from draft to submitted, and back: what the prime does with it (D6, S59)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import Organisation, User
from throughline.core.states import move, move_named
from throughline.core.time import london_day
from throughline.supply.events import ChangeMoved
from throughline.supply.models import ChangeNotification, Scheme
from throughline.supply.queries.approvals import SUITABILITY_REVIEW, approvals_asked, due_in
from throughline.supply.refusals import DecidedInPart, LineCannotBeSubmitted, NothingProposed
from throughline.supply.states import CHANGE_MOVES, ChangeState, LineState
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def draft_notification(
    *, scheme: Scheme, prime: Organisation, title: str, case: str, by: User, at: datetime
) -> ChangeNotification:
    """
    Begin a notification of what a prime wants to change; nobody else sees it before it is submitted.

    :raises NotAllowed: the current actor does not propose changes for `prime`
    """
    require(current_actor(), Permission.PROPOSE_PRICES, within=prime.pk, to="propose a change")
    made = ChangeNotification.objects.create(
        scheme=scheme, prime=prime, title=title, case=case, drafted_by=by, drafted_at=at
    )
    made.refresh_from_db(fields=["reference"])
    return made


@transaction.atomic
def submit_notification(*, notification: ChangeNotification, by: User, at: datetime) -> ChangeNotification:
    """
    Submit a draft for its first approval: the suitability review, or the Board where the scheme has none.

    :raises NothingProposed: it has no line
    :raises LineCannotBeSubmitted: a line begins on a day that is over
    :raises MoveNotAllowed: it is no draft any more
    """
    _refuse_what_cannot_be_decided(notification, london_day(at))
    asked = approvals_asked(notification.scheme_id, on=london_day(at))
    name = "submit" if SUITABILITY_REVIEW in asked else "submit to the Board"
    return step(notification, name, by=by, at=at, also={"submitted_at": at})


@transaction.atomic
def answer_questions(
    *, notification: ChangeNotification, answer: str, by: User, at: datetime
) -> ChangeNotification:
    """
    Answer what the contract manager asked, and submit the notification again as it now stands.

    :raises ReasonMissing: nothing was answered
    :raises LineCannotBeSubmitted: a line begins on a day that is over
    """
    _refuse_what_cannot_be_decided(notification, london_day(at))
    return step(notification, "answer", by=by, at=at, why=answer)


@transaction.atomic
def withdraw_notification(
    *, notification: ChangeNotification, why: str, by: User, at: datetime
) -> ChangeNotification:
    """
    Take a notification back: a draft as it is, one that was submitted with the reason.

    :raises DecidedInPart: the Board has decided a line of it
    """
    if notification.lines.exclude(state=LineState.PROPOSED).exists():
        raise DecidedInPart(
            "You cannot withdraw this notification, because the Change Board has decided a line of it"
        )
    name = "discard" if notification.state == ChangeState.DRAFT else "withdraw"
    return step(notification, name, by=by, at=at, why=why)


def step(
    notification: ChangeNotification,
    name: str,
    *,
    by: User,
    at: datetime,
    why: str = "",
    also: dict[str, Any] | None = None,
) -> ChangeNotification:
    """Make one move of a notification, start the clock of whoever acts next, and say so."""
    to = move_named(CHANGE_MOVES, name).to
    clock = {"waiting_since": at, "due_on": due_in(to, notification.scheme_id, since=at)}
    move(notification, name, by=by, at=at, why=why, also={**clock, **(also or {})})
    announce(ChangeMoved(notification_id=notification.pk, name=name, by_id=by.pk, at=at))
    return notification


def _refuse_what_cannot_be_decided(notification: ChangeNotification, today: date) -> None:
    lines = list(notification.lines.order_by("number"))
    if not lines:
        raise NothingProposed("Add at least one line: there is nothing to decide yet")
    for line in lines:
        if line.from_on < today:
            raise LineCannotBeSubmitted(
                f"Line {line.number} begins on {line.from_on:%-d %B %Y}, which is over. "
                "Take it out and propose a later day"
            )
