"""What is wanted of a referral is said once, and once it is sent each change says what was and why (S104)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.access.permissions import NotAllowed
from throughline.core.models import Message, User
from throughline.line.actions.details import Wanted, say_what_is_wanted
from throughline.line.actions.referrals import decline_referral
from throughline.line.actions.sending import send_referral
from throughline.line.models import Amendment, Referral, ReferralDetails
from throughline.line.queries.details import completeness_of, details_of, practical_needs_of
from throughline.line.refusals import (
    AmendmentSaysNotWhy,
    FinishOutsideSentence,
    MoreDaysWantedThanOrdered,
    NothingToAmend,
)
from throughline.people.actions.practical import say_practical_needs
from throughline.vocabulary.complexity import Complexity, describes
from throughline.vocabulary.desired_outcomes import DESIRED, desired_for
from throughline.vocabulary.needs import Need

pytestmark = [pytest.mark.django_db, pytest.mark.asks("S104")]
WANTED = Wanted("Anxious and isolated", 15, ("calm", "support"), "medium", 10)


@pytest.fixture
def world(db: None) -> World:
    return charlenes_world()


def say(
    world: World, referral: Referral, wanted: Wanted, why: str = "", by: User | None = None
) -> list[Amendment]:
    who = by or world.officer
    with acting_as(make.acting(who)):
        return say_what_is_wanted(referral=referral, wanted=wanted, why=why, by=who, at=world.now)


@pytest.mark.parametrize("need", Need)
def test_every_need_has_outcomes_to_choose_from_and_words_for_each_level(need: Need) -> None:
    assert 2 <= len(desired_for(need)) <= 6
    assert all(DESIRED[code] == words for code, words in desired_for(need))
    assert list(describes(need)) == Complexity.values
    assert len(set(describes(need).values())) == 3


def test_a_draft_is_described_without_amendments(world: World) -> None:
    draft = world.draft()
    finish = world.now.date() + timedelta(days=60)
    assert say(world, draft, replace(WANTED, finish_by=finish)) == []
    details = details_of(draft)
    assert details is not None
    assert (details.outcomes, details.complexity, details.days_wanted, details.finish_by) == (
        ["calm", "support"], "medium", 10, finish,
    )  # fmt: skip


def test_each_thing_that_differs_once_sent_is_an_amendment_with_what_it_was(world: World) -> None:
    draft = world.draft()
    say(world, draft, WANTED)
    with acting_as(make.acting(world.officer)):
        send_referral(referral=draft, decisions={}, by=world.officer, at=world.now)
    changed = replace(WANTED, complexity="high", days_wanted=12, reason="Now alone with two children")
    made = say(world, draft, changed, "Her partner left")
    assert {(one.topic, one.was, one.now, one.why) for one in made} == {
        ("complexity", "Medium", "High", "Her partner left"),
        ("days_wanted", "10", "12", "Her partner left"),
        ("reason", "Anxious and isolated", "Now alone with two children", "Her partner left"),
    }
    draft.refresh_from_db()
    assert draft.reason == "Now alone with two children"
    told = Message.objects.filter(to=world.manager).latest("pk")
    assert "Her partner left" not in f"{told.subject} {told.text}"
    assert say(world, draft, changed, "Again") == [], "nothing differs any more"


@pytest.mark.parametrize(
    ("wanted", "why", "refusal"),
    [
        (replace(WANTED, complexity="high"), "  ", AmendmentSaysNotWhy),
        (replace(WANTED, days_wanted=16), "More is needed", MoreDaysWantedThanOrdered),
        (replace(WANTED, finish_by=date(2001, 1, 1)), "Sooner", FinishOutsideSentence),
        (replace(WANTED, finish_by=date(2199, 1, 1)), "Later", FinishOutsideSentence),
    ],
)
def test_what_cannot_be_wanted_is_refused_and_nothing_is_changed(
    world: World, wanted: Wanted, why: str, refusal: type[Exception]
) -> None:
    sent = world.sent()
    with pytest.raises(refusal):
        say(world, sent, wanted, why)
    assert not Amendment.objects.exists()
    assert not ReferralDetails.objects.exists()


def test_a_day_that_has_passed_since_hinders_no_other_change(world: World) -> None:
    sent = world.sent()
    passed = replace(WANTED, finish_by=world.now.date() - timedelta(days=1))
    make.ReferralDetailsFactory(referral=sent, finish_by=passed.finish_by, complexity="low")
    made = say(world, sent, replace(passed, complexity="high"), "She was hurt")
    assert "complexity" in {one.topic for one in made}
    assert "finish_by" not in {one.topic for one in made}


def test_nothing_of_a_referral_that_is_over_is_changed(world: World) -> None:
    sent = world.sent()
    with acting_as(make.acting(world.manager)):
        decline_referral(referral=sent, why="No place", by=world.manager, at=world.now)
    with pytest.raises(NothingToAmend):
        say(world, sent, WANTED, "Too late")


def test_the_provider_reads_it_and_does_not_write_it(world: World) -> None:
    sent = world.accepted()
    make.ReferralDetailsFactory(referral=sent)
    with pytest.raises(NotAllowed):
        say(world, sent, WANTED, "We want more", by=world.manager)
    with acting_as(make.acting(world.manager)):
        assert details_of(sent) is not None
        with pytest.raises(DatabaseError), transaction.atomic():
            Amendment.objects.create(
                referral=sent, topic="days_wanted", was="1", now="2", why="We", made_by=world.manager,
                made_at=world.now,
            )  # fmt: skip
    with acting_as(make.acting(world.supply_chain_manager)):
        assert details_of(sent) is None, "a prime does not know for whom it is"


@pytest.mark.asks("S29")
def test_practical_needs_are_said_once_and_known_with_every_referral(world: World) -> None:
    first = world.sent()
    with acting_as(make.acting(world.officer)):
        say_practical_needs(
            person=world.person, interpreter="pl", access="", not_free="School hours", by=world.officer,
            at=world.now,
        )  # fmt: skip
    with acting_as(make.acting(world.manager)):
        needs = practical_needs_of(first.person_id)
        assert needs is not None
        assert (needs.interpreter, needs.access, needs.not_free) == ("pl", "", "School hours")
    assert completeness_of(first, None, needs).said == 2
