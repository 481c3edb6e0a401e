"""A line, a step and a state of a Change Notification in the words of a page."""

from __future__ import annotations

from throughline.core.money import Money
from throughline.supply.models import ChangeLine
from throughline.supply.states import ChangeState, LineState
from throughline.vocabulary.routes import SETS_A_PRICE, ChangeKind, PriceUnit
from throughline.web import words
from throughline.web.pieces import Tag

_COLOURS = {
    ChangeState.DRAFT: "grey",
    ChangeState.SUBMITTED: "blue",
    ChangeState.RETURNED: "yellow",
    ChangeState.BOARD: "light-blue",
    ChangeState.UNSUITABLE: "red",
    ChangeState.DECIDED: "green",
    ChangeState.WITHDRAWN: "grey",
}
_LINE_COLOURS = {LineState.PROPOSED: "blue", LineState.APPROVED: "green", LineState.REJECTED: "red"}

STEPS = {
    ChangeState.SUBMITTED: "Suitability review",
    ChangeState.RETURNED: "Questions to the prime",
    ChangeState.BOARD: "Change Board",
}
"""Steps that take time, by the state a notification waits in."""

MOVED = {
    "submit": "Submitted",
    "submit to the Board": "Submitted to the Change Board",
    "discard": "Draft discarded",
    "return": "Returned with questions",
    "answer": "Answered and submitted again",
    "find suitable": "Found suitable",
    "find unsuitable": "Found not suitable",
    "close": "Decided, line by line",
    "withdraw": "Withdrawn",
}
"""What happened, by the name of the move."""


def change_tag(state: str) -> Tag:
    """Where a notification stands."""
    return Tag(str(ChangeState(state).label), _COLOURS[ChangeState(state)])


def line_tag(state: str) -> Tag:
    """What became of a line."""
    return Tag(str(LineState(state).label), _LINE_COLOURS[LineState(state)])


def what_it_changes(line: ChangeLine) -> str:
    """What a line is about, as in `Group course, each person who completes: Change programme`."""
    match line.kind:
        case ChangeKind.NEW_ITEM:
            unit = PriceUnit(line.unit).label
            return f"{line.name}, {unit}: {line.service}"
    return f"{line.item}: {line.service}"


def new_amount(line: ChangeLine) -> Money | str | None:
    """What a line would make the price; in words for an item that is withdrawn."""
    if line.kind in SETS_A_PRICE:
        return line.amount
    return "Withdrawn" if line.kind == ChangeKind.ITEM_WITHDRAWN else None


def in_one_sentence(line: ChangeLine) -> str:
    """A line as a sentence, as in `Price change: Session, …: Change programme, £50.00 from 1 July 2017`."""
    amount = f", {words.money(line.amount)}" if line.amount is not None else ""
    return f"{ChangeKind(line.kind).label}: {what_it_changes(line)}{amount} from {words.day(line.from_on)}"
