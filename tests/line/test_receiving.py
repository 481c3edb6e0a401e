"""Receiving a referral: whom to telephone, how it came, and how many a worker takes on (S98, S103, S110)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests import factories as make
from tests.queueing import Queueing, queueing
from tests.world import World, charlenes_world
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.actions.accounts import NotATelephoneNumber, record_telephone
from throughline.core.models import User
from throughline.core.time import FinancialYear
from throughline.line.actions.caseloads import set_caseload_limit
from throughline.line.actions.receiving import mark_receipt
from throughline.line.actions.referrals import allocate_referral
from throughline.line.models import OverCaseload, ReceiptMark, Referral
from throughline.line.queries.contacts import contacts_of
from throughline.line.queries.receipts import Received, marks_visible_to, received_by_referrer
from throughline.line.queries.waits import waits_of
from throughline.line.refusals import (
    AboveTheCaseload,
    CaseloadBeginsTooSoon,
    ContactMissing,
    WhatWasWrongMissing,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = make.NOW.date()
YEAR = FinancialYear(2017).period


@pytest.fixture
def world() -> World:
    return charlenes_world()


def given(world: World, referral: Referral, why: str = "") -> Referral:
    with acting_as(make.acting(world.manager)):
        return allocate_referral(
            referral=referral, worker=world.worker, by=world.manager, at=world.now, over_caseload=why
        )


def without_number(user: User) -> None:
    user.telephone = ""
    user.save()


@pytest.mark.asks("S98")
@pytest.mark.parametrize("who", ["worker", "officer"])
def test_without_a_number_to_telephone_nothing_is_given_to_a_worker(world: World, who: str) -> None:
    referral = world.accepted()
    without_number(getattr(world, who))
    with pytest.raises(ContactMissing, match=f"{getattr(world, who).full_name}.* has no telephone number"):
        given(world, referral)
    referral.refresh_from_db()
    assert referral.worker is None
    user = getattr(world, who)
    with acting_as(make.acting(user)):
        record_telephone(user=user, telephone=" 01632  960 007 ", by=user, at=world.now)
    assert User.objects.get(pk=user.pk).telephone == "01632 960 007"
    world.worker.refresh_from_db()
    assert given(world, referral).worker == world.worker


@pytest.mark.asks("S98")
def test_whoever_covers_is_named_on_both_sides(world: World) -> None:
    cover = make.member("responsible_officer", world.division)
    referral = world.allocated()
    assert list(contacts_of(referral, world.now).cover) == []
    make.PersonAccessFactory(person=world.person, user=cover, scope="supervise", because="cover")
    with acting_as(make.acting(world.manager)):
        found = contacts_of(referral, world.now)
    assert (found.officer, list(found.cover), found.worker) == (world.officer, [cover], world.worker)
    assert (list(found.seniors), list(found.managers)) == ([world.senior], [world.manager])


def test_a_number_is_ones_own_or_that_of_ones_team(world: World) -> None:
    with acting_as(make.acting(world.manager)):
        record_telephone(user=world.worker, telephone="+44 7700 900982", by=world.manager, at=world.now)
        with pytest.raises(NotAllowed):
            record_telephone(user=world.officer, telephone="01632 960001", by=world.manager, at=world.now)
        for wrong in ("", "ask Ruth", "123", "01632 960001; 01632 960002"):
            with pytest.raises(NotATelephoneNumber):
                record_telephone(user=world.worker, telephone=wrong, by=world.manager, at=world.now)


def marked(
    world: World, referral: Referral, *, in_time: bool = True, right: bool = True, words: str = ""
) -> ReceiptMark:
    with acting_as(make.acting(world.manager)):
        return mark_receipt(
            referral=referral, in_time=in_time, right_service=right, words=words, by=world.manager,
            at=world.now,
        )  # fmt: skip


@pytest.mark.asks("S103")
def test_one_mark_holds_and_the_one_before_it_stays(world: World) -> None:
    referral = world.sent()
    late = marked(world, referral, in_time=False, words="Half of the order is over")
    corrected = marked(world, referral)
    assert corrected.supersedes == late
    assert ReceiptMark.objects.filter(referral=referral).count() == 2
    actor = make.acting(world.manager)
    with acting_as(actor):
        assert list(marks_visible_to(actor)) == [corrected]
    with pytest.raises(DatabaseError), transaction.atomic():
        ReceiptMark.objects.filter(pk=late.pk).update(in_time=True)


def test_what_was_wrong_is_said_by_the_provider_alone(world: World) -> None:
    referral = world.sent()
    with pytest.raises(WhatWasWrongMissing, match="Say what was late"):
        marked(world, referral, right=False)
    with acting_as(make.acting(world.officer)), pytest.raises(NotAllowed):
        mark_receipt(
            referral=referral, in_time=True, right_service=True, words="", by=world.officer, at=world.now
        )


@pytest.mark.asks("S103")
def test_the_figure_has_its_denominator_and_says_what_is_not_marked() -> None:
    who = queueing()
    world, nps, crc = who.world, who.nps, who.crc
    late, wrong, right, unmarked = (who.waits(nps, f"N{n}", accepted=False) for n in range(4))
    marked(world, who.waits(crc, "Carl", accepted=False))
    marked(world, late, in_time=False, words="Late")
    marked(world, wrong, right=False, words="A course for parents")
    marked(world, right, in_time=False, words="Late")
    marked(world, right)
    assert unmarked.state == "sent"
    figures = (4, 3, 1, 1, 1)
    division = (world.division.name, world.division.reference)
    prime = Received(world.prime.name, world.prime.reference, "", None, 1, 1, 1, 0, 0)
    whole = Received(*division, "", None, *figures)
    assert (whole.not_marked, whole.share) == (1, 33)
    for one in Referral.objects.all():
        make.PersonAccessFactory(person=one.person, user=None, organisation=one.supervisor)
    for viewer, wanted in (
        (world.senior, [Received(*division, nps.full_name, nps.pk, *figures)]),
        (world.contract_manager, [whole, prime]),
        (world.manager, [whole, prime]),
        (make.member("senior_officer", make.OrganisationFactory()), []),
    ):
        actor = make.acting(viewer)
        with acting_as(actor):
            found = received_by_referrer(actor, YEAR)
            assert sorted(found, key=lambda one: one.sent, reverse=True) == wanted
            assert marks_visible_to(actor).count() == sum(one.marked for one in wanted)


def test_a_case_that_is_hidden_is_in_no_figure(world: World) -> None:
    marked(world, world.sent())
    make.CaseLimitFactory(person=world.person, users=[world.manager.pk], set_by=world.senior)
    actor = make.acting(world.manager)
    with acting_as(actor):
        assert received_by_referrer(actor, YEAR) == []
        assert not marks_visible_to(actor).exists()
        assert all(one.waits.waiting == 0 for one in waits_of(actor, YEAR, on=TODAY))


def agreed(who: Queueing, most: int, worker: User | None = None) -> None:
    manager = who.world.manager
    with acting_as(make.acting(manager)):
        set_caseload_limit(
            organisation=who.world.centre, worker=worker, most=most, from_on=TODAY, by=manager, at=make.NOW
        )


@pytest.mark.asks("S110")
def test_above_the_agreed_number_it_is_given_with_a_reason_that_is_kept() -> None:
    who = queueing(criteria=[])
    world = who.world
    given(world, who.waits(who.nps, "Ann"))
    given(world, who.waits(who.nps, "Bea"))
    agreed(who, 2)
    third = who.waits(who.nps, "Cat")
    with pytest.raises(AboveTheCaseload, match="Amy Walsh has 2 open referrals, and 2 are agreed"):
        given(world, third)
    given(world, third, why="Nobody else speaks her language")
    kept = OverCaseload.objects.get()
    assert (kept.referral, kept.had, kept.most, kept.why) == (third, 2, 2, "Nobody else speaks her language")
    given(world, third)  # given again to the same worker, it would be no further one
    assert OverCaseload.objects.count() == 1


@pytest.mark.asks("S110")
def test_a_workers_own_number_goes_before_everybodys_and_each_holds_from_its_day() -> None:
    who = queueing(criteria=[])
    agreed(who, 1)
    agreed(who, 3, worker=who.world.worker)
    for name in ("Ann", "Bea", "Cat"):
        given(who.world, who.waits(who.nps, name))
    with pytest.raises(AboveTheCaseload, match="3 are agreed"):
        given(who.world, who.waits(who.nps, "Dot"))
    with pytest.raises(CaseloadBeginsTooSoon, match="Choose a day after 1 June 2017"):
        agreed(who, 9)
    with acting_as(make.acting(who.world.worker)), pytest.raises(NotAllowed):
        set_caseload_limit(
            organisation=who.world.centre, worker=None, most=9, from_on=TODAY + DAY, by=who.world.worker,
            at=make.NOW,
        )  # fmt: skip


@pytest.mark.asks("S110")
def test_waits_stand_step_by_step_beside_the_service_level(world: World) -> None:
    make.SchemeRuleFactory(scheme=world.scheme, name="days_to_allocate", value=2)
    world.accepted()
    for viewer, counted in ((world.manager, 1), (world.contract_manager, 1), (world.commissioner, 0)):
        actor = make.acting(viewer)
        with acting_as(actor):
            decide, allocate, begin = waits_of(actor, YEAR, on=TODAY + 5 * DAY)
        assert (decide.waits.done, allocate.waits.waiting, allocate.waits.overdue) == (counted,) * 3
        assert begin.waits.waiting == 0
        assert (decide.days, allocate.days, begin.days) == (([5], [2], []) if counted else ([], [], []))
