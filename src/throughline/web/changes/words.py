"""A line, a step and a state of a Change Notification in the words of a page."""

from __future__ import annotations

from throughline.core.money import Money
from throughline.line.queries.handing_over import effects_of
from throughline.supply.models import ChangeLine
from throughline.supply.states import ChangeState, LineState
from throughline.vocabulary.routes import SETS_A_PRICE, ChangeKind, PriceUnit
from throughline.web import words
from throughline.web.pieces import Fact, Tag

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
        case ChangeKind.SUBCONTRACTOR_REMOVED:
            return f"{line.agreement.provider} leaves the chain: {line.agreement.title}"
        case ChangeKind.SUBCONTRACTOR_ADDED if line.replaces is not None:
            return f"{line.organisation} in the place of {line.replaces.provider}: {line.replaces.title}"
        case ChangeKind.SUBCONTRACTOR_ADDED:
            return f"{line.organisation} works for {line.agreement.provider}: {line.name}"
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


def what_will_happen(line: ChangeLine) -> list[Fact]:
    """What hangs on a line about a subcontractor: agreement, prices, services, open referrals (S232)."""
    found = []
    if line.kind == ChangeKind.SUBCONTRACTOR_ADDED:
        found.append(Fact("New agreement", _agreement(line)))
    if line.replaces is not None:
        found.append(
            Fact("Paid", "What the one before is paid" if line.same_prices else "Prices still to be set")
        )
    if (effects := effects_of(line)) is None:
        return found
    done = line.carried_out_at is not None
    replaced = line.kind == ChangeKind.SUBCONTRACTOR_ADDED
    label = "Services that go over" if replaced else "Services that end"
    found.append(Fact(label, [one.name for one in effects.services] or "None"))
    went = "went over" if done else "goes over" if effects.handed_over == 1 else "go over"
    stay = "stayed" if done else "stays" if effects.stay == 1 else "stay"
    referrals = words.plural(effects.handed_over + effects.stay, "open referral")
    said = (
        f"{effects.handed_over} {went}, {effects.stay} {stay} with who has them"
        if replaced
        else "they stay with who has them until they end"
    )
    counted = "" if done or line.state == LineState.REJECTED else ", as things stand today"
    found.append(Fact("Open referrals", f"{referrals}: {said}{counted}"))
    if done and line.carried_out_at is not None:
        found.append(Fact("Carried out", line.carried_out_at))
    elif line.state == LineState.APPROVED:
        found.append(Fact("Carried out", "On its day"))
    return found


def _agreement(line: ChangeLine) -> str:
    above = f"{line.name}, below “{line.agreement.title}” of {line.agreement.provider}"
    return f"{above} ({line.made.reference})" if line.made is not None else above
