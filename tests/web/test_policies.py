"""Referral policies and notes where a referral begins, and the report of services not used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests import factories as make
from tests.web.reading import answered, as_read, settable_clock
from tests.world import World, charlenes_world
from throughline.line.models import NotReferred
from throughline.supply.models import ReferralPolicy

pytestmark = pytest.mark.django_db

POLICY = {
    "title": "Referring to services of the rate card",
    "text": "Look at each person.\n\nRefer wherever a service suits.",
    "from_on_day": "1",
    "from_on_month": "6",
    "from_on_year": "2017",
    "subject_1": "route:rate_card",
    "stance_1": "encourage",
}


@pytest.fixture
def set_clock(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[datetime], None]:
    set_clock = settable_clock(settings, tmp_path, monkeypatch)
    set_clock(make.NOW)
    return set_clock


@pytest.fixture
def world(set_clock: Callable[[datetime], None]) -> World:
    made = charlenes_world()
    make.AreaRoleFactory(scheme=made.scheme, role="division", organisation=made.division)
    return made


def at(world: World, more: str = "") -> str:
    return f"/referral-policies/{world.division.reference}{more}"


@pytest.mark.asks("S69")
def test_the_policy_in_force_is_shown_where_referring_starts(client: Client, world: World) -> None:
    refer = f"/people/{world.person.reference}/refer"
    assert "NPS Ridgeway has none in force" in as_read(client, world.officer, refer)
    said = answered(client, world.commissioner, at(world, "/new"), POLICY)
    assert "It holds from 1 June 2017" in said
    page = as_read(client, world.officer, f"{refer}?service={world.service.reference}")
    assert "Referring to services of the rate card" in page
    assert "In force from 1 June 2017, by Grace Hughes" in page


@pytest.mark.asks("S70")
def test_conflicting_notes_are_listed_for_the_owner_and_not_for_others(client: Client, world: World) -> None:
    answered(client, world.commissioner, at(world, "/new"), POLICY)
    note = {"new_team": "Northmoor office", "subject": "route:rate_card", "text": "Ask me first"}
    for stance in ("discourage", "forbid"):
        said = answered(client, world.officer, at(world, "/notes/new"), {**note, "stance": stance})
        assert "Whoever keeps the policy reads it too" in said
    page = as_read(client, world.commissioner, at(world))
    assert page.count("The note to Northmoor office: think of something else first") == 2
    assert "The policy: refer wherever it suits" in page
    assert "The note to Northmoor office: do not refer" in page
    assert "Settle 3 contradictions of local notes in NPS Ridgeway" in as_read(
        client, world.commissioner, "/commissioner"
    )
    theirs = as_read(client, world.officer, at(world))
    assert "What contradicts it" not in theirs
    assert "Ask me first" in theirs
    others = as_read(client, world.supply_chain_manager, at(world))
    assert "Ask me first" not in others
    assert "Look at each person." in others


def test_a_note_ends_with_its_reason(client: Client, world: World) -> None:
    note = make.LocalNoteFactory(organisation=world.division, written_by=world.officer)
    address = f"/local-notes/{note.reference}/end"
    assert "Say why the note ends" in answered(client, world.commissioner, address, {}, status=200)
    said = answered(client, world.commissioner, address, {"why": "It contradicts the policy"})
    assert "The note has ended" in said
    assert "Ask me before you spend" not in said


def test_the_next_policy_begins_with_the_words_of_the_last(client: Client, world: World) -> None:
    make.PolicyStanceFactory(policy__organisation=world.division, policy__title="The first policy")
    client.force_login(world.commissioner)
    page = client.get(at(world, "/new")).content.decode()
    assert "The first policy" in page
    answered(client, world.commissioner, at(world, "/new"), {**POLICY, "title": "The second"})
    page = as_read(client, world.officer, at(world))
    assert "The second" in page
    assert "The first policy, from 1 April 2017" in page
    first = ReferralPolicy.objects.get(title="The first policy")
    assert "From 1 April 2017 to 31 May 2017" in as_read(
        client, world.officer, at(world, f"?policy={first.reference}")
    )
    assert "The first policy" in as_read(client, world.officer, at(world, "?as_at=2017-05-01"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": ""}, "Enter the title of the policy"),
        ({"from_on_year": "2016"}, "Day from which it holds must be today or in the future"),
        ({"stance_1": ""}, "Select what the policy says of it"),
        ({"stance_2": "forbid"}, "Select what the policy says this of"),
        ({"subject_2": "route:rate_card", "stance_2": "forbid"}, "Say one thing only of each kind"),
    ],
)
def test_what_the_form_of_a_policy_says_is_wrong(
    client: Client, world: World, given: dict[str, str], sentence: str
) -> None:
    sent = {**POLICY, **given}
    assert sentence in answered(client, world.commissioner, at(world, "/new"), sent, status=200)


def test_a_note_is_to_a_team_of_the_list_or_to_another(client: Client, world: World) -> None:
    team = make.TeamFactory(organisation=world.division)
    sent = {"team": team.name, "new_team": "Another", "subject": "every", "stance": "forbid", "text": "No"}
    said = answered(client, world.officer, at(world, "/notes/new"), sent, status=200)
    assert "Choose a team from the list or name another, not both" in said


@pytest.mark.asks("S69")
def test_why_a_service_is_not_used_is_said_of_a_person_and_counted_for_others(
    client: Client, world: World
) -> None:
    address = f"/people/{world.person.reference}/not-referred"
    page = as_read(client, world.officer, address)
    for reason in ("Mixed messages", "complex IT", "budget", "Not aware", "suitable", "how we work"):
        assert reason in page
    given = {"service": f"{world.service.reference}:wellbeing", "reason": "budget", "details": "£46.50 a go"}
    said = answered(client, world.officer, address, given)
    assert "Recorded why Change programme is not used" in said
    assert "Worries about the budget: £46.50 a go" in said
    for user in (world.commissioner, world.contract_manager):
        report = as_read(client, user, "/not-referred")
        assert "1 time in all" in report
        assert "Change programme" in report
        assert world.person.last_name not in report
        assert "£46.50 a go" not in report


def test_a_number_of_the_report_opens_the_lines_it_was_counted_from(client: Client, world: World) -> None:
    for reason, on in (("budget", make.NOW), ("culture", make.NOW + timedelta(days=40))):
        make.NotReferredFactory(
            organisation=world.division, service=world.service, reason=reason, decided_on=on.date()
        )
    client.force_login(world.commissioner)
    page = client.get("/not-referred").content.decode()
    assert "reason=budget&amp;month=2017-06#lines" in page
    narrowed = as_read(client, world.commissioner, "/not-referred?reason=budget&month=2017-06")
    assert "June 2017" in narrowed
    assert "1 line" in narrowed
    answer: Any = client.get("/not-referred?format=csv")
    assert len(b"".join(answer.streaming_content).splitlines()) == 3


def test_what_was_said_by_mistake_is_taken_back(client: Client, world: World) -> None:
    made = make.NotReferredFactory(
        person=world.person, service=world.service, organisation=world.division, recorded_by=world.officer
    )
    address = f"/people/{world.person.reference}/not-referred/{made.pk}/take-back"
    assert "Taken back: why Change programme is not used" in answered(client, world.officer, address, {})
    assert NotReferred.objects.get().taken_back_at is not None
    assert "0 times in all" in as_read(client, world.commissioner, "/not-referred")


def test_the_report_of_a_year_that_is_not_offered_is_not_found(client: Client, world: World) -> None:
    as_read(client, world.commissioner, "/not-referred?year=1900", status=404)


def test_the_number_of_queries_does_not_grow(
    client: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make.PolicyStanceFactory(policy__organisation=world.division)
    for _ in range(12):
        make.LocalNoteFactory(organisation=world.division)
        make.NotReferredFactory(organisation=world.division)
    client.force_login(world.commissioner)
    for address, most in ((at(world), 14), ("/not-referred", 14), ("/referral-policies", 14)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
