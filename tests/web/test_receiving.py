"""The pages on which a referral is received: contacts, how it came, caseloads and waits."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests import factories as make
from tests.web.provider_world import Reader, reading_by_a_clock
from tests.world import World, charlenes_world
from throughline.line.models import Referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return reading_by_a_clock(client, settings, tmp_path / "clock", monkeypatch)


@pytest.fixture
def world() -> World:
    world = charlenes_world()
    for user, number in ((world.officer, 1), (world.worker, 2), (world.senior, 3), (world.manager, 4)):
        user.telephone = f"01632 96000{number}"
        user.save()
    return world


def address(referral: Referral, verb: str = "") -> str:
    return f"/referrals/{referral.reference}{verb}"


@pytest.mark.asks("S98")
def test_the_page_says_whom_to_telephone_and_what_to_tell(world: World, reader: Reader) -> None:
    make.ServiceInformationFactory(
        service=world.service, what="Who she lives with", why="Men wait outside", is_essential=True
    )
    referral = world.allocated()
    for viewer in (world.officer, world.worker, world.manager):
        page = reader.as_(viewer).reads(address(referral))
        assert "Responsible officer Helen Price, 01632 960001" in page
        assert "When the officer is away Nobody covers by name. Ask Janet Moss, 01632 960003" in page
        assert "Worker Amy Walsh, 01632 960002" in page
        assert "When the worker is away Nobody covers by name. Ask Ruth Adeyemi, 01632 960004" in page
        assert "Who she lives with Men wait outside Needed" in page
    prime = reader.as_(world.supply_chain_manager).reads(address(referral))
    assert "Who she lives with" not in prime
    assert "Janet Moss" not in prime


@pytest.mark.asks("S98")
def test_before_it_is_sent_the_officer_reads_what_to_tell(world: World, reader: Reader) -> None:
    make.ServiceInformationFactory(service=world.service, what="Who she lives with", why="Men wait outside")
    page = reader.as_(world.officer).reads(address(world.draft(), "/send"))
    assert "Who she lives with Men wait outside" in page


@pytest.mark.asks("S98")
def test_a_missing_number_refuses_and_waits_on_whoever_has_none(world: World, reader: Reader) -> None:
    referral = world.accepted()
    world.officer.telephone = ""
    world.officer.save()
    sent = {"worker": str(world.worker.pk)}
    page = reader.as_(world.manager).is_refused(address(referral, "/allocate"), sent)
    assert "Helen Price, the responsible officer, has no telephone number" in page
    assert "Record your telephone number at work" in reader.as_(world.officer).reads("/officer")
    page = reader.as_(world.officer).is_refused("/account/telephone", {"telephone": "ask me"})
    assert "Enter a telephone number, like 01632 960 001" in page
    reader.as_(world.officer).sends("/account/telephone", {"telephone": "01632 960 009"})
    assert "Record your telephone number" not in reader.as_(world.officer).reads("/officer")
    assert "now works with" in reader.as_(world.manager).sends(address(referral, "/allocate"), sent)


@pytest.mark.asks("S103")
def test_the_provider_says_how_it_came_and_the_figure_opens(world: World, reader: Reader) -> None:
    referral = world.sent()
    late = {"in_time": "no", "right_service": "yes", "words": ""}
    page = reader.as_(world.manager).is_refused(address(referral, "/receipt"), late)
    assert "Say what was late, or why it is not for this service" in page
    reader.as_(world.manager).sends(address(referral, "/receipt"), late | {"words": "Half-way through"})
    reader.as_(world.manager).sends(address(referral, "/receipt"), late | {"in_time": "yes"})
    for viewer in (world.officer, world.manager):
        page = reader.as_(viewer).reads(address(referral))
        assert "How it came In time and right" in page
        assert "Before that Late Half-way through" in page
    year = "?year=2017"
    assert "Helen Price 1 100" in reader.as_(world.senior).reads(f"/receipts{year}")
    assert "NPS Ridgeway All 1 100" in reader.as_(world.contract_manager).reads(f"/receipts{year}")
    page = reader.as_(world.contract_manager).reads(f"/receipts/marks{year}&how=right")
    assert referral.reference in page
    assert "Charlene" not in page
    assert "No referrals" in reader.as_(world.contract_manager).reads(f"/receipts/marks{year}&how=late")
    reader.as_(world.contract_manager).reads("/receipts?year=1066", 404)


@pytest.mark.asks("S110")
def test_a_worker_above_the_agreed_number_is_flagged_when_a_referral_is_given(
    world: World, reader: Reader
) -> None:
    assert "None agreed" in reader.as_(world.manager).reads("/caseloads")
    for day in ("1", "2"):  # what holds now, and what will from tomorrow
        sent = {"worker": "everybody", "most": day, "from_on_day": day}
        sent |= {"from_on_month": "6", "from_on_year": "2017"}
        reader.as_(world.manager).sends(f"/caseloads/{world.centre.reference}/new", sent)
    other = make.ServiceFactory(scheme=world.scheme, name="Debt advice", deliverer=world.centre)
    make.ServiceRouteFactory(service=other, route="core")
    world.allocated(service=other)
    referral = world.accepted()
    page = reader.as_(world.manager).reads(address(referral, "/allocate"))
    assert "1 open referral now, of 1 agreed. One more is above that" in page
    sent = {"worker": str(world.worker.pk), "over_caseload": ""}
    page = reader.as_(world.manager).is_refused(address(referral, "/allocate"), sent)
    assert "Amy Walsh has 1 open referrals" not in page
    assert "Amy Walsh has 1 open referral, and 1 is agreed" in page
    sent["over_caseload"] = "Nobody else is there in June"
    page = reader.as_(world.manager).sends(address(referral, "/allocate"), sent)
    assert "Amy Walsh had 1 open referral, of 1 agreed Nobody else is there in June" in page
    assert "Nobody else is there in June" in reader.as_(world.officer).reads(address(referral))
    assert "Above what is agreed" in reader.as_(world.manager).reads("/caseloads")
    assert "Nobody else is there in June" in reader.as_(world.manager).reads("/caseloads/above")


@pytest.mark.asks("S110")
def test_waits_are_read_beside_the_service_level(world: World, reader: Reader) -> None:
    world.accepted()
    for viewer in (world.manager, world.contract_manager):
        page = reader.as_(viewer).reads("/waits?year=2017")
        assert "From sending to the provider’s decision 5 business days 1 0 1 of 1 0 0" in page
        assert "From acceptance to a worker None is set" in page
