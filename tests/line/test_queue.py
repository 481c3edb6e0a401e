"""The queue for a service, departures from it on the record, and the report by buyer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests import factories as make
from tests.queueing import Queueing, queueing
from tests.world import charlenes_world
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.models import User
from throughline.core.states import ReasonMissing
from throughline.core.time import FinancialYear
from throughline.line.actions.queue import NotInTheQueue, OutOfTurn, change_turn
from throughline.line.models import QueueOverride
from throughline.line.queries.queue import queue_of, queue_rule
from throughline.line.queries.queue_report import OTHERS, order_by_buyer, overrides_visible_to
from throughline.vocabulary.queues import QueueCriterion, Turn

pytestmark = pytest.mark.django_db
TODAY = make.NOW.date()
DAY = timedelta(days=1)
YEAR = FinancialYear(2017).period


@pytest.fixture
def who() -> Queueing:
    return queueing()


def order(who: Queueing) -> list[str]:
    actor = make.acting(who.world.manager)
    with acting_as(actor):
        return [one.referral.person.first_names for one in queue_of(who.world.service, actor, on=TODAY)]


@pytest.mark.asks("S75")
def test_two_people_equal_on_the_rule_nps_and_crc_are_ordered_by_date(who: Queueing) -> None:
    who.waits(who.nps, "Nina", make.NOW - DAY)
    who.waits(who.crc, "Carl", make.NOW - 2 * DAY)
    who.waits(who.nps, "Noah", make.NOW - 3 * DAY)
    assert order(who) == ["Noah", "Carl", "Nina"]


@pytest.mark.asks("S75")
def test_whoever_is_at_high_risk_goes_first_whoever_buys(who: Queueing) -> None:
    who.waits(who.nps, "Nina", make.NOW - 2 * DAY)
    who.waits(who.crc, "Carl", make.NOW - DAY, risk="very_high")
    who.waits(who.crc, "Cora", make.NOW, risk="unknown")
    assert order(who) == ["Carl", "Nina", "Cora"]


def test_by_date_alone_where_the_scheme_has_no_rule() -> None:
    world = charlenes_world()
    assert queue_rule(world.scheme.pk, on=TODAY).criteria == ()
    assert not queue_rule(world.scheme.pk, on=TODAY).is_set


def test_whoever_was_given_to_a_worker_waits_no_longer(who: Queueing) -> None:
    first = who.waits(who.nps, "Nina", make.NOW - DAY)
    who.waits(who.crc, "Carl", accepted=False)
    who.given(first)
    assert order(who) == ["Carl"]


@pytest.mark.asks("S75")
def test_any_override_is_recorded_with_its_reason_and_whom_it_passes_over(who: Queueing) -> None:
    who.waits(who.nps, "Nina", make.NOW - 3 * DAY)
    who.waits(who.nps, "Noah", make.NOW - 2 * DAY)
    carl = who.waits(who.crc, "Carl", make.NOW - DAY)
    made = who.put(carl, Turn.FIRST)
    assert order(who) == ["Carl", "Nina", "Noah"]
    assert (made.why, made.made_by, made.passed) == ("She has nowhere to live", who.world.manager, 2)
    assert made.passed_over == [who.world.division.pk] * 2
    assert made.buyers == sorted([who.world.division.pk, who.world.prime.pk])
    who.put(carl, Turn.BACK, at=make.NOW + DAY)
    assert order(who) == ["Nina", "Noah", "Carl"]
    who.put(carl, Turn.LAST, at=make.NOW + 2 * DAY)
    assert [one.turn for one in QueueOverride.objects.all()] == ["last", "back", "first"]


def test_the_record_stays(who: Queueing) -> None:
    made = who.put(who.waits(who.crc, "Carl"), Turn.FIRST)
    with pytest.raises(DatabaseError), transaction.atomic():
        QueueOverride.objects.filter(pk=made.pk).update(why="Another")
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()


def test_an_override_needs_a_reason_and_somebody_who_waits(who: Queueing) -> None:
    carl = who.waits(who.crc, "Carl")
    with pytest.raises(ReasonMissing):
        who.put(carl, Turn.FIRST, why=" ")
    with pytest.raises(NotInTheQueue):
        who.put(carl, Turn.BACK)
    who.given(carl)
    with pytest.raises(NotInTheQueue):
        who.put(carl, Turn.FIRST)


@pytest.mark.parametrize("role", ["worker", "supply_chain_manager", "commissioner", "officer"])
def test_nobody_but_the_provider_changes_a_turn(who: Queueing, role: str) -> None:
    carl = who.waits(who.crc, "Carl")
    user = getattr(who.world, role)
    with acting_as(make.acting(user)), pytest.raises(NotAllowed):
        change_turn(referral=carl, turn=Turn.FIRST, why="Because", by=user, at=make.NOW)


@pytest.mark.asks("S75")
def test_out_of_turn_needs_its_reason_which_is_recorded(who: Queueing) -> None:
    who.waits(who.nps, "Nina", make.NOW - 2 * DAY)
    carl = who.waits(who.crc, "Carl", make.NOW - DAY)
    with pytest.raises(OutOfTurn, match="1 referral stands before this one") as refused:
        who.given(carl)
    assert refused.value.field == "out_of_turn"
    carl.refresh_from_db()
    who.given(carl, "The only worker who speaks Polish is free")
    (made,) = QueueOverride.objects.all()
    assert (made.turn, made.passed, made.why) == (
        "out_of_turn",
        1,
        "The only worker who speaks Polish is free",
    )


def test_in_turn_nothing_is_asked_or_recorded(who: Queueing) -> None:
    nina = who.waits(who.nps, "Nina", make.NOW - 2 * DAY)
    who.waits(who.crc, "Carl", make.NOW - DAY)
    who.given(nina)
    assert not QueueOverride.objects.exists()


def test_whoever_waits_for_a_decision_stands_before_nobody_who_was_accepted(who: Queueing) -> None:
    who.waits(who.nps, "Nina", make.NOW - 2 * DAY, accepted=False)
    who.given(who.waits(who.crc, "Carl", make.NOW - DAY))
    assert not QueueOverride.objects.exists()


def test_without_a_rule_of_the_scheme_turns_are_the_providers_own_affair() -> None:
    who = queueing()
    who.world.scheme.rules.filter(name="queue_priority").delete()
    who.waits(who.nps, "Nina", make.NOW - 2 * DAY)
    who.given(who.waits(who.crc, "Carl", make.NOW - DAY))
    assert not QueueOverride.objects.exists()


def seen_by(user: User) -> int:
    actor = make.acting(user)
    with acting_as(actor):
        assert overrides_visible_to(actor).count() == QueueOverride.objects.count()
        return overrides_visible_to(actor).count()


@pytest.mark.asks("S75")
def test_an_override_is_visible_to_the_buyers_it_concerns(who: Queueing) -> None:
    world = who.world
    who.put(who.waits(who.crc, "Carl"), Turn.FIRST)
    assert [seen_by(user) for user in (world.manager, world.contract_manager)] == [1, 1]
    assert seen_by(world.supply_chain_manager) == 1
    assert seen_by(world.commissioner) == 0
    assert seen_by(world.officer) == 0
    who.waits(who.nps, "Nina", make.NOW - DAY)
    who.put(who.waits(who.crc, "Cora"), Turn.FIRST)
    assert seen_by(world.commissioner) == 1


@pytest.mark.asks("S75")
def test_the_report_sets_the_order_beside_who_buys(who: Queueing) -> None:
    world = who.world
    nina = who.waits(who.nps, "Nina", make.NOW - 5 * DAY)
    who.waits(who.nps, "Noah", make.NOW - 4 * DAY)
    carl = who.waits(who.crc, "Carl", make.NOW - 3 * DAY)
    who.given(carl, "A place in the group ends today", at=make.NOW)
    who.given(nina, at=make.NOW + DAY)
    manager = make.acting(world.contract_manager)
    with acting_as(manager):
        lines = {one.buyer: one for one in order_by_buyer(manager, world.scheme, YEAR)}
    nps, crc = lines["NPS Ridgeway"], lines["Northmoor CRC"]
    assert (nps.waiting, nps.taken, nps.average_days, nps.ahead, nps.passed_over) == (1, 1, 6, 0, 2)
    assert (crc.waiting, crc.taken, crc.average_days, crc.ahead, crc.passed_over) == (0, 1, 3, 1, 0)


def test_a_buyer_reads_its_own_line_beside_all_others_together(who: Queueing) -> None:
    who.waits(who.nps, "Nina")
    who.waits(who.crc, "Carl")
    actor = make.acting(who.world.commissioner)
    with acting_as(actor):
        lines = order_by_buyer(actor, who.world.scheme, YEAR)
    assert [(one.buyer, one.waiting) for one in lines] == [("NPS Ridgeway", 1), (OTHERS, 1)]
    stranger = make.acting(make.member("commissioner", make.OrganisationFactory()))
    with acting_as(stranger):
        assert order_by_buyer(stranger, who.world.scheme, YEAR) == []


def test_what_speaks_for_somebody_is_shown(who: Queueing) -> None:
    who.waits(who.nps, "Nina", risk="high")
    actor = make.acting(who.world.manager)
    with acting_as(actor):
        (place,) = queue_of(who.world.service, actor, on=TODAY)
    assert place.met == (QueueCriterion.HIGH_RISK,)
