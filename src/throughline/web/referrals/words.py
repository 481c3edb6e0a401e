"""What the states and moves of a referral, and what happened at an appointment, are called on pages."""

from __future__ import annotations

from throughline.line.models import Attendance
from throughline.line.states import ReferralState
from throughline.web.pieces import Tag

NOT_NAMED = "Name not shown to you"

_COLOURS = {
    "draft": "grey",
    "sent": "blue",
    "queried": "yellow",
    "accepted": "turquoise",
    "declined": "red",
    "allocated": "turquoise",
    "started": "green",
    "completed": "green",
    "ended_early": "orange",
    "withdrawn": "grey",
}

MOVED = {
    "send": "Sent",
    "ask": "More information asked",
    "answer": "Question answered",
    "accept": "Accepted",
    "decline": "Declined",
    "allocate": "Given to a worker",
    "hand on": "Given to another worker",
    "hand over": "Handed over to another provider",
    "hand over accepted": "Handed over to another provider",
    "start": "Work started",
    "complete": "Completed",
    "end early": "Ended early",
    "end": "Ended early by the officer",
    "hand back": "Handed back by the provider",
    "withdraw": "Withdrawn",
}
"""What a move is called in the history."""

BUTTONS = {
    "send": "Share risks and send",
    "answer": "Answer the question",
    "withdraw": "Withdraw",
    "accept": "Accept",
    "decline": "Decline",
    "ask": "Ask for more information",
    "allocate": "Give to a worker",
    "hand on": "Give to another worker",
    "complete": "Complete",
    "end early": "End early",
    "end": "End early",
    "hand back": "Hand back",
}
"""What the button of a move says; work starts by itself with the first attendance."""

_HAPPENED_COLOURS = {"attended": "green", "late": "green", "acceptable": "yellow", "missed": "red"}


def state_tag(state: str) -> Tag:
    """The tag of a referral's state."""
    return Tag(str(ReferralState(state).label), _COLOURS.get(state, ""))


def happened_tag(happened: str) -> Tag:
    """The tag of what happened at an appointment."""
    return Tag(str(Attendance.Happened(happened).label), _HAPPENED_COLOURS.get(happened, "grey"))
