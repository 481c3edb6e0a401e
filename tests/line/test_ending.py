"""Ending a referral before its work is done, for reasons of a list; and referring again (D15, S99)."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.management import call_command

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.models import Message, User
from throughline.core.periods import Period
from throughline.core.states import MoveNotAllowed
from throughline.core.time import FinancialYear
from throughline.line.actions.details import Wanted, say_what_is_wanted
from throughline.line.actions.ending import Why, end_before_time, link_again
from throughline.line.actions.outcomes import Achieved
from throughline.line.models import EndReason, Referral, ReferralEnd
from throughline.line.queries.ending import (
    chain_of,
    ended_before_time,
    may_be_referred_again,
    reasons_in_force,
)
from throughline.line.refusals import EndReasonUnknown, EndSaysNotWhy, NotReferredAgain, OutcomeMissing
from throughline.vocabulary.ending import STANDARD, EndGroup

pytestmark = [pytest.mark.django_db, pytest.mark.asks("S99")]
DONE = {"wellbeing": Achieved("partly", "Came twice")}
YEAR = FinancialYear(2017).period


@pytest.fixture
def world() -> World:
    return charlenes_world()


def begun(world: World) -> Referral:
    referral = world.allocated()
    world.attended(referral, world.now)
    referral.refresh_from_db()
    return referral


def end(world: World, referral: Referral, by: User, why: Why, **more: object) -> Referral:
    with acting_as(make.acting(by)):
        return end_before_time(
            referral=referral,
            why=why,
            by=by,
            at=world.now + timedelta(days=1),
            **more,  # type: ignore[arg-type]
        )


MOVED = Why("moved")


@pytest.mark.parametrize(
    ("stage", "who", "state", "move", "had_begun"),
    [
        ("draft", "officer", "withdrawn", "withdraw", False),
        ("sent", "officer", "withdrawn", "withdraw", False),
        ("accepted", "officer", "withdrawn", "withdraw", False),
        ("allocated", "officer", "withdrawn", "withdraw", False),
        ("accepted", "manager", "withdrawn", "hand back", False),
        ("allocated", "worker", "withdrawn", "hand back", False),
        ("begun", "officer", "ended_early", "end", True),
        ("begun", "worker", "ended_early", "end early", True),
    ],
)
def test_what_becomes_of_it_follows_from_whether_work_had_begun(
    world: World, stage: str, who: str, state: str, move: str, had_begun: bool
) -> None:
    referral = begun(world) if stage == "begun" else getattr(world, stage)()
    ended = end(world, referral, getattr(world, who), MOVED, outcomes=DONE if had_begun else {})
    ended.refresh_from_db()
    last = ended.moves.last()
    assert last is not None
    assert (ended.state, last.name) == (state, move)
    kept = ReferralEnd.objects.get(referral=referral)
    side = "officer" if who == "officer" else "provider"
    assert (kept.words, kept.group, kept.side, kept.had_begun) == ("They moved away", "user", side, had_begun)
    assert ended.outcomes.exists() is had_begun


def test_work_that_began_meanwhile_asks_for_its_outcome(world: World) -> None:
    referral = begun(world)
    stale = Referral.objects.get(pk=referral.pk)
    stale.state = "allocated"  # as it stood when the form was opened
    with pytest.raises(OutcomeMissing):
        end(world, referral, world.worker, MOVED)
    with pytest.raises(MoveNotAllowed):
        end(world, stale, world.officer, MOVED, outcomes=DONE)


def test_who_has_no_part_in_it_ends_nothing(world: World) -> None:
    referral = world.sent()
    for by in (world.manager, world.supply_chain_manager, make.member("responsible_officer", world.centre)):
        with pytest.raises((NotAllowed, MoveNotAllowed, ObjectDoesNotExist)):
            end(world, referral, by, MOVED)


def test_a_reason_is_of_the_list_and_says_more_where_it_asks_to(world: World) -> None:
    referral = world.sent()
    with pytest.raises(EndReasonUnknown):
        end(world, referral, world.officer, Why("tired"))
    with pytest.raises(EndSaysNotWhy, match="Another reason"):
        end(world, referral, world.officer, Why("other", " "))
    end(world, referral, world.officer, Why("other", "She asked for it"))
    assert referral.moves.get(name="withdraw").reason == "Another reason: She asked for it"


@pytest.mark.parametrize("who", ["officer", "worker"])
def test_the_other_side_is_told_and_nothing_of_the_person(world: World, who: str) -> None:
    referral = world.allocated()
    Message.objects.all().delete()
    end(world, referral, getattr(world, who), MOVED)
    told = Message.objects.get()
    assert told.to == (world.worker if who == "officer" else world.officer)
    assert world.person.last_name not in told.subject + told.text


# the list of reasons


def test_without_a_list_the_standard_reasons_stand() -> None:
    assert reasons_in_force(date(2017, 6, 1)) == STANDARD
    assert {one.group for one in STANDARD} == set(EndGroup)


def test_a_list_is_loaded_and_each_reason_stands_on_its_days(tmp_path: Path) -> None:
    path = tmp_path / "reasons.csv"
    path.write_text(
        "code,description,grouping,from,to\n"
        "AAA,Moved to another town,user,2017-01-01,\n"
        "BBB,Sent to the wrong place,problem,2017-01-01,2017-06-01\n"
        "CCC,Something else,other,2017-01-01,\n"
        "DDD,Nothing we know,weather,2017-01-01,\n"
    )
    out = StringIO()
    call_command("load", "end-reasons", path, apply=True, stdout=out)
    assert "3 of 4 lines loaded, 1 rejected" in out.getvalue()
    assert [one.code for one in reasons_in_force(date(2017, 5, 31))] == ["AAA", "BBB", "CCC"]
    assert [one.code for one in reasons_in_force(date(2017, 6, 1))] == ["AAA", "CCC"]
    assert [one.asks_more for one in reasons_in_force(date(2017, 6, 1))] == [False, True]
    path.write_text(
        "code,description,grouping,from\nAAA,Moved away,user,2018-01-01\n"
        "CCC,Something else,other,2017-01-01\n"
    )
    call_command("load", "end-reasons", path, apply=True, stdout=out)
    before = reasons_in_force(date(2017, 12, 31))
    assert [one.words for one in before] == [
        "Moved to another town",
        "Something else",
    ]
    assert [one.words for one in reasons_in_force(date(2018, 1, 1))] == ["Moved away", "Something else"]
    assert EndReason.objects.count() == 4


def test_the_words_of_the_day_stay_when_the_list_changes(world: World) -> None:
    make.EndReasonFactory(code="AAA", words="Moved to another town")
    referral = end(world, world.sent(), world.officer, Why("AAA"))
    EndReason.objects.update(words="Moved", during=Period(make.START))
    assert referral.end.words == "Moved to another town"


# figures


def test_ends_are_counted_by_reason_for_those_concerned(world: World) -> None:
    first = end(world, world.sent(), world.officer, MOVED)
    with acting_as(make.acting(world.officer)):
        link_again(referral=world.draft(), former=first, by=world.officer, at=world.now)
    for actor in (world.senior, world.manager, world.contract_manager):
        (line,) = ended_before_time(make.acting(actor), YEAR)
        assert (line.words, line.side, line.state, line.times, line.again) == (
            "They moved away", "officer", "withdrawn", 1, 1
        )  # fmt: skip
    assert ended_before_time(make.acting(world.officer), YEAR) == []
    make.CaseLimitFactory(person=world.person, users=[world.senior.pk])
    assert ended_before_time(make.acting(world.senior), YEAR) == []


# again


def test_another_follows_with_what_was_wanted_and_the_chain_is_counted(world: World) -> None:
    referral = world.sent()
    with acting_as(make.acting(world.officer)):
        say_what_is_wanted(
            referral=referral, by=world.officer, at=world.now, why="Said now",
            wanted=Wanted("Anxious", 12, ("calm",), "high", 5, world.now.date() + timedelta(days=30)),
        )  # fmt: skip
    references = [referral.reference]
    for number in (2, 3):
        former = end(world, referral, world.officer, MOVED)
        referral = world.draft()
        with acting_as(make.acting(world.officer)):
            link_again(referral=referral, former=former, by=world.officer, at=world.now)
        referral.refresh_from_db()
        references.append(referral.reference)
        assert (referral.details.outcomes, referral.details.complexity) == (["calm"], "high")
        assert referral.details.days_wanted == 5
        assert chain_of(referral) == type(chain_of(referral))(references[-2], "", number)
    middle = chain_of(Referral.objects.get(reference=references[1]))
    assert (middle.former, middle.later, middle.place) == (references[0], references[2], 2)


def test_what_cannot_be_followed(world: World) -> None:
    open_one = world.sent()
    assert not may_be_referred_again(open_one)
    former = end(world, open_one, world.officer, MOVED)
    assert may_be_referred_again(former)
    draft, other = world.draft(), charlenes_world().draft()
    with acting_as(make.acting(world.officer)):
        with pytest.raises(NotReferredAgain):
            link_again(referral=other, former=former, by=world.officer, at=world.now)
        link_again(referral=draft, former=former, by=world.officer, at=world.now)
        assert not may_be_referred_again(former)
        with pytest.raises(NotReferredAgain):
            link_again(referral=draft, former=former, by=world.officer, at=world.now)
