"""A contract manager's pages: what waits, publishing a quarter, and the landscape as at a day."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.periods import Period
from throughline.open_data.models import Publication
from throughline.open_data.queries.unpublished import quarters_to_publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return charlenes_world()


@pytest.fixture
def manager(client: Client, world: World) -> Client:
    client.force_login(world.contract_manager)
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[-2000:]
    return " ".join(response.content.decode().split())


def test_a_quarter_that_is_over_waits_until_it_is_published(manager: Client, world: World) -> None:
    world.attended(world.allocated(), make.NOW)
    assert "Publish the supply chain return for April to June 2017" in text(manager, "/contract")
    address = f"/contract/publish/{world.scheme.code}/2017-18-q1"
    assert "Everybody can read it at once" in text(manager, address)
    sent = manager.post(address)
    assert sent.status_code == 302
    assert sent["Location"] == f"/open/returns/{world.scheme.code}/2017-18-q1"
    assert {one.kind for one in Publication.objects.all()} == {"return", "return_metadata", "ocds"}
    assert "Publish the supply chain return" not in text(manager, "/contract")


def test_only_quarters_with_money_wait_and_only_when_they_are_over(world: World) -> None:
    world.attended(world.allocated(), make.NOW)
    with acting_as(make.acting(world.contract_manager)) as actor:
        found = {on: quarters_to_publish(actor, on=on) for on in (date(2017, 6, 30), date(2017, 7, 1))}
        assert found[date(2017, 6, 30)] == []
        assert [str(one.quarter) for one in found[date(2017, 7, 1)]] == ["2017-18 Q1"]


def test_nobody_publishes_another_scheme_or_a_quarter_that_runs(manager: Client, world: World) -> None:
    other = make.SchemeFactory()
    text(manager, f"/contract/publish/{other.code}/2017-18-q1", status=404)
    text(manager, f"/contract/publish/{world.scheme.code}/2099-00-q1", status=404)


def test_lines_that_did_not_match_wait(manager: Client, world: World) -> None:
    returned = make.ProviderReturnFactory(scheme=world.scheme, payer=world.prime, provider=world.centre)
    assert f"Match return {returned.reference}" in text(manager, "/contract")
    match = make.ReconciliationFactory(provider_return=returned)
    for number, result in enumerate(("matched", "different", "duplicate")):
        line = make.ReturnLineFactory(provider_return=returned, number=number + 2)
        make.ReconciledLineFactory(reconciliation=match, return_line=line, result=result)
    page = text(manager, "/contract")
    assert f"Look at 2 lines of return {returned.reference} that did not match" in page
    assert "Match return" not in page


class TestTheLandscape:
    @pytest.fixture(autouse=True)
    def two_areas(self, world: World) -> None:
        self.dorset = make.AreaFactory(name="Dorset", code="C14")
        self.wales = make.AreaFactory(name="Wales", code="C10")
        for area in (self.dorset, self.wales):
            make.AgreementAreaFactory(agreement=world.chain[0], area=area)
        make.AgreementAreaFactory(agreement=world.chain[1], area=self.dorset)
        make.ServiceAreaFactory(service=world.service, area=self.dorset)
        self.voluntary = make.ServiceFactory(
            scheme=world.scheme, name="Choir", during=Period(date(2018, 1, 1), None)
        )
        make.ServiceAreaFactory(service=self.voluntary, area=self.wales)

    def rows(self, client: Client, more: str = "") -> list[list[str]]:
        found = client.get(f"/contract/landscape?format=csv{more}")
        lines = b"".join(found.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
        return [line.split(",") for line in lines[1:]]

    def test_every_provider_in_every_area(self, manager: Client, world: World) -> None:
        reference = [one.reference for one in world.chain]
        assert self.rows(manager, "&as_at=2018-03-01") == [
            ["Dorset", "Northmoor CRC", "1", "Company", "Not recorded", reference[0], ""],
            ["Dorset", "Northmoor Women's Centre", "2", "Charity or community organisation",
             "Not recorded", reference[1], "Change programme"],
            ["Wales", "Northmoor CRC", "1", "Company", "Not recorded", reference[0], ""],
            ["Wales", self.voluntary.deliverer.name, "", "Not recorded", "No agreement", "", "Choir"],
        ]  # fmt: skip

    def test_as_at_a_day_before_something_began(self, manager: Client) -> None:
        assert [row[0] for row in self.rows(manager, "&as_at=2017-12-31")] == ["Dorset", "Dorset", "Wales"]

    def test_narrowed_by_area_and_tier(self, manager: Client) -> None:
        found = self.rows(manager, "&as_at=2018-03-01&area=C14&tier=2")
        assert [row[1] for row in found] == ["Northmoor Women's Centre"]

    def test_an_inspector_sees_the_same_and_opens_an_agreement(self, client: Client, world: World) -> None:
        client.force_login(make.member("inspector", make.OrganisationFactory()))
        page = text(client, "/inspector/landscape?as_at=2018-03-01")
        assert "Northmoor Women&#39;s Centre" in page
        opened = text(client, f"/agreements/{world.chain[1].reference}")
        assert "Shown to its parties only" in opened
        assert "organisations in the chain" in text(client, "/inspector")
