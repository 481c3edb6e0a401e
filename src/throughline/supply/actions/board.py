"""Reviewing and deciding Change Notifications: the contract manager and the Change Board (D6, S59, S60)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import as_system, current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.core.money import Money
from throughline.core.states import move
from throughline.core.time import london_day
from throughline.supply.actions.chain_changes import (
    make_agreement,
    put_in_the_chain,
    refuse_what_cannot_end,
)
from throughline.supply.actions.changes import step
from throughline.supply.actions.prices import end_prices, put_in_force
from throughline.supply.models import (
    BoardMeeting,
    ChangeLine,
    ChangeNotification,
    ItemArea,
    ItemBuyer,
    RateCardItem,
    Scheme,
)
from throughline.supply.queries.approvals import CHANGE_BOARD, approvals_asked
from throughline.supply.queries.prices import price_of
from throughline.supply.refusals import InForceTooSoon, MeetingIsOver, NotBeforeTheBoard
from throughline.supply.states import ChangeState, LineState, MeetingState
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.routes import SETS_A_PRICE, ChangeKind


@transaction.atomic
def return_with_questions(
    *, notification: ChangeNotification, questions: str, by: User, at: datetime
) -> ChangeNotification:
    """Give a notification back to the prime with what has to be answered first."""
    return step(notification, "return", by=by, at=at, why=questions)


@transaction.atomic
def find_suitable(
    *, notification: ChangeNotification, by: User, at: datetime, why: str = ""
) -> ChangeNotification:
    """Find that a notification is suitable to be decided; it comes before the Change Board."""
    return step(notification, "find suitable", by=by, at=at, why=why)


@transaction.atomic
def find_unsuitable(
    *, notification: ChangeNotification, why: str, by: User, at: datetime
) -> ChangeNotification:
    """Find that a notification is not suitable, with the reason; nothing of it is ever in force."""
    return step(notification, "find unsuitable", by=by, at=at, why=why)


@transaction.atomic
def hold_meeting(
    *, scheme: Scheme, held_on: date, chair: User, present: str = "", by: User, at: datetime
) -> BoardMeeting:
    """
    Open a meeting of the Change Board, in which lines can be decided from its day on.

    :raises NotAllowed: the current actor does not sit on the Board of this scheme
    """
    require(current_actor(), Permission.DECIDE_CHANGES, within=scheme.steward_id, to="hold a meeting")
    made = BoardMeeting.objects.create(
        scheme=scheme, held_on=held_on, chair=chair, present=present, opened_at=at
    )
    made.refresh_from_db(fields=["reference"])
    return made


@transaction.atomic
def agree_minutes(*, meeting: BoardMeeting, notes: str, by: User, at: datetime) -> BoardMeeting:
    """
    Agree the minutes of a meeting: its decisions and what was noted stay as they are from now on.

    :raises MeetingIsOver: they were agreed before
    :raises NotAllowed: the current actor does not sit on the Board of this scheme
    """
    require(
        current_actor(), Permission.DECIDE_CHANGES, within=meeting.scheme.steward_id, to="agree these minutes"
    )
    _refuse_unless_open(meeting, london_day(at))
    meeting.notes, meeting.state = notes, MeetingState.CLOSED
    meeting.closed_at, meeting.closed_by = at, by
    meeting.save(update_fields=["notes", "state", "closed_at", "closed_by"])
    return meeting


@transaction.atomic
def approve_line(
    *,
    line: ChangeLine,
    meeting: BoardMeeting | None,
    in_force_on: date,
    by: User,
    at: datetime,
    reason: str = "",
) -> ChangeLine:
    """
    Approve one line: what it proposes is in force from the day `in_force_on`, that asked for or a later one.

    The notification is decided with its last line.

    :raises NotAllowed: the current actor does not decide: the Board where the scheme has one, whoever
        reviews otherwise
    :raises NotBeforeTheBoard: the notification waits for something else, or is over
    :raises MeetingIsOver: the meeting's minutes are agreed, or its day has not come
    :raises InForceTooSoon: the day is over, or before the one asked for
    :raises PriceOverlaps: another price was put in force from that day or a later one meanwhile
    :raises NotInThisChain: and what else `check_it_can_end` raises of a subcontractor's agreement that ends
    """
    _require_decider(line, meeting, at)
    today = london_day(at)
    if in_force_on < max(line.from_on, today):
        earliest = max(line.from_on, today)
        raise InForceTooSoon(f"The day from which it is in force must be {earliest:%-d %B %Y} or later")
    with as_system():
        held = _locked(line)
        item = _make_item(held) if held.kind == ChangeKind.NEW_ITEM else held.item
        refuse_what_cannot_end(held, in_force_on)
        agreement = make_agreement(held, in_force_on) if held.kind == ChangeKind.SUBCONTRACTOR_ADDED else None
        move(
            held,
            "approve",
            by=by,
            at=at,
            why=reason,
            also={
                "in_force_on": in_force_on,
                "item": item,
                "made": agreement,
                "was": _held_before(held, in_force_on),
                **_decided(meeting, reason, by, at),
            },
        )
        _carry_out(held, by=by, at=at)
        _close_when_all_is_decided(held.notification, by=by, at=at)
    line.refresh_from_db()
    return line


@transaction.atomic
def reject_line(
    *, line: ChangeLine, meeting: BoardMeeting | None, reason: str, by: User, at: datetime
) -> ChangeLine:
    """
    Reject one line, with the reason; nothing of it is ever in force.

    :raises ReasonMissing: no reason was given
    :raises NotAllowed: and what else `approve_line` raises about who decides, and when
    """
    _require_decider(line, meeting, at)
    with as_system():
        held = _locked(line)
        move(held, "reject", by=by, at=at, why=reason, also=_decided(meeting, reason, by, at))
        _close_when_all_is_decided(held.notification, by=by, at=at)
    line.refresh_from_db()
    return line


def _require_decider(line: ChangeLine, meeting: BoardMeeting | None, at: datetime) -> None:
    scheme = line.notification.scheme
    has_board = CHANGE_BOARD in approvals_asked(scheme.pk, on=london_day(at))
    permission = Permission.DECIDE_CHANGES if has_board else Permission.REVIEW_CHANGES
    require(current_actor(), permission, within=scheme.steward_id, to="decide this line")
    if has_board and (meeting is None or meeting.scheme_id != scheme.pk):
        raise MeetingIsOver("A line is decided in a meeting of the Change Board: open one first")
    if meeting is not None:
        _refuse_unless_open(meeting, london_day(at))


def _refuse_unless_open(meeting: BoardMeeting, today: date) -> None:
    if BoardMeeting.objects.get(pk=meeting.pk).state == MeetingState.CLOSED:
        raise MeetingIsOver(f"The minutes of {meeting} are agreed. Open another meeting")
    if meeting.held_on > today:
        raise MeetingIsOver(f"{meeting} has not taken place yet")


def _locked(line: ChangeLine) -> ChangeLine:
    """The line with its notification, both as they are now; of two who decide at once one waits here."""
    notification = (
        ChangeNotification.objects.select_for_update(of=("self",))
        .select_related("scheme", "prime")
        .get(pk=line.notification_id)
    )
    if notification.state != ChangeState.BOARD:
        stands = ChangeState(notification.state).label.lower()
        raise NotBeforeTheBoard(
            f"You cannot decide this line, because notification {notification.reference} is not before the "
            f"Change Board: {stands}"
        )
    if line.item_id is not None:
        # Before the price that holds is read, as whoever sets one directly does.
        RateCardItem.objects.select_for_update(of=("self",)).get(pk=line.item_id)
    held = ChangeLine.objects.select_related(
        "item__service", "agreement", "service", "replaces", "organisation"
    ).get(pk=line.pk)
    held.notification = notification
    return held


def _decided(meeting: BoardMeeting | None, reason: str, by: User, at: datetime) -> dict[str, object]:
    return {"meeting": meeting, "reason": reason.strip(), "decided_by": by, "decided_at": at}


def _make_item(line: ChangeLine) -> RateCardItem:
    assert line.service is not None
    made = RateCardItem.objects.create(
        service=line.service,
        name=line.name,
        part=line.part,
        unit=line.unit,
        usual_sessions=line.usual_sessions or 1,
        usual_minutes=line.usual_minutes or 1,
    )
    ItemBuyer.objects.bulk_create(ItemBuyer(item=made, buyer_id=pk) for pk in line.buyer_ids)
    ItemArea.objects.bulk_create(ItemArea(item=made, area_id=pk) for pk in line.area_ids)
    return made


def _held_before(line: ChangeLine, on: date) -> Money | None:
    former = price_of(line.item, line.agreement, on=on) if line.item else None
    return former.amount if former else None


def _carry_out(line: ChangeLine, *, by: User, at: datetime) -> None:
    assert line.in_force_on is not None
    if line.kind in SETS_A_PRICE:
        assert line.item is not None
        assert line.amount is not None
        put_in_force(
            item=line.item,
            agreement=line.agreement,
            amount=line.amount,
            from_on=line.in_force_on,
            by=by,
            at=at,
            line=line,
        )
    elif line.kind == ChangeKind.ITEM_WITHDRAWN:
        assert line.item is not None
        end_prices(item=line.item, top=line.agreement, from_on=line.in_force_on, by=by, at=at)
    else:
        put_in_the_chain(line, by=by, at=at)


def _close_when_all_is_decided(notification: ChangeNotification, *, by: User, at: datetime) -> None:
    if not notification.lines.filter(state=LineState.PROPOSED).exists():
        step(notification, "close", by=by, at=at)
