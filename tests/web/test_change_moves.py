"""Every step of a Change Notification from every state: taken or refused by the action, and by its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client

from tests import factories as make
from tests.factories import NOW, acting
from tests.supply.cards import Card, a_rate_card
from throughline.core.access import acting_as
from throughline.core.refusals import Refusal
from throughline.core.states import MoveNotAllowed, move_named
from throughline.supply.actions import board, changes
from throughline.supply.models import ChangeLine, ChangeNotification, Price
from throughline.supply.refusals import DecidedInPart, NotBeforeTheBoard
from throughline.supply.states import CHANGE_MOVES, LINE_MOVES, ChangeState, LineState

pytestmark = pytest.mark.django_db
FROM_ON = date(2031, 7, 1)
"""To come by every clock: that of the actions here, and that of the machine, which the pages read."""


@dataclass(frozen=True)
class Step:
    """One step as a page offers it: the moves it makes, who takes it, by which action, and what is sent."""

    page: str
    moves: tuple[str, ...]
    who: str
    act: Callable[..., object]
    why: str = ""
    sends: tuple[tuple[str, str], ...] = ()

    @property
    def frm(self) -> frozenset[str]:
        """The states it leaves."""
        return frozenset[str]().union(*(move_named(CHANGE_MOVES, name).frm for name in self.moves))

    def taken(self, card: Card, change: ChangeNotification) -> None:
        """Taken by whoever takes it."""
        said = {self.why: "It is as it is"} if self.why else {}
        user = getattr(card, self.who)
        with acting_as(acting(user)):
            self.act(notification=change, by=user, at=NOW, **said)


def _review(name: str, act: Callable[..., object]) -> Step:
    return Step("review", (name,), "reviewer", act, "why", (("finding", name),))


STEPS = (
    Step("submit", ("submit",), "manager", changes.submit_notification),
    Step("answer", ("answer",), "manager", changes.answer_questions, "answer"),
    Step("withdraw", ("discard", "withdraw"), "manager", changes.withdraw_notification, "why"),
    _review("find suitable", board.find_suitable),
    _review("find unsuitable", board.find_unsuitable),
    Step(
        "review", ("return",), "reviewer", board.return_with_questions, "questions", (("finding", "return"),)
    ),
)
BY_OTHERS = {"submit to the Board", "close"}
"""Where a scheme asks for no review, and with the last line that is decided: no step of a page's own."""

STOPPED: dict[str, tuple[type[Exception], ...]] = dict.fromkeys(ChangeState, (MoveNotAllowed,)) | {
    # A draft is seen by nobody but the prime, and what was decided in part is not taken back.
    ChangeState.DRAFT: (MoveNotAllowed, ObjectDoesNotExist),
    ChangeState.DECIDED: (MoveNotAllowed, DecidedInPart),
}
"""What stops a step that is not open in each state."""

EVERY = list(product([str(state) for state in ChangeState], STEPS))
NAMES = [f"{step.moves[-1]} what is {state}" for state, step in EVERY]


@pytest.fixture
def card() -> Card:
    return a_rate_card()


def standing(card: Card, state: str) -> ChangeNotification:
    """A notification of one line that stands there."""
    made: ChangeNotification = make.ChangeNotificationFactory(
        scheme=card.scheme, prime=card.prime, drafted_by=card.manager
    )
    make.ChangeLineFactory(notification=made, number=1, item=card.item, agreement=card.top, from_on=FROM_ON)
    ways = {
        "submitted": ["submitted"],
        "returned": ["submitted", "returned"],
        "board": ["submitted", "board"],
        "unsuitable": ["submitted", "unsuitable"],
        "withdrawn": ["withdrawn"],
    }
    if state == ChangeState.DECIDED:
        card.suitable(made)
        card.rejects(made.lines.get())
    for step in ways.get(state, []):
        ChangeNotification.objects.filter(pk=made.pk).update(state=step, submitted_at=NOW)
    made.refresh_from_db()
    assert made.state == state
    return made


def test_each_move_is_a_step_of_a_page_or_follows() -> None:
    assert {name for step in STEPS for name in step.moves} | BY_OTHERS == {one.name for one in CHANGE_MOVES}


@pytest.mark.asks("S59")
@pytest.mark.parametrize(("state", "step"), EVERY, ids=NAMES)
def test_by_the_action(card: Card, state: str, step: Step) -> None:
    change = standing(card, state)
    before = change.moves.count()
    if state in step.frm:
        step.taken(card, change)
    else:
        with pytest.raises(STOPPED[state]):
            step.taken(card, change)
    change.refresh_from_db()
    assert (change.state != state) is (state in step.frm)
    assert change.moves.count() == before + (state in step.frm)


@pytest.mark.asks("S59")
@pytest.mark.parametrize(("state", "step"), EVERY, ids=NAMES)
def test_by_its_page(client: Client, card: Card, state: str, step: Step) -> None:
    change = standing(card, state)
    client.force_login(getattr(card, step.who))
    address = f"/changes/{change.reference}/{step.page}"
    offered = client.get(address)
    sent = client.post(address, {"why": "It is as it is", **dict(step.sends)})
    change.refresh_from_db()
    if state in step.frm:
        assert (offered.status_code, sent.status_code) == (200, 302)
        assert change.state in {move_named(CHANGE_MOVES, name).to for name in step.moves}
    else:
        assert (offered.status_code, sent.status_code, change.state) == (404, 404, state)


@pytest.mark.asks("S59")
@pytest.mark.parametrize(("state", "step"), EVERY, ids=NAMES)
def test_by_anybody_but_whose_step_it_is(client: Client, card: Card, state: str, step: Step) -> None:
    change = standing(card, state)
    others = {"manager", "reviewer", "member"} - {step.who}
    for name in sorted(others):
        other = getattr(card, name)
        with acting_as(acting(other)), pytest.raises(Refusal):
            step.act(notification=change, by=other, at=NOW, **({step.why: "x"} if step.why else {}))
        client.force_login(other)
        sent = client.post(f"/changes/{change.reference}/{step.page}", {"why": "x", **dict(step.sends)})
        assert sent.status_code == 404
    change.refresh_from_db()
    assert change.state == state


DECISIONS: dict[str, Any] = {
    "approve": lambda card, line, meeting: board.approve_line(
        line=line, meeting=meeting, in_force_on=FROM_ON, by=card.member, at=NOW
    ),
    "reject": lambda card, line, meeting: board.reject_line(
        line=line, meeting=meeting, reason="Too dear", by=card.member, at=NOW
    ),
}

WHEN = {"in_force_on_day": "1", "in_force_on_month": "7", "in_force_on_year": "2031"}


@pytest.mark.asks("S59")
@pytest.mark.parametrize("state", [str(state) for state in ChangeState])
@pytest.mark.parametrize("decision", [one.name for one in LINE_MOVES])
def test_a_line_is_decided_before_the_board_and_nowhere_else(
    client: Client, card: Card, state: str, decision: str
) -> None:
    change = standing(card, state)
    line, meeting = change.lines.get(), card.meeting()
    was = line.state
    before = Price.objects.filter(item=card.item, agreement=card.top).count()
    client.force_login(card.member)
    sent = client.post(
        f"/changes/{change.reference}/lines/1/decide",
        {"meeting": meeting.reference, "decision": decision, "reason": "Too dear"} | WHEN,
    )
    line.refresh_from_db()
    if state == ChangeState.BOARD:
        assert (sent.status_code, line.state) == (302, move_named(LINE_MOVES, decision).to)
    else:
        assert (sent.status_code, line.state) == (404, was)
        with acting_as(acting(card.member)), pytest.raises((NotBeforeTheBoard, ObjectDoesNotExist)):
            DECISIONS[decision](card, line, meeting)
    comes_in = state == ChangeState.BOARD and decision == "approve"
    assert Price.objects.filter(item=card.item, agreement=card.top).count() == before + comes_in
    assert ChangeLine.objects.filter(pk=line.pk, state=LineState.APPROVED).exists() is comes_in
