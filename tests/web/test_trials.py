"""Pages of trials and of clearances for MAPPA cases: begun, flagged, decided, ended (S235, S246)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests import factories as make
from tests.web.provider_world import Reader, reading_by_a_clock
from tests.world import World, charlenes_world
from throughline.core.periods import Period

pytestmark = pytest.mark.django_db
TRIAL = {
    "purpose": "Whether mentors help",
    "rules": "Nobody is charged",
    "most_people": "6",
    "from_on_day": "1",
    "from_on_month": "6",
    "from_on_year": "2017",
    "last_day_day": "31",
    "last_day_month": "7",
    "last_day_year": "2017",
}


@pytest.fixture
def reader(client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return reading_by_a_clock(client, settings, tmp_path / "clock", monkeypatch)


@pytest.fixture
def world() -> World:
    world = charlenes_world()
    world.service.confirmed_on = world.now.date()
    world.service.save()
    return world


def record(world: World, *parts: object) -> str:
    return "/".join(["/kept-services", world.service.reference, *map(str, parts)])


def test_on_trial_it_says_so_to_everybody(world: World, reader: Reader) -> None:
    page = reader.as_(world.manager).sends(record(world, "trial", "new"), TRIAL)
    assert (
        "Whether mentors help Undecided 1 June 2017 to 31 July 2017. For at most 6 people. Nobody is charged"
        in page
    )
    assert "Put it on trial" not in page
    assert "Decide" not in page
    page = reader.as_(world.officer).reads(f"/services/{world.service.reference}")
    assert "On trial Whether mentors help. 1 June 2017 to 31 July 2017. It takes at most 6 people." in page


@pytest.mark.asks("S235")
def test_ended_without_a_decision_it_stands_on_three_homes(world: World, reader: Reader) -> None:
    reader.as_(world.manager).sends(record(world, "trial", "new"), TRIAL)
    reader.at(world.now + timedelta(days=70))
    for who, home in (
        (world.manager, "/provider"),
        (world.supply_chain_manager, "/prime"),
        (world.contract_manager, "/contract"),
    ):
        page = reader.as_(who).reads(home)
        assert "Decide what becomes of the trial of Change programme" in page, home
        assert "It ended on 31 July 2017, and nobody has decided" in page


def test_decided_with_its_figures_before_one(world: World, reader: Reader) -> None:
    reader.as_(world.manager).sends(record(world, "trial", "new"), TRIAL)
    referral = world.accepted()
    make.OutcomeFactory(referral=referral, recorded_by=world.worker)
    reader.as_(world.supply_chain_manager)
    page = reader.reads(record(world, "trial", "decide"))
    assert "People referred 1 person of at most 6" in page
    assert "Outcomes achieved 1 of 1 outcome recorded" in page
    assert "Select what becomes of this trial" in reader.is_refused(record(world, "trial", "decide"))
    page = reader.sends(record(world, "trial", "decide"), {"decision": "keep", "why": "It helps"})
    assert "Whether mentors help Kept" in page
    assert "Made permanent on 1 June 2017 by Owen Clark: It helps" in page
    reader.reads(record(world, "trial", "decide"), status=404)


@pytest.mark.asks("S246")
def test_whoever_oversees_the_scheme_clears_it_and_ends_that(world: World, reader: Reader) -> None:
    reader.as_(world.contract_manager)
    assert "Not cleared: the service is not for people managed under MAPPA." in reader.reads(record(world))
    first = {"from_on_day": "1", "from_on_month": "6", "from_on_year": "2017"}
    address = record(world, "clearances", "new")
    assert "Say what was checked" in reader.is_refused(address, first)
    page = reader.sends(address, {"checks": "Two workers vetted", **first})
    assert "Two workers vetted. Given by Imran Shah" in page
    reader.as_(world.officer)
    assert "Cleared for people managed under MAPPA" in reader.reads(f"/services/{world.service.reference}")
    reader.as_(world.contract_manager)
    clearance = world.service.clearances.get()
    last = {"last_day_day": "1", "last_day_month": "6", "last_day_year": "2017"}
    page = reader.sends(
        record(world, "clearances", clearance.pk, "end"), {"why": "The vetting lapsed", **last}
    )
    assert "Ended because: The vetting lapsed" in page
    reader.at(world.now + timedelta(days=1)).as_(world.officer)
    assert "Not cleared for people managed under MAPPA" in reader.reads(
        f"/services/{world.service.reference}"
    )


def test_its_keepers_read_a_clearance_and_give_none(world: World, reader: Reader) -> None:
    make.HighRiskClearanceFactory(service=world.service, during=Period(date(2017, 4, 1), date(2018, 4, 1)))
    page = reader.as_(world.manager).reads(record(world))
    assert "1 April 2017 to 31 March 2018 Cleared" in page
    assert "Clear it" not in page
    reader.reads(record(world, "clearances", "new"), status=404)
