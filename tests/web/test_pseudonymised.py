"""What somebody agreed to is recorded on their page; an export is looked at before it is made (S219)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests import factories as make
from tests.open_data.test_pseudonymised import people_referred, rows_of
from tests.web.reading import answered, as_read, settable_clock
from tests.world import World, charlenes_world
from throughline.people.models import Consent
from throughline.people.queries.consents import standing_of

DAYS = {
    "from_on_day": "1",
    "from_on_month": "1",
    "from_on_year": "2017",
    "until_on_day": "30",
    "until_on_month": "6",
    "until_on_year": "2017",
}
ANSWER = {"on_day_day": "1", "on_day_month": "6", "on_day_year": "2017", "asked": "in_person"}


@pytest.fixture
def set_clock(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[datetime], None]:
    return settable_clock(settings, tmp_path, monkeypatch)


@pytest.fixture
def world(db: None, set_clock: Callable[[datetime], None]) -> World:
    world = charlenes_world()
    set_clock(world.now)
    return world


@pytest.mark.asks("S219")
def test_each_use_is_answered_by_itself_and_taken_back(world: World, client: Client) -> None:
    here = f"/people/{world.person.reference}/consents"
    assert "Research, without their name Not asked" in as_read(client, world.officer, here)
    text = answered(client, world.officer, f"{here}/new", {"use": "research", "given": "yes", **ANSWER})
    assert "Research, without their name Agreed, 1 June 2017" in text
    assert "A case study, with the name changed Not asked" in text
    text = answered(client, world.officer, f"{here}/new", {"use": "research", "given": "no", **ANSWER})
    assert "Research, without their name Did not agree, or does no longer, 1 June 2017" in text
    assert "2 answers" in text
    assert Consent.objects.count() == 2
    latest = standing_of(world.person)["research"]
    assert latest is not None
    assert not latest.given
    assert "Every answer" in as_read(client, world.senior, here)
    assert "Record an answer" not in as_read(client, world.senior, here)


def test_an_answer_of_a_day_to_come_is_refused(world: World, client: Client) -> None:
    given = {"use": "research", "given": "yes", **ANSWER, "on_day_day": "2"}
    text = answered(
        client, world.officer, f"/people/{world.person.reference}/consents/new", given, status=200
    )
    assert "must be today or in the past" in text


@pytest.mark.asks("S219")
def test_an_export_says_what_it_leaves_out_before_it_is_downloaded(
    world: World, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(world.now + timedelta(days=40))
    client = Client()
    for person in people_referred(world, 8)[:6]:
        make.ConsentFactory(person=person, recorded_at=world.now - timedelta(days=1))
    given = {"use": "research", "purpose": "Waiting times", **DAYS}
    text = answered(client, world.contract_manager, "/pseudonymised/new", given, status=200)
    assert "People in it 6" in text
    assert "Did not agree, or were not asked Fewer than 5" in text
    answer = client.post("/pseudonymised/new", {**given, "download": "yes"})
    assert answer["Content-Type"] == "application/zip"
    assert len(rows_of(answer.content)) == 6
    assert "Waiting times" in as_read(client, world.contract_manager, "/pseudonymised")


def test_too_few_people_are_refused_on_the_form(world: World, set_clock: Callable[[datetime], None]) -> None:
    set_clock(world.now + timedelta(days=40))
    client = Client()
    given = {"use": "research", "purpose": "Waiting times", **DAYS}
    text = answered(client, world.contract_manager, "/pseudonymised/new", given, status=200)
    assert "Fewer than 5 people could be in it" in text
