"""Finding the notification, line or meeting that a page is about, as far as the viewer sees it."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from throughline.core.states import available_moves
from throughline.supply.models import BoardMeeting, ChangeLine, ChangeNotification
from throughline.supply.queries.changes import (
    changes_visible_to,
    for_its_page,
    lines_of,
    meetings_visible_to,
)
from throughline.supply.states import BEING_WRITTEN
from throughline.vocabulary.permissions import Permission
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link

READS_CHANGES = (
    Permission.PROPOSE_PRICES,
    Permission.SEE_PRICES,
    Permission.REVIEW_CHANGES,
    Permission.DECIDE_CHANGES,
    Permission.OVERSEE_SCHEME,
)
"""Who reads how a rate card changes: primes, divisions, those who review and decide."""


def change_called(request: PageRequest, reference: str) -> ChangeNotification:
    """
    The notification with this reference.

    :raises Http404: the viewer sees none
    """
    found = for_its_page(changes_visible_to(request.actor)).filter(reference=reference).first()
    if found is None:
        raise Http404("no notification this viewer sees has this reference")
    return found


def change_written(request: PageRequest, reference: str) -> ChangeNotification:
    """
    The notification with this reference, while the viewer writes it.

    :raises Http404: the viewer sees none, or does not write it now
    """
    found = change_called(request, reference)
    theirs = found.prime_id in request.actor.holds(Permission.PROPOSE_PRICES)
    if not theirs or found.state not in BEING_WRITTEN:
        raise Http404("whoever looks does not write this notification now")
    return found


def change_to_move(request: PageRequest, reference: str, *names: str) -> tuple[ChangeNotification, str]:
    """
    The notification, and the first of these moves that is open to the viewer now.

    :raises Http404: the viewer sees none, or none of the moves is open to them
    """
    found = change_called(request, reference)
    open_now = {one.name for one in available_moves(found, request.actor)}
    for name in names:
        if name in open_now:
            return found, name
    raise Http404("the step is not open to this viewer now")


def line_of(request: PageRequest, notification: ChangeNotification, number: int) -> ChangeLine:
    """
    One line of a notification by its number.

    :raises Http404: the viewer sees none
    """
    for line in lines_of(notification, request.actor):
        if line.number == number:
            line.notification = notification
            return line
    raise Http404("this notification has no such line that this viewer sees")


def meeting_called(request: PageRequest, reference: str) -> BoardMeeting:
    """
    The meeting of the Change Board with this reference.

    :raises Http404: the viewer sees none
    """
    found = meetings_visible_to(request.actor).filter(reference=reference).first()
    if found is None:
        raise Http404("no meeting this viewer sees has this reference")
    return found


def link_to(notification: ChangeNotification) -> Link:
    """The notification's number, leading to its page."""
    return Link(
        f"Change Notification {notification.reference}", reverse("change", args=[notification.reference])
    )


def link_to_meeting(meeting: BoardMeeting) -> Link:
    """The meeting, leading to its minutes."""
    return Link(str(meeting), reverse("board_meeting", args=[meeting.reference]))
