"""One referral policy of an organisation at a time, and the notes beside it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.models import User
from throughline.core.periods import Period
from throughline.supply.actions.referral_policies import (
    About,
    NoteHasEnded,
    PolicyInThePast,
    PolicySaysTwice,
    Says,
    end_note,
    publish_policy,
    write_note,
)
from throughline.supply.models import LocalNote, ReferralPolicy, Team
from throughline.supply.queries.referral_policies import (
    in_force,
    notes_differing,
    notes_visible_to,
    policy_of,
    stance_on_service,
    without_policy,
)

pytestmark = pytest.mark.django_db
TODAY = make.NOW.date()


@pytest.fixture
def world() -> World:
    return charlenes_world()


def published(world: World, by: User | None = None, **said: Any) -> ReferralPolicy:
    who = by or world.commissioner
    usual: dict[str, Any] = {
        "title": "Referring",
        "text": "Refer wherever it suits",
        "stances": [Says(About(route="rate_card"), "encourage")],
        "from_on": TODAY,
    }
    with acting_as(make.acting(who)):
        return publish_policy(organisation=world.division, by=who, at=make.NOW, **usual | said)


def noted(world: World, by: User | None = None, **said: Any) -> LocalNote:
    who = by or world.officer
    usual: dict[str, Any] = {
        "team": "Northmoor office",
        "about": About(route="rate_card"),
        "stance": "discourage",
        "text": "Ask me first",
    }
    with acting_as(make.acting(who)):
        return write_note(organisation=world.division, by=who, at=make.NOW, **usual | said)


@pytest.mark.asks("S69", "S70")
def test_one_policy_holds_with_its_date_and_author_and_the_earlier_stay(world: World) -> None:
    first = published(world)
    second = published(world, title="Referring, again", from_on=TODAY + timedelta(days=30))
    assert policy_of(world.division.pk, on=TODAY) == first
    assert policy_of(world.division.pk, on=TODAY + timedelta(days=30)) == second
    first.refresh_from_db()
    assert first.during == Period(TODAY, TODAY + timedelta(days=30))
    assert (second.written_by, second.written_at) == (world.commissioner, make.NOW)


def test_two_never_hold_on_one_day_and_the_database_holds_it(world: World) -> None:
    published(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        make.ReferralPolicyFactory(organisation=world.division)


def test_its_words_stay(world: World) -> None:
    made = published(world)
    for change in ({"text": "Never refer"}, {"title": "Another"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ReferralPolicy.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()


@pytest.mark.parametrize("from_on", [date(2017, 5, 31), TODAY])
def test_a_policy_begins_today_at_the_earliest_and_after_the_last(world: World, from_on: date) -> None:
    published(world)
    with pytest.raises(PolicyInThePast):
        published(world, from_on=from_on)


def test_it_says_one_thing_of_one_subject(world: World) -> None:
    twice = [Says(About(route="spot"), "forbid"), Says(About(route="spot"), "encourage")]
    with pytest.raises(PolicySaysTwice):
        published(world, stances=twice)


@pytest.mark.parametrize("role", ["officer", "manager", "contract_manager", "supply_chain_manager"])
def test_nobody_publishes_it_but_who_keeps_it(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        published(world, by=getattr(world, role))


def test_an_organisation_without_one_is_shown_to_its_keeper(world: World) -> None:
    actor = make.acting(world.commissioner)
    assert without_policy(actor, on=TODAY) == [world.division]
    published(world)
    assert without_policy(actor, on=TODAY) == []


def differences(user: User) -> list[tuple[str, str]]:
    actor = make.acting(user)
    with acting_as(actor):
        return [(one.note.text, type(one.against).__name__) for one in notes_differing(actor, on=TODAY)]


@pytest.mark.asks("S70")
def test_two_conflicting_notes_for_the_same_team_are_listed_for_the_owner(world: World) -> None:
    housing = About(kind=world.service.kind)
    noted(world, about=housing, stance="forbid", text="Not this year")
    assert differences(world.commissioner) == []
    noted(world, team="NORTHMOOR office", about=housing, stance="encourage", text="Do")
    assert differences(world.commissioner) == [("Not this year", "LocalNote")]
    assert Team.objects.count() == 1


@pytest.mark.asks("S70")
def test_a_note_that_contradicts_the_policy_is_listed_for_the_owner(world: World) -> None:
    published(world)
    noted(world)
    assert differences(world.commissioner) == [("Ask me first", "PolicyStance")]
    assert differences(world.officer) == []


def test_a_note_that_ended_contradicts_nothing(world: World) -> None:
    published(world)
    note = noted(world)
    with acting_as(make.acting(world.commissioner)):
        end_note(note=note, why="It contradicts the policy", by=world.commissioner, at=make.NOW)
    assert differences(world.commissioner) == []
    with acting_as(make.acting(world.officer)), pytest.raises(NoteHasEnded, match="Grace Hughes ended"):
        end_note(note=note, why="Again", by=world.officer, at=make.NOW)


def test_who_wrote_a_note_ends_it_and_a_colleague_does_not(world: World) -> None:
    note = noted(world)
    colleague = make.member("responsible_officer", world.division)
    with acting_as(make.acting(colleague)), pytest.raises(NotAllowed):
        end_note(note=note, why="I disagree", by=colleague, at=make.NOW)
    with acting_as(make.acting(world.officer)):
        end_note(note=note, why="It was for May", by=world.officer, at=make.NOW)
        assert not in_force(notes_visible_to(make.acting(world.officer)), on=TODAY).exists()


@pytest.mark.parametrize("role", ["manager", "contract_manager", "supply_chain_manager"])
def test_notes_are_their_organisations_own(world: World, role: str) -> None:
    noted(world)
    actor = make.acting(getattr(world, role))
    with acting_as(actor):
        assert not notes_visible_to(actor).exists()
        assert not LocalNote.objects.exists()
        assert not Team.objects.exists()


def test_what_it_says_of_a_service(world: World) -> None:
    stances = [Says(About(route="rate_card"), "encourage"), Says(About(kind=world.service.kind), "forbid")]
    policy = published(world, stances=stances)
    found = stance_on_service(policy, world.service, "rate_card")
    assert found is not None
    assert found.stance == "forbid"
