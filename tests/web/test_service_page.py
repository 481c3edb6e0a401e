"""The page of one service in full, as at any day, and the versions of its entry (S18, S62, S66, S172)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests import factories as make
from tests.web.provider_world import Reader, reading_by_a_clock
from tests.world import World, charlenes_world
from throughline.core.access import acting_as
from throughline.core.money import Money
from throughline.supply.actions.service_text import describe_service
from throughline.supply.models import Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return reading_by_a_clock(client, settings, tmp_path / "clock", monkeypatch)


@pytest.fixture
def world() -> World:
    world = charlenes_world()
    make.SchemeRuleFactory(
        scheme=world.scheme, name="tier_names", value={"1": "Prime (Tier 1)", "2": "Tier 2 provider"}
    )
    make.ServiceAreaFactory(service=world.service, area__name="Northmoor")
    world.service.refresh_from_db()
    return world


def page_of(world: World, query: str = "") -> str:
    return f"/services/{world.service.reference}{query}"


def in_full(world: World) -> Service:
    one = world.service
    said = {
        "summary": "Company and courage",
        "what_happens": "You meet a worker.\n\nYou plan the week.",
        "service_type": "women",
        "mode": "both",
        "channels": ["in_person", "phone"],
        "languages": ["cy", "en"],
        "sessions": 8,
        "session_minutes": 90,
        "weeks": 8,
        "indicative_rar_days": 4,
        "youngest": 18,
        "places": 12,
        "intake": "capped",
        "intake_cap": 5,
        "waiting_days": 9,
        "waiting_said_on": date(2017, 5, 30),
        "owner": world.manager,
        "confirmed_on": date(2017, 5, 30),
    }
    for name, value in said.items():
        setattr(one, name, value)
    one.save()
    make.ServicePopulationFactory(service=one, population="care_leavers", is_main=True)
    make.ServicePopulationFactory(service=one, population="carers")
    make.EligibilityRuleFactory(
        service=one, aspect="offence", accepts=[], refuses=["arson"], why="A shared house"
    )
    make.ServiceHoursFactory(
        place__service=one,
        place__name="The office",
        place__postcode="NM1 1AA",
        place__in_office="Northmoor probation office",
    )
    make.ServiceContactFactory(service=one, name="Ann Cole", telephone="01632 960004", is_public=True)
    make.ServiceContactFactory(service=one, name="Sam Reed", telephone="01632 960005")
    make.ServiceInformationFactory(service=one, what="Allergies", why="We cook", is_essential=True)
    make.ServiceEvidenceFactory(service=one, finding="Two in three kept their home", source="Our own count")
    return one


@pytest.mark.asks("S66")
def test_all_that_an_officer_asks_stands_on_its_page(world: World, reader: Reader) -> None:
    in_full(world)
    reader.as_(world.officer)
    page = reader.reads(page_of(world))
    for said in (
        "You meet a worker. You plan the week.",
        "Takes up to 5 referrals a month",
        "12 people at a time",
        "About 9 days, as stated on 30 May 2017",
        "One to one and in a group Face to face By telephone",
        "8 sessions of 90 minutes over 8 weeks",
        "Welsh English",
        "About 4 days For planning only: a day counts when it has been attended",
        "Women aged 18 or over",
        "Made for Care leavers",
        "Serves as well Carers and parents",
        "It does not take people whose kind of offence is arson. A shared house",
        "1 High Street, NM1 1AA In Northmoor probation office Tuesday 10am to 4pm",
        "Given in Northmoor (contract package area)",
        "Ann Cole 01632 960004",
        "Sam Reed 01632 960005",
        "Allergies Needed We cook",
        "Two in three kept their home Our own count",
        "Pays Ministry Prime (Tier 1) Northmoor CRC Tier 2 provider Northmoor Women's Centre , who gives",
        "Kept by Ruth Adeyemi",
        "Last confirmed 30 May 2017",
        "Confirmed every 90 days",
    ):
        assert said in page, said
    assert "Refer somebody" in page
    assert "Change this entry" not in page


def test_anybody_reads_neither_who_keeps_it_nor_private_contacts(world: World, reader: Reader) -> None:
    in_full(world)
    page = reader.reads(page_of(world))
    assert "Ann Cole" in page
    for private in ("Sam Reed", "01632 960005", "Ruth Adeyemi", "Every version"):
        assert private not in page


@pytest.mark.parametrize("keeper", ["manager", "supply_chain_manager", "contract_manager"])
def test_whoever_keeps_it_is_led_to_its_record(world: World, reader: Reader, keeper: str) -> None:
    page = reader.as_(getattr(world, keeper)).client.get(page_of(world)).content.decode()
    assert f'href="/kept-services/{world.service.reference}"' in page


class TestWhoPays:
    @pytest.mark.asks("S18")
    def test_each_route_with_payer_purchaser_and_price(self, world: World, reader: Reader) -> None:
        page = reader.as_(world.officer).reads(page_of(world))
        assert "Rate card NPS Ridgeway NPS Ridgeway £46.50 for each session attended" in page
        page = reader.as_(world.manager).reads(page_of(world))
        assert "Rate card NPS Ridgeway NPS Ridgeway By the rate card" in page
        assert "46.50" not in page

    @pytest.mark.asks("S172")
    def test_free_at_use_is_not_free(self, world: World, reader: Reader) -> None:
        council = make.OrganisationFactory(name="Northmoor Council")
        route = make.ServiceRouteFactory(
            service=world.service,
            route="co_commissioned",
            buyer=make.OrganisationFactory(name="Southmoor CRC"),
            payer=council,
            unit_cost=Money("31.00"),
            cost_unit="session",
            cost_source="its accounts",
            terms="Women of the county first",
        )
        make.RouteContributionFactory(route=route, organisation=council, share=6_000)
        make.RouteContributionFactory(route=route, share=4_000, organisation__name="Northmoor PCC")
        page = reader.reads(page_of(world))
        assert (
            "Co-commissioned Southmoor CRC Northmoor Council Nothing is charged at use "
            "Costs £31.00 for each session attended, by its accounts "
            "Women of the county first Northmoor Council pays 60% Northmoor PCC pays 40%" in page
        )

    @pytest.mark.asks("S172")
    def test_a_cost_nobody_knows_is_said_to_be_unknown(self, world: World, reader: Reader) -> None:
        make.ServiceRouteFactory(service=world.service, route="charitable")
        assert "Nothing is charged at use What it costs its payer is not recorded" in reader.reads(
            page_of(world)
        )

    @pytest.mark.asks("S18")
    def test_a_service_outside_the_chain_says_so(self, world: World, reader: Reader) -> None:
        outside = make.ServiceFactory(scheme=world.scheme, deliverer=world.centre, name="Through the gate")
        make.ServiceRouteFactory(service=outside, route="co_commissioned")
        outside.refresh_from_db()
        page = reader.reads(f"/services/{outside.reference}")
        assert "Outside the supply chain" in page
        assert "It is not counted in figures of the supply chain. You can refer to it." in page
        assert "Outside the supply chain" not in reader.reads(page_of(world))

    def test_a_route_of_another_day_is_not_shown(self, world: World, reader: Reader) -> None:
        make.ServiceRouteFactory(
            service=world.service,
            route="spot",
            buyer=make.OrganisationFactory(name="Southmoor CRC"),
            during=make.ever(date(2017, 8, 1)),
        )
        assert "Southmoor CRC" not in reader.reads(page_of(world))
        assert "Southmoor CRC" in reader.reads(page_of(world, "?as_at=2017-08-01"))


class TestAWithheldPlace:
    def test_is_said_and_not_shown(self, world: World, reader: Reader) -> None:
        make.ServicePlaceFactory(
            service=world.service, is_withheld=True, name="Juniper House", address="14 Hollow Lane"
        )
        for user in (None, world.officer, world.manager, world.contract_manager):
            if user is not None:
                reader.as_(user)
            page = reader.reads(page_of(world))
            assert "The place is withheld, to keep people safe." in page
            assert "Juniper" not in page
            assert "Hollow" not in page


class TestVersions:
    def described(self, world: World, words: str, days: int) -> None:
        with acting_as(make.acting(world.manager)):
            describe_service(
                service=world.service,
                name="Change programme",
                summary="",
                what_happens=words,
                by=world.manager,
                at=world.now + timedelta(days=days),
            )

    @pytest.fixture
    def changed(self, world: World) -> World:
        self.described(world, "We meet", 1)
        self.described(world, "We meet and walk", 5)
        return world

    @pytest.mark.parametrize(
        ("as_at", "said", "known"),
        [
            ("2017-06-01", "The provider has not said what happens in it.", False),
            ("2017-06-02", "We meet Kind of", True),
            ("2017-06-06", "We meet and walk", True),
        ],
    )
    def test_the_entry_as_at_a_day_is_its_version(
        self, changed: World, reader: Reader, as_at: str, said: str, known: bool
    ) -> None:
        reader.at(changed.now + timedelta(days=9))
        page = reader.reads(page_of(changed, f"?as_at={as_at}"))
        assert said in page
        assert ("No version of this entry had been kept by this day" not in page) is known

    @pytest.mark.asks("S59")
    @pytest.mark.parametrize("somebody", ["officer", "worker", "supply_chain_manager", "commissioner"])
    def test_everybody_in_the_scheme_reads_who_changed_what(
        self, changed: World, reader: Reader, somebody: str
    ) -> None:
        reader.as_(getattr(changed, somebody))
        page = reader.reads(page_of(changed, "/versions"))
        assert "3 versions" in page
        assert "Version 3 6 June 2017 at 10am Ruth Adeyemi" in page
        assert "What happens We meet" in reader.reads(page_of(changed, "/versions/2"))
        page = reader.reads(page_of(changed, "/differences?first=3&second=2"))
        assert "What happens: changed Was: We meet Is: We meet and walk" in page

    def test_what_is_the_same(self, changed: World, reader: Reader) -> None:
        page = reader.as_(changed.officer).reads(page_of(changed, "/differences?first=2&second=2"))
        assert "Nothing differs between these two." in page

    @pytest.mark.parametrize("address", ["/versions/9", "/versions/0"])
    def test_a_version_that_is_not_there(self, changed: World, reader: Reader, address: str) -> None:
        reader.as_(changed.officer).reads(page_of(changed, address), status=404)

    def test_two_that_are_not_there_are_not_compared(self, changed: World, reader: Reader) -> None:
        for query in ("?first=9&second=1", "?first=a", ""):
            reader.as_(changed.officer).reads(page_of(changed, f"/differences{query}"))

    def test_of_a_draft_only_those_who_keep_it_read(self, changed: World, reader: Reader) -> None:
        draft = make.ServiceFactory(scheme=changed.scheme, deliverer=changed.centre, state="draft")
        draft.refresh_from_db()
        address = f"/services/{draft.reference}/versions"
        reader.as_(changed.officer).reads(address, status=404)
        assert "Versions appear here" in reader.as_(changed.manager).reads(address)

    def test_the_list_takes_as_many_queries_for_many_as_for_few(self, changed: World, reader: Reader) -> None:
        reader.as_(changed.officer)

        def queries() -> int:
            with CaptureQueriesContext(connection) as counted:
                reader.reads(page_of(changed, "/versions"))
            return len(counted)

        few = queries()
        for days in range(6, 12):
            self.described(changed, f"We meet {days} times", days)
        assert queries() == few


def test_the_page_takes_as_many_queries_for_much_as_for_little(world: World, reader: Reader) -> None:
    reader.as_(world.officer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            reader.reads(page_of(world))
        return len(counted)

    one = in_full(world)
    make.RouteContributionFactory(route__service=one)
    few = queries()
    for turn in range(4):
        make.ServiceHoursFactory(place__service=one)
        make.ServiceContactFactory(service=one, is_public=True)
        make.ServiceInformationFactory(service=one, what=f"Thing {turn}")
        make.ServiceEvidenceFactory(service=one)
        make.RouteContributionFactory(route__service=one, route__buyer=make.OrganisationFactory())
    assert queries() == few
    assert few <= 45
