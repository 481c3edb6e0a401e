"""A referral's cost is committed against the buyer's budget when it is accepted."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.factories import NOW, BudgetFactory, acting, member
from tests.money.chains import PricedChain, accept, book, correct, deliver, end
from throughline.core.access import NotAllowed, acting_as
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.states import MoveNotAllowed, ReasonMissing
from throughline.money.actions.commitments import allow_beyond_budget, refuse_beyond_budget
from throughline.money.models import Commitment
from throughline.money.queries.budgets import budget_position
from throughline.money.refusals import CommitmentNotAllowed, NoBudgetInForce

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("unit", "committed"),
    [
        pytest.param("session", "1000", id="ten sessions planned"),
        pytest.param("start", "100", id="one start"),
    ],
)
def test_what_a_referral_is_expected_to_cost_is_committed(unit: str, committed: str) -> None:
    chain = PricedChain(prices=("100", "80"), unit=unit)
    budget = chain.budget()
    referral = chain.refer(planned_sessions=10)
    accept(referral)
    commitment = Commitment.objects.get(referral=referral)
    assert (commitment.budget, commitment.amount, commitment.state) == (budget, Money(committed), "held")


@pytest.mark.parametrize(
    ("budget", "state"),
    [
        pytest.param("1000.00", "held", id="to the penny"),
        pytest.param("999.99", "waiting", id="a penny beyond"),
    ],
)
def test_beyond_the_budget_a_commitment_waits_for_its_holder(budget: str, state: str) -> None:
    chain = PricedChain(prices=("100",))
    chain.budget(budget)
    referral = chain.refer()
    accept(referral)
    assert referral.commitment.state == state


def test_the_second_referral_finds_what_the_first_has_taken() -> None:
    chain = PricedChain(prices=("100",))
    chain.budget("1999")
    states = []
    for _ in range(2):
        accept(referral := chain.refer())
        states.append(referral.commitment.state)
    assert states == ["held", "waiting"]


def test_the_budget_is_that_of_the_london_day_of_acceptance() -> None:
    chain = PricedChain(prices=("100",))
    chain.budget()
    later = BudgetFactory(
        scheme=chain.scheme,
        buyer=chain.buyer,
        name="2018/19",
        during=Period(date(2018, 4, 1), date(2019, 4, 1)),
    )
    referral = chain.refer()
    accept(referral, at=datetime(2018, 3, 31, 23, 0, tzinfo=UTC))
    assert referral.commitment.budget == later


def test_without_a_budget_the_referral_is_not_accepted() -> None:
    chain = PricedChain()
    with pytest.raises(NoBudgetInForce, match=r"North division has no budget for .* on 1 June 2017"):
        accept(chain.refer())


def test_a_referral_that_charges_no_buyer_commits_nothing() -> None:
    referral = PricedChain().refer(route="core")
    accept(referral)
    assert not Commitment.objects.exists()


@pytest.fixture
def waiting() -> Commitment:
    chain = PricedChain(prices=("100",))
    chain.budget("50")
    referral = chain.refer()
    accept(referral)
    made: Commitment = referral.commitment
    return made


def test_nothing_is_booked_while_the_cost_waits(waiting: Commitment) -> None:
    with pytest.raises(CommitmentNotAllowed, match="budget holder has allowed it"):
        book(waiting.referral)


def test_the_budget_holder_allows_it_and_work_can_begin(waiting: Commitment) -> None:
    holder = member("commissioner", waiting.budget.buyer)
    with acting_as(acting(holder)):
        allow_beyond_budget(commitment=waiting, by=holder, at=NOW, why="No other service for women here")
    book(waiting.referral)
    waiting.refresh_from_db()
    assert waiting.state == "held"
    assert waiting.moves.get().reason == "No other service for women here"
    assert budget_position(waiting.budget).left == Money("-950")


def test_the_budget_holder_refuses_it_and_nothing_is_booked(waiting: Commitment) -> None:
    holder = member("commissioner", waiting.budget.buyer)
    with acting_as(acting(holder)):
        refuse_beyond_budget(commitment=waiting, by=holder, at=NOW, why="Use the service next door")
    with pytest.raises(CommitmentNotAllowed, match="refused the cost"):
        book(waiting.referral)


def test_a_decision_needs_its_reason_and_is_made_once(waiting: Commitment) -> None:
    holder = member("commissioner", waiting.budget.buyer)
    with acting_as(acting(holder)):
        with pytest.raises(ReasonMissing):
            allow_beyond_budget(commitment=waiting, by=holder, at=NOW, why=" ")
        refuse_beyond_budget(commitment=waiting, by=holder, at=NOW, why="No")
        with pytest.raises(MoveNotAllowed):
            allow_beyond_budget(commitment=waiting, by=holder, at=NOW, why="Yes")


def test_nobody_but_the_holder_of_this_budget_allows_it(waiting: Commitment) -> None:
    manager = member("supply_chain_manager", waiting.budget.buyer)
    with acting_as(acting(manager)), pytest.raises(NotAllowed):
        allow_beyond_budget(commitment=waiting, by=manager, at=NOW, why="We need the money")


def test_when_a_referral_ends_what_was_not_used_is_released_and_what_was_used_stays() -> None:
    chain = PricedChain(prices=("100", "80"))
    budget = chain.budget("1000")
    referral = chain.refer(planned_sessions=10)
    accept(referral)
    session = deliver(referral)
    deliver(referral, day=7)
    before = budget_position(budget)
    assert (before.committed, before.accrued, before.left) == (Money("1000"), Money("200"), Money.zero())
    end(referral)
    after = budget_position(budget)
    assert (after.committed, after.accrued, after.left) == (Money.zero(), Money("200"), Money("800"))
    correct(session, "missed")
    assert budget_position(budget).left == Money("900")
    commitment = Commitment.objects.get(referral=referral)
    assert (commitment.state, commitment.amount, commitment.moves.get().name) == (
        "released",
        Money("1000"),
        "release",
    )


def test_delivery_beyond_what_was_planned_weighs_on_the_budget() -> None:
    chain = PricedChain(prices=("100",))
    budget = chain.budget("1000")
    referral = chain.refer(planned_sessions=1)
    accept(referral)
    for day in range(3):
        deliver(referral, day=day)
    assert budget_position(budget).left == Money("700")
