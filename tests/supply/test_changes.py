"""A rate card changes by Change Notification: each step owned and timed, each line decided by itself."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests import factories as make
from tests.factories import NOW, START, acting, member
from tests.supply.cards import AUGUST, JULY, Card, a_rate_card
from throughline.core.access import NotAllowed, acting_as
from throughline.core.models import User
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.states import MoveNotAllowed, ReasonMissing, available_moves, move
from throughline.supply.actions import board, changes, proposing
from throughline.supply.actions.prices import set_price
from throughline.supply.actions.proposing import NewItem
from throughline.supply.models import (
    Agreement,
    ChangeLine,
    ChangeNotification,
    Price,
    RateCardItem,
    SchemeRule,
)
from throughline.supply.refusals import (
    DecidedInPart,
    InForceTooSoon,
    LineCannotBeSubmitted,
    MeetingIsOver,
    NotBeforeTheBoard,
    NotBeingWritten,
    NothingProposed,
    PriceNeedsApproval,
    PriceNotOfThisChain,
    PriceOverlaps,
    PriceStaysAsItIs,
    ProposedAlready,
)
from throughline.supply.states import CHANGE_MOVES, ChangeState, LineState

pytestmark = pytest.mark.django_db


@pytest.fixture
def card() -> Card:
    return a_rate_card()


def group(card: Card) -> RateCardItem:
    """A second item of the service, without a price."""
    made: RateCardItem = make.RateCardItemFactory(service=card.service, name="Group")
    return made


def _change(line: ChangeLine, **to: Any) -> None:
    """Write to the row itself, as the system, past every action."""
    ChangeLine.objects.filter(pk=line.pk).update(**to)


class TestFromDraftToInForce:
    """The way of one notification that goes well, and what each step leaves."""

    @pytest.mark.asks("S59")
    def test_an_approved_price_is_in_force_from_its_day_and_ends_the_former(self, card: Card) -> None:
        line = card.proposes("50.00", JULY)
        card.suitable(line.notification)
        assert card.prices() == [("46.50", Period(START))]
        card.approves(line)
        assert card.prices() == [("46.50", Period(START, JULY)), ("50.00", Period(JULY))]
        line.refresh_from_db()
        assert (line.state, line.was, line.in_force_on) == ("approved", Money("46.50"), JULY)
        assert line.decided_by == card.member
        line.notification.refresh_from_db()
        assert line.notification.state == "decided"

    @pytest.mark.asks("S59")
    def test_every_step_is_kept_with_who_took_it_and_when(self, card: Card) -> None:
        line = card.proposes()
        notification = card.submitted(line.notification)
        with acting_as(acting(card.reviewer)):
            board.return_with_questions(
                notification=notification, questions="Why 7%?", by=card.reviewer, at=NOW
            )
        with acting_as(acting(card.manager)):
            changes.answer_questions(notification=notification, answer="Rents", by=card.manager, at=NOW)
        with acting_as(acting(card.reviewer)):
            board.find_suitable(notification=notification, by=card.reviewer, at=NOW)
        card.rejects(line, "Above the market")
        steps = [(one.name, one.by, one.reason) for one in notification.moves.all()]
        assert steps == [
            ("submit", card.manager, ""),
            ("return", card.reviewer, "Why 7%?"),
            ("answer", card.manager, "Rents"),
            ("find suitable", card.reviewer, ""),
            ("close", card.member, ""),
        ]
        (decided,) = line.moves.all()
        assert (decided.name, decided.by, decided.reason) == ("reject", card.member, "Above the market")

    @pytest.mark.asks("S59")
    def test_a_clock_runs_on_whoever_has_to_act(self, card: Card) -> None:
        # NOW is Thursday 1 June 2017; there is no bank holiday before 28 August.
        notification = card.proposes().notification
        assert notification.due_on is None
        card.submitted(notification)
        assert notification.due_on == date(2017, 6, 15)
        with acting_as(acting(card.reviewer)):
            board.return_with_questions(notification=notification, questions="?", by=card.reviewer, at=NOW)
        assert notification.due_on == date(2017, 6, 8)
        later = NOW + timedelta(days=4)
        with acting_as(acting(card.manager)):
            changes.answer_questions(notification=notification, answer="!", by=card.manager, at=later)
        assert notification.due_on == date(2017, 6, 19)
        with acting_as(acting(card.reviewer)):
            board.find_suitable(notification=notification, by=card.reviewer, at=later)
        assert notification.waiting_since == later
        assert notification.due_on == date(2017, 7, 3)

    def test_lines_are_decided_one_by_one_and_the_last_closes_the_notification(self, card: Card) -> None:
        other = group(card)
        notification = card.draft()
        dearer = card.proposes("50.00", draft=notification)
        new = card.proposes("12.00", item=other, draft=notification)
        assert (dearer.kind, new.kind) == ("price_change", "new_price")
        card.suitable(notification)
        card.rejects(dearer)
        assert ChangeNotification.objects.get(pk=notification.pk).state == "board"
        card.approves(new)
        assert ChangeNotification.objects.get(pk=notification.pk).state == "decided"
        assert card.prices() == [("46.50", Period(START))]
        assert Price.objects.get(item=other).amount == Money("12.00")

    def test_the_board_may_put_it_in_force_later_than_asked_and_never_sooner(self, card: Card) -> None:
        line = card.proposes(from_on=JULY)
        card.suitable(line.notification)
        with pytest.raises(InForceTooSoon, match="must be 1 July 2017 or later"):
            card.approves(line, in_force_on=date(2017, 6, 30))
        card.approves(line, in_force_on=AUGUST)
        assert card.prices()[1] == ("50.00", Period(AUGUST))

    def test_what_was_asked_for_a_day_gone_by_is_in_force_from_the_day_of_decision_at_the_earliest(
        self, card: Card
    ) -> None:
        line = card.proposes(from_on=date(2017, 6, 2))
        card.suitable(line.notification)
        ten_days_on = NOW + timedelta(days=10)
        with pytest.raises(InForceTooSoon, match="must be 11 June 2017 or later"):
            card.approves(line, at=ten_days_on)
        card.approves(line, in_force_on=ten_days_on.date(), at=ten_days_on)


class TestNewItemsAndWithdrawals:
    @pytest.mark.asks("S59", "S60")
    def test_a_new_item_is_nowhere_until_it_is_approved(self, card: Card) -> None:
        notification = card.draft()
        buyer, area = card.division.pk, card.area.pk
        item = NewItem(
            "Group course", "completion", part="one", usual_sessions=8, buyers=[buyer], areas=[area]
        )
        with acting_as(acting(card.manager)):
            line = proposing.propose_item(
                notification=notification, service=card.service, item=item, amount=Money("300"), from_on=JULY
            )
        card.suitable(notification)
        assert not RateCardItem.objects.filter(name="Group course").exists()
        card.approves(line)
        made = RateCardItem.objects.get(name="Group course")
        assert (made.part, made.unit, made.usual_sessions) == ("one", "completion", 8)
        assert ([one.pk for one in made.buyers.all()], [one.pk for one in made.areas.all()]) == (
            [buyer],
            [area],
        )
        assert Price.objects.get(item=made).during == Period(JULY)

    @pytest.mark.asks("S59")
    def test_a_rejected_item_leaves_nothing_to_buy(self, card: Card) -> None:
        notification = card.draft()
        with acting_as(acting(card.manager)):
            line = proposing.propose_item(
                notification=notification,
                service=card.service,
                item=NewItem("Group course", "session"),
                amount=Money("300"),
                from_on=JULY,
            )
        card.suitable(notification)
        card.rejects(line)
        assert not RateCardItem.objects.filter(name="Group course").exists()

    def test_a_withdrawn_item_cannot_be_bought_from_that_day_on(self, card: Card) -> None:
        notification = card.draft()
        with acting_as(acting(card.manager)):
            line = proposing.propose_withdrawal(notification=notification, item=card.item, from_on=JULY)
        card.suitable(notification)
        card.approves(line)
        assert [one.during for one in Price.objects.filter(item=card.item)] == [Period(START, JULY)] * 2
        assert ChangeLine.objects.get(pk=line.pk).was == Money("46.50")


class TestWhatIsRefused:
    """Whatever is wrong with a proposal or a step is said in a sentence, before anything is kept."""

    def test_a_line_that_says_nothing_new(self, card: Card) -> None:
        with pytest.raises(PriceStaysAsItIs, match=r"£46\.50 already"):
            card.proposes("46.50")

    def test_a_second_line_for_one_item(self, card: Card) -> None:
        line = card.proposes()
        with pytest.raises(ProposedAlready, match="take it out first"):
            card.proposes("51.00", draft=line.notification)
        with acting_as(acting(card.manager)):
            proposing.take_out_line(line=line)
        card.proposes("51.00", draft=line.notification)

    def test_an_item_of_another_prime(self, card: Card) -> None:
        other = a_rate_card()
        with pytest.raises(PriceNotOfThisChain):
            card.proposes(item=other.item)

    def test_an_empty_notification(self, card: Card) -> None:
        with pytest.raises(NothingProposed):
            card.submitted(card.draft())

    def test_a_line_that_begins_on_a_day_gone_by(self, card: Card) -> None:
        line = card.proposes(from_on=date(2017, 5, 31))
        with pytest.raises(LineCannotBeSubmitted, match="Line 1 begins on 31 May 2017, which is over"):
            card.submitted(line.notification)

    def test_nothing_is_changed_once_it_is_submitted(self, card: Card) -> None:
        line = card.proposes()
        card.submitted(line.notification)
        with acting_as(acting(card.manager)), pytest.raises(NotBeingWritten, match="suitability review"):
            proposing.take_out_line(line=line)
        with pytest.raises(NotBeingWritten, match="You cannot propose this change"):
            card.proposes("12.00", item=group(card), draft=line.notification)
        for write in (lambda: line.delete(), lambda: _change(line, amount=Money("1"))):
            with pytest.raises(DatabaseError, match="being written"), transaction.atomic():
                write()

    def test_a_notification_is_not_taken_back_once_a_line_is_decided(self, card: Card) -> None:
        notification = card.draft()
        first = card.proposes(draft=notification)
        card.proposes("9.00", item=group(card), draft=notification)
        card.suitable(notification)
        card.approves(first)
        with acting_as(acting(card.manager)), pytest.raises(DecidedInPart):
            changes.withdraw_notification(notification=notification, why="No", by=card.manager, at=NOW)
        with pytest.raises(DatabaseError, match="is not withdrawn"), transaction.atomic():
            ChangeNotification.objects.filter(pk=notification.pk).update(state="withdrawn")

    def test_a_reason_is_asked_where_something_is_refused(self, card: Card) -> None:
        line = card.proposes()
        notification = card.submitted(line.notification)
        with acting_as(acting(card.reviewer)):
            for act in (board.find_unsuitable, board.return_with_questions):
                told = "why" if act is board.find_unsuitable else "questions"
                with pytest.raises(ReasonMissing):
                    act(notification=notification, by=card.reviewer, at=NOW, **{told: " "})
            board.find_suitable(notification=notification, by=card.reviewer, at=NOW)
        with pytest.raises(ReasonMissing):
            card.rejects(line, " ")

    def test_who_decides_is_the_board_and_nobody_else(self, card: Card) -> None:
        line = card.proposes()
        card.suitable(line.notification)
        meeting = card.meeting()
        elsewhere = member("board_member", make.OrganisationFactory())
        for somebody in (card.manager, card.reviewer, elsewhere, member("commissioner", card.division)):
            with acting_as(acting(somebody)), pytest.raises(NotAllowed):
                board.approve_line(line=line, meeting=meeting, in_force_on=JULY, by=somebody, at=NOW)
            with acting_as(acting(somebody)), pytest.raises(NotAllowed):
                board.reject_line(line=line, meeting=meeting, reason="No", by=somebody, at=NOW)

    def test_a_member_of_the_board_reviews_nothing(self, card: Card) -> None:
        notification = card.submitted(card.proposes().notification)
        with acting_as(acting(card.member)), pytest.raises(NotAllowed):
            board.find_suitable(notification=notification, by=card.member, at=NOW)

    def test_decisions_are_made_in_a_meeting_that_is_open_and_has_begun(self, card: Card) -> None:
        line = card.proposes()
        card.suitable(line.notification)
        tomorrow, closed = card.meeting(NOW.date() + timedelta(days=1)), card.meeting()
        with acting_as(acting(card.member)):
            board.agree_minutes(meeting=closed, notes="", by=card.member, at=NOW)
            for meeting in (None, tomorrow, closed):
                with pytest.raises(MeetingIsOver):
                    board.approve_line(line=line, meeting=meeting, in_force_on=JULY, by=card.member, at=NOW)
        with pytest.raises(DatabaseError, match="minutes are agreed"), transaction.atomic():
            ChangeLine.objects.filter(pk=line.pk).update(
                state="rejected", reason="No", decided_at=NOW, meeting=closed
            )

    def test_a_line_is_decided_once(self, card: Card) -> None:
        notification = card.draft()
        first = card.proposes(draft=notification)
        card.proposes("9.00", item=group(card), draft=notification)
        card.suitable(notification)
        card.approves(first)
        with pytest.raises(MoveNotAllowed, match="it is now approved: Dorothy Lane"):
            card.rejects(first)

    @pytest.mark.asks("S60")
    def test_nothing_is_decided_before_it_is_before_the_board(self, card: Card) -> None:
        line = card.proposes()
        for make_it in (lambda: None, lambda: card.submitted(line.notification)):
            make_it()
            with pytest.raises(NotBeforeTheBoard):
                card.approves(line)
        assert card.prices() == [("46.50", Period(START))]

    def test_a_price_meanwhile_put_in_force_for_later_stands_in_the_way(self, card: Card) -> None:
        first, second = card.proposes("50.00", AUGUST), card.proposes("49.00", JULY)
        for line in (first, second):
            card.suitable(line.notification)
        card.approves(first)
        with pytest.raises(PriceOverlaps, match=r"already a price of £50\.00 from 1 August 2017"):
            card.approves(second)
        second.refresh_from_db()
        assert second.state == "proposed"


class TestWhatTheDatabaseRefuses:
    """Rule D6 holds whoever writes, the system included."""

    @pytest.mark.asks("S59", "S60")
    def test_a_price_at_the_top_needs_an_approved_line_that_says_exactly_this(self, card: Card) -> None:
        item = group(card)
        proposed = card.proposes("50.00", JULY, item=item)
        rejected = card.proposes("50.00", JULY, item=item)
        approved = card.proposes("50.00", JULY, item=item)
        for line in (rejected, approved):
            card.suitable(line.notification)
        card.rejects(rejected)
        card.approves(approved)
        Price.objects.filter(item=item).delete()
        approved.refresh_from_db()
        right: dict[str, Any] = {
            "item": item, "agreement": card.top, "amount": Money("50.00"), "during": Period(JULY),
        }  # fmt: skip
        wrong: list[dict[str, Any]] = [
            {"line": None},
            {"line": proposed},
            {"line": rejected},
            {"line": approved, "amount": Money("50.01")},
            {"line": approved, "during": Period(date(2017, 7, 2))},
            {"line": approved, "item": card.item},
        ]
        for changed in wrong:
            with pytest.raises(DatabaseError, match=r"approved"), transaction.atomic():
                Price.objects.create(**(right | changed))
        Price.objects.create(**right, line=approved)

    def test_prices_are_set_directly_below_the_top_and_where_no_approval_is_asked(self, card: Card) -> None:
        def sets(user: User, link: Agreement) -> Price:
            with acting_as(acting(user)):
                return set_price(
                    item=card.item, agreement=link, amount=Money("1"), from_on=JULY, by=user, at=NOW
                )

        sets(card.manager, card.links[1])
        with pytest.raises(PriceNeedsApproval, match="in a Change Notification"):
            sets(card.reviewer, card.top)
        SchemeRule.objects.filter(name="price_approvals").update(value=[])
        sets(card.reviewer, card.top)

    @pytest.mark.asks("S59")
    def test_a_notification_moves_as_the_table_says_and_in_no_other_way(self, card: Card) -> None:
        allowed = {(frm, one.to) for one in CHANGE_MOVES for frm in one.frm}
        strays = []
        for start, end in product(ChangeState, ChangeState):
            made = make.ChangeNotificationFactory(
                scheme=card.scheme, prime=card.prime, state=start, submitted_at=NOW
            )
            try:
                with transaction.atomic():
                    ChangeNotification.objects.filter(pk=made.pk).update(state=end)
                moved = True
            except DatabaseError:
                moved = False
            if moved != (start == end or (start, end) in allowed):
                strays.append((start, end))
        assert strays == []

    def test_a_notification_is_decided_with_its_last_line_and_not_before(self, card: Card) -> None:
        notification = card.suitable(card.proposes().notification)
        with pytest.raises(DatabaseError, match="when each of its lines is"), transaction.atomic():
            move(notification, "close", by=None, at=NOW)

    def test_a_line_is_decided_while_its_notification_is_before_the_board(self, card: Card) -> None:
        line = card.proposes()
        decided = {"state": LineState.REJECTED, "reason": "No", "decided_at": NOW}
        with pytest.raises(DatabaseError, match="before the Change Board"), transaction.atomic():
            ChangeLine.objects.filter(pk=line.pk).update(**decided)
        card.suitable(line.notification)
        ChangeLine.objects.filter(pk=line.pk).update(**decided)
        with pytest.raises(DatabaseError), transaction.atomic():
            ChangeLine.objects.filter(pk=line.pk).update(state=LineState.APPROVED)

    def test_an_approved_line_does_not_come_in_by_itself(self, card: Card) -> None:
        for state in ("draft", "submitted", "board", "withdrawn"):
            notification = make.ChangeNotificationFactory(
                scheme=card.scheme, prime=card.prime, state=state, submitted_at=NOW
            )
            with pytest.raises(DatabaseError, match="being written"), transaction.atomic():
                make.ChangeLineFactory(
                    notification=notification, item=card.item, agreement=card.top, state="approved",
                    decided_at=NOW, in_force_on=JULY,
                )  # fmt: skip

    def test_a_decision_stays(self, card: Card) -> None:
        line = card.proposes()
        card.suitable(line.notification)
        card.approves(line)
        for change in ({"in_force_on": AUGUST}, {"was": None}, {"decided_by": card.reviewer}):
            with pytest.raises(DatabaseError, match="stays as it was made"), transaction.atomic():
                ChangeLine.objects.filter(pk=line.pk).update(**change)

    def test_agreed_minutes_stay(self, card: Card) -> None:
        meeting = card.meeting()
        with acting_as(acting(card.member)):
            board.agree_minutes(meeting=meeting, notes="All agreed", by=card.member, at=NOW)
        with pytest.raises(DatabaseError, match="stay as they are"), transaction.atomic():
            type(meeting).objects.filter(pk=meeting.pk).update(notes="Not all agreed")


class TestWhoSeesWhat:
    """A proposal is the prime's until it is submitted; its prices are nobody else's until decided."""

    def seen_by(self, user: User, line: ChangeLine) -> tuple[bool, bool]:
        with acting_as(acting(user)):
            return (
                ChangeNotification.objects.filter(pk=line.notification_id).exists(),
                ChangeLine.objects.filter(pk=line.pk).exists(),
            )

    @pytest.mark.asks("S59", "S60")
    def test_at_each_step(self, card: Card) -> None:
        commissioner = member("commissioner", card.division)
        prime = make.OrganisationFactory()
        make.AreaRoleFactory(scheme=card.scheme, organisation=prime)
        other_prime = member("supply_chain_manager", prime)
        of_another_scheme = member("supply_chain_manager", make.OrganisationFactory())
        line = card.proposes()
        everybody = (
            card.manager,
            card.reviewer,
            card.member,
            commissioner,
            other_prime,
            of_another_scheme,
        )

        def seen() -> list[tuple[bool, bool]]:
            return [self.seen_by(one, line) for one in everybody]

        nothing, that_it_is, all_of_it = (False, False), (True, False), (True, True)
        assert seen() == [all_of_it, *[nothing] * 5]
        card.suitable(line.notification)
        assert seen() == [*[all_of_it] * 3, *[that_it_is] * 2, nothing]
        card.rejects(line)
        assert seen() == [*[all_of_it] * 5, nothing]


def test_the_moves_that_are_open_are_those_of_ones_role(card: Card) -> None:
    line = card.proposes()
    notification = line.notification

    def open_to(user: User) -> list[str]:
        return [one.name for one in available_moves(notification, acting(user))]

    assert open_to(card.manager) == ["submit", "submit to the Board", "discard"]
    assert open_to(card.reviewer) == []
    card.submitted(notification)
    assert open_to(card.manager) == ["withdraw"]
    assert open_to(card.reviewer) == ["return", "find suitable", "find unsuitable"]
    assert open_to(card.member) == []


@pytest.mark.parametrize("asked", [["change_board"], ["suitability_review"]])
def test_a_scheme_may_ask_for_one_approval_only(card: Card, asked: list[str]) -> None:
    SchemeRule.objects.filter(name="price_approvals").update(value=asked)
    line = card.proposes()
    notification = card.submitted(line.notification)
    if asked == ["change_board"]:
        assert notification.state == "board"
        card.approves(line)
    else:
        with acting_as(acting(card.reviewer)):
            board.find_suitable(notification=notification, by=card.reviewer, at=NOW)
            board.approve_line(line=line, meeting=None, in_force_on=JULY, by=card.reviewer, at=NOW)
    assert card.prices()[-1] == ("50.00", Period(JULY))
