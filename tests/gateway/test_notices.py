"""People are told that something waits for them, once, and nothing of the person."""

from __future__ import annotations

import pytest

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.models import Message
from throughline.line.actions.referrals import decline_referral


@pytest.fixture
def world(db: None) -> World:
    return charlenes_world()


def told() -> list[tuple[str, str]]:
    return [(one.to.full_name, one.subject) for one in Message.objects.select_related("to").order_by("pk")]


def test_each_is_told_when_it_is_their_turn(world: World) -> None:
    world.allocated()
    assert told() == [
        ("Ruth Adeyemi", "A referral waits for your decision"),
        ("Helen Price", "Your referral was accepted"),
        ("Amy Walsh", "A referral was given to you"),
    ]


def test_the_officer_is_told_of_a_refusal(world: World) -> None:
    referral = world.sent()
    with acting_as(make.acting(world.manager)):
        decline_referral(referral=referral, why="No childcare", by=world.manager, at=world.now)
    assert told()[-1] == ("Helen Price", "Your referral was declined")


def test_nothing_of_the_person_is_in_a_message(world: World) -> None:
    world.allocated()
    texts = " ".join(one.subject + one.text for one in Message.objects.all())
    assert world.person.last_name not in texts
    assert world.person.first_names not in texts
    assert world.person.reference not in texts
