"""A referral against what an order forbids: only with both reasons and a conversation (S96: Mason)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.line.actions.sending import send_referral
from throughline.line.models import ConflictDecision, Referral
from throughline.line.refusals import ConflictNotDecided, ConversationOutOfTime, RiskMustBeShared
from throughline.line.rules.conflicts import GoingOn
from throughline.line.rules.risk_sharing import Decision
from throughline.people.actions.risks import raise_risk_flag
from throughline.people.models import RiskFlag
from throughline.supply.models import Service

SHARED = Decision(shared=True)


@pytest.fixture
def world(db: None) -> World:
    world = charlenes_world()
    world.service.involves = ["computers", "driving"]
    world.service.save()
    return world


@pytest.fixture
def order(world: World) -> RiskFlag:
    with acting_as(make.acting(world.officer)):
        return raise_risk_flag(
            person=world.person,
            kind="shpo",
            detail="An order for ten years",
            limits=["children", "computers"],
            by=world.officer,
            at=world.now - timedelta(days=10),
        )


def answered(world: World, **other: Any) -> GoingOn:
    said: dict[str, Any] = {
        "reason": "He can tend the garden without one",
        "coordinator": "Dilys Rowe",
        "coordinator_reason": "Nobody gives him a device",
        "spoke_on": world.now.date(),
    }
    return GoingOn(**said | other)


def send(
    world: World, draft: Referral, decision: Decision, order: RiskFlag, going_on: GoingOn | None
) -> None:
    with acting_as(make.acting(world.officer)):
        send_referral(
            referral=draft,
            decisions={order.pk: decision},
            going_on={order.pk: going_on} if going_on else {},
            by=world.officer,
            at=world.now,
        )


@pytest.mark.asks("S96")
def test_it_is_not_sent_before_somebody_decided_to_go_on(world: World, order: RiskFlag) -> None:
    draft = world.draft()
    sentence = (
        "The sexual harm prevention order forbids or limits computers or the internet, "
        "which Change programme may involve"
    )
    with pytest.raises(ConflictNotDecided, match=sentence):
        send(world, draft, SHARED, order, None)
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert not draft.risk_decisions.exists()


@pytest.mark.asks("S96")
def test_both_reasons_and_the_conversation_are_kept_with_what_they_were_about(
    world: World, order: RiskFlag
) -> None:
    draft = world.draft()
    send(world, draft, SHARED, order, answered(world))
    decided = ConflictDecision.objects.get(sharing__referral=draft)
    assert decided.things == ["computers"]
    assert (decided.coordinator, decided.spoke_on, decided.decided_by) == (
        "Dilys Rowe", world.now.date(), world.officer,
    )  # fmt: skip
    with pytest.raises(Exception, match="never_changed"), transaction.atomic():
        ConflictDecision.objects.update(reason="Another")


@pytest.mark.asks("S96")
def test_the_provider_has_to_be_told_of_what_it_is_asked_to_keep_to(world: World, order: RiskFlag) -> None:
    with pytest.raises(RiskMustBeShared, match="has to be told of the sexual harm prevention order"):
        send(world, world.draft(), Decision(shared=False, reason="Private"), order, answered(world))


@pytest.mark.asks("S96")
@pytest.mark.parametrize("days", [-11, 1])
def test_the_conversation_was_between_the_order_and_today(world: World, order: RiskFlag, days: int) -> None:
    day = world.now.date() + timedelta(days=days)
    with pytest.raises(ConversationOutOfTime) as refused:
        send(world, world.draft(), SHARED, order, answered(world, spoke_on=day))
    assert refused.value.field == f"spoke_on_{order.pk}"


@pytest.mark.asks("S96")
def test_children_who_come_to_a_service_count_as_what_it_involves(world: World, order: RiskFlag) -> None:
    Service.objects.filter(pk=world.service.pk).update(involves=[], meets_children=True)
    with pytest.raises(ConflictNotDecided, match="children present"):
        send(world, world.draft(), SHARED, order, None)
    with pytest.raises(IntegrityError, match="in_one_place_that_children_come"), transaction.atomic():
        Service.objects.filter(pk=world.service.pk).update(involves=["children"])


class TestDatabase:
    """What the action refuses, the database refuses whoever writes to it."""

    def sent(self, draft: Referral, world: World) -> None:
        with acting_as(make.acting(world.officer)), transaction.atomic():
            Referral.objects.filter(pk=draft.pk).update(state="sent", sent_at=world.now)

    @pytest.mark.asks("S94", "S96")
    def test_a_draft_with_a_live_risk_undecided_is_not_sent(self, world: World, order: RiskFlag) -> None:
        draft = world.draft()
        with pytest.raises(IntegrityError, match="neither shared nor withheld"):
            self.sent(draft, world)

    @pytest.mark.asks("S96")
    def test_nor_one_whose_conflict_is_undecided(self, world: World, order: RiskFlag) -> None:
        draft = world.draft()
        make.RiskSharingFactory(referral=draft, flag=order, decided_by=world.officer)
        with pytest.raises(IntegrityError, match="nobody decided to go on"):
            self.sent(draft, world)

    @pytest.mark.asks("S96")
    @pytest.mark.parametrize(("things", "leaves"), [(["computers"], True), (["driving"], False)])
    def test_each_thing_forbidden_has_to_be_decided_on(
        self, world: World, order: RiskFlag, things: list[str], leaves: bool
    ) -> None:
        draft = world.draft()
        sharing = make.RiskSharingFactory(referral=draft, flag=order, decided_by=world.officer)
        make.ConflictDecisionFactory(sharing=sharing, things=things)
        if leaves:
            self.sent(draft, world)
            return
        with pytest.raises(IntegrityError, match="nobody decided to go on"):
            self.sent(draft, world)

    def test_an_order_that_has_ended_holds_nothing_up(self, world: World, order: RiskFlag) -> None:
        order.during = order.during.ended_on(world.now.date())
        order.save()
        draft = world.draft()
        self.sent(draft, world)
        draft.refresh_from_db()
        assert draft.state == "sent"

    @pytest.mark.asks("S96")
    @pytest.mark.parametrize("day", [date(2017, 3, 31), date(2027, 6, 1)])
    def test_a_conversation_out_of_time_is_refused(self, world: World, day: date, order: RiskFlag) -> None:
        sharing = make.RiskSharingFactory(referral=world.draft(), flag=order)
        with pytest.raises(IntegrityError, match="after the risk was raised"), transaction.atomic():
            make.ConflictDecisionFactory(sharing=sharing, spoke_on=day)

    def test_nobody_goes_on_against_a_risk_that_is_withheld(self, world: World, order: RiskFlag) -> None:
        kept = make.RiskSharingFactory(referral=world.draft(), flag=order, shared=False, reason="Private")
        with pytest.raises(IntegrityError, match="not told of"), transaction.atomic():
            make.ConflictDecisionFactory(sharing=kept)
