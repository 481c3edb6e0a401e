"""What officers choose alone, and choices that wait for the budget holder with a clock (S240)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.models import Message, User
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.states import MoveNotAllowed, ReasonMissing
from throughline.line.actions.referrals import withdraw_referral
from throughline.line.actions.sending import send_referral
from throughline.line.models import Referral
from throughline.money.actions.choices import (
    ask_for_approval,
    decide_on_choice,
    set_choice_limit,
)
from throughline.money.models import ChoiceApproval, ChoiceLimit
from throughline.money.queries.choices import (
    approvals_visible_to,
    approvals_waiting,
    choice_of,
    limit_in_force,
)
from throughline.money.refusals import (
    AskedBefore,
    ChoiceNeedsApproval,
    LimitBeginsTooSoon,
    NothingToApprove,
)

pytestmark = pytest.mark.django_db
TODAY = make.NOW.date()


@pytest.fixture
def world() -> World:
    made = charlenes_world()
    make.SchemeRuleFactory(scheme=made.scheme, name="choice_approval_days", value=3)
    return made


def limited(world: World, most_cost: str | None = "500.00", **more: object) -> None:
    make.ChoiceLimitFactory(
        organisation=world.division, most_cost=Money(most_cost) if most_cost else None, **more
    )


def sent(world: World, draft: Referral) -> None:
    with acting_as(make.acting(world.officer)):
        send_referral(referral=draft, decisions={}, by=world.officer, at=world.now)


def asked(world: World, draft: Referral, by: User | None = None) -> ChoiceApproval:
    by = by or world.officer
    with acting_as(make.acting(by)):
        return ask_for_approval(referral=draft, case="Nothing else fits", by=by, at=world.now)


def decided(
    world: World, approval: ChoiceApproval, allows: bool = True, why: str = "Worth it", by: User | None = None
) -> None:
    by = by or world.commissioner
    with acting_as(make.acting(by)):
        decide_on_choice(approval=approval, allows=allows, why=why, by=by, at=world.now)


@pytest.mark.asks("S240")
def test_above_the_limit_it_goes_to_the_approver_with_a_clock(world: World) -> None:
    limited(world)
    draft = world.draft(sessions=15)  # 15 sessions at £46.50
    with pytest.raises(ChoiceNeedsApproval, match="Ask for it"):
        sent(world, draft)
    draft.refresh_from_db()
    assert draft.state == "draft"
    approval = asked(world, draft)
    assert (approval.expected, approval.reasons, approval.due_on) == (
        Money("697.50"),
        ["cost"],
        date(2017, 6, 6),
    )
    assert approval.referral_reference == draft.reference
    actor = make.acting(world.commissioner)
    with acting_as(actor):
        assert list(approvals_waiting(actor)) == [approval]
    assert [one.to for one in Message.objects.filter(about=f"{approval.reference} asked")] == [
        world.commissioner
    ]
    with pytest.raises(ChoiceNeedsApproval):
        sent(world, draft)
    draft.refresh_from_db()
    decided(world, approval)
    assert Message.objects.get(about=f"{approval.reference} allowed").to == world.officer
    sent(world, draft)
    draft.refresh_from_db()
    assert draft.state == "sent"


@pytest.mark.asks("S240")
def test_at_the_limit_it_proceeds(world: World) -> None:
    limited(world, "697.50")
    draft = world.draft(sessions=15)
    assert choice_of(draft, on=TODAY).reasons == []
    sent(world, draft)
    with pytest.raises(NothingToApprove):
        asked(world, draft)


@pytest.mark.asks("S240")
def test_the_risk_of_the_person_and_what_is_left_of_the_budget_count(world: World) -> None:
    limited(world, None, risk_levels=["high"], beyond_budget=True)
    draft = world.draft(sessions=15)
    assert choice_of(draft, on=TODAY).reasons == []
    world.person.risk_level = "high"
    world.person.save()
    world.scheme.budgets.update(amount=Money("697.49"))
    draft.refresh_from_db()
    assert choice_of(draft, on=TODAY).reasons == ["risk", "budget"]


def test_an_officer_who_sees_no_prices_gets_the_same_answer(world: World) -> None:
    limited(world)
    draft = world.draft(sessions=15)
    with acting_as(make.acting(world.officer)):
        assert choice_of(draft, on=TODAY).reasons == ["cost"]


def test_refused_it_is_not_sent_and_may_be_asked_again(world: World) -> None:
    limited(world)
    draft = world.draft(sessions=15)
    first = asked(world, draft)
    with pytest.raises(AskedBefore):
        asked(world, draft)
    with pytest.raises(ReasonMissing):
        decided(world, first, allows=False, why="")
    decided(world, first, allows=False, why="Try the group first")
    with pytest.raises(ChoiceNeedsApproval):
        sent(world, draft)
    with pytest.raises(MoveNotAllowed):
        decided(world, first)
    draft.refresh_from_db()
    second = asked(world, draft)
    decided(world, second)
    sent(world, draft)


def test_what_was_allowed_covers_no_more_than_it_cost_then(world: World) -> None:
    limited(world)
    draft = world.draft(sessions=15)
    decided(world, asked(world, draft))
    draft.planned_sessions = 16
    draft.save(update_fields=["planned_sessions"])
    with pytest.raises(ChoiceNeedsApproval):
        sent(world, draft)


def test_a_draft_that_is_taken_back_asks_nobody_any_more(world: World) -> None:
    limited(world)
    draft = world.draft(sessions=15)
    approval = asked(world, draft)
    with acting_as(make.acting(world.officer)):
        withdraw_referral(referral=draft, why="She moved away", by=world.officer, at=world.now)
    approval.refresh_from_db()
    assert approval.state == "withdrawn"


def test_only_the_holder_of_the_budget_decides_and_only_who_refers_asks(world: World) -> None:
    limited(world)
    draft = world.draft(sessions=15)
    with pytest.raises(NotAllowed):
        asked(world, draft, by=world.commissioner)
    approval = asked(world, draft)
    stranger = make.member("commissioner", make.OrganisationFactory())
    for other in (world.officer, world.contract_manager, stranger):
        with pytest.raises(NotAllowed):
            decided(world, approval, by=other)
        actor = make.acting(other)
        with acting_as(actor):
            assert not approvals_visible_to(actor).exists()


def test_what_officers_choose_alone_holds_from_a_day_and_what_held_before_stays(world: World) -> None:
    def set_from(day: date, cost: str) -> ChoiceLimit:
        with acting_as(make.acting(world.commissioner)):
            return set_choice_limit(
                organisation=world.division, most_cost=Money(cost), risk_levels=["high"],
                beyond_budget=False, from_on=day, by=world.commissioner, at=world.now,
            )  # fmt: skip

    set_from(TODAY, "500.00")
    set_from(TODAY + timedelta(days=30), "800.00")
    held = lambda day: limit_in_force(world.division.pk, on=day)  # noqa: E731
    assert held(TODAY - timedelta(days=1)) is None
    assert [one.most_cost for day in (0, 29, 30) if (one := held(TODAY + timedelta(days=day)))] == [
        Money("500.00"),
        Money("500.00"),
        Money("800.00"),
    ]
    assert [one.during for one in ChoiceLimit.objects.order_by("during")] == [
        Period(TODAY, TODAY + timedelta(days=30)),
        Period(TODAY + timedelta(days=30), None),
    ]
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=30)):
        with pytest.raises(LimitBeginsTooSoon):
            set_from(day, "1.00")
    with acting_as(make.acting(world.officer)), pytest.raises(NotAllowed):
        set_choice_limit(
            organisation=world.division, most_cost=None, risk_levels=[], beyond_budget=False,
            from_on=TODAY, by=world.officer, at=world.now,
        )  # fmt: skip


def test_what_was_asked_stays(world: World) -> None:
    limited(world)
    approval = asked(world, world.draft(sessions=15))
    changes: list[dict[str, Any]] = [
        {"expected": Money("1.00")},
        {"state": "refused", "case": "Another"},
        {"reasons": []},
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            ChoiceApproval.objects.filter(pk=approval.pk).update(**change)
