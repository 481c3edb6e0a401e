"""Up to three services chosen from a search and compared line by line, for anybody and for a person (S56)."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests import factories as make
from tests.web.provider_world import Reader, reading_by_a_clock, text_of
from tests.world import World, charlenes_world
from throughline.supply.models import Service

pytestmark = [pytest.mark.django_db, pytest.mark.asks("S56")]


@pytest.fixture
def reader(client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return reading_by_a_clock(client, settings, tmp_path / "clock", monkeypatch)


def made(name: str, **said: Any) -> Service:
    service = make.ServiceFactory(name=name, **said)
    service.refresh_from_db()
    return service


def address(*services: Service, **more: str) -> str:
    parts = [f"service={one.reference}" for one in services]
    return "/services/compare?" + "&".join([*parts, *(f"{name}={value}" for name, value in more.items())])


def lines(client: Client, where: str) -> dict[str, list[str]]:
    """The comparison as its file has it: the cells of each line, and whether they differ."""
    answer: Any = client.get(f"{where}&format=csv")
    read = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    return {row[0]: row[1:] for row in read}


def links(client: Client, where: str) -> dict[str, str]:
    """Where the links of a page lead, by what they say."""
    source = client.get(where).content.decode()
    found = re.findall(
        r'<a href="([^"]+)"[^>]*>(.*?)</a>|<a class="[^"]+" href="([^"]+)"[^>]*>(.*?)</a>', source, re.S
    )
    return {
        " ".join(re.sub(r"<[^>]+>", " ", text or other).split()): unescape(one or two)
        for one, text, two, other in found
    }


class TestChoosing:
    def test_each_result_has_a_box_that_belongs_to_the_form_which_compares(self, client: Client) -> None:
        service = made("Job club")
        source = client.get("/services", {"words": "job", "as_at": "2018-05-01"}).content.decode()
        assert f'form="compare" name="service" id="compare-{service.reference}"' in source
        assert 'id="compare" method="get" action="/services/compare"' in source
        assert 'name="search" value="words=job&amp;as_at=2018-05-01"' in source
        assert 'name="as_at" value="2018-05-01"' in source

    def test_what_was_chosen_stays_ticked_on_its_page_and_on_others(self, client: Client) -> None:
        first, other = made("Job club"), made("Debt advice")
        asked = {"words": "job", "chosen": [first.reference, other.reference]}
        source = client.get("/services", asked).content.decode()
        assert source.count(" checked>") == 2
        page = text_of(client.get("/services", asked))
        assert "Chosen before Debt advice Tick up to 3" in page
        assert f'name="chosen" value="{other.reference}"' in source

    def test_boxes_are_not_in_the_file(self, client: Client) -> None:
        made("Job club")
        answer: Any = client.get("/services?format=csv")
        assert "Compare" not in b"".join(answer).decode()

    def test_where_nothing_was_found_nothing_is_compared(self, client: Client) -> None:
        assert "Compare those ticked" not in client.get("/services").content.decode()


class TestComparing:
    def test_line_by_line_with_what_differs(self, client: Client) -> None:
        women = made("Women’s centre", for_men=False, mode="group", languages=["en"], indicative_rar_days=4)
        club = made("Job club", languages=["en"], places=12, waiting_days=5, waiting_said_on=date(2017, 5, 1))
        said = lines(client, address(women, club))
        assert said["For"] == ["Women aged 18 or over" if women.youngest else "Women", "Women and men", "yes"]
        assert said["Languages"] == ["English", "English", "no"]
        assert said["RAR days"][1:] == ["Nothing is recorded", "yes"]
        assert said["RAR days"][0].startswith("About 4 days")
        assert (
            said["Availability and wait"][1] == "12 of 12 places free\nWaits 5 days, as stated on 1 May 2017"
        )
        page = text_of(client.get(address(women, club)))
        assert "For Differs Women’s centre Women" in page
        assert "Languages The same" in page
        differing = sum(row[-1] == "yes" for row in said.values())
        assert f"They differ in {differing} of {len(said) - 1} lines." in page

    def test_all_that_is_asked_of_a_service(self, client: Client) -> None:
        one = made("Job club", what_happens="You meet a worker.", sessions=8)
        make.ServiceHoursFactory(place__service=one, place__name="The office", place__postcode="NM1 1AA")
        make.EligibilityRuleFactory(
            service=one, aspect="offence", accepts=[], refuses=["arson"], why="A shared house"
        )
        make.ServiceNeedFactory(service=one, need="finance")
        make.ServiceAreaFactory(service=one, area__name="Northmoor")
        make.ServiceContactFactory(service=one, name="Ann Cole", telephone="01632 960004", is_public=True)
        make.ServiceContactFactory(service=one, name="Sam Reed", telephone="01632 960005")
        make.ServiceRouteFactory(
            service=one, route="charitable", payer=make.OrganisationFactory(name="A trust")
        )
        said = lines(client, address(one))
        assert said["What happens in a session"][0] == "You meet a worker."
        assert said["Usual dose"][0] == "8 sessions"
        assert said["Where and when"][0].startswith("The office. ")
        assert "NM1 1AA. Tuesday 10am to 4pm" in said["Where and when"][0]
        assert (
            said["Who can come"][0]
            == "It does not take people whose kind of offence is arson. A shared house"
        )
        assert "finance" in said["Needs it answers"][0].lower()
        assert said["Given in"][0] == "Northmoor (contract package area)"
        assert said["Whom to ask"][0].startswith("Ann Cole, ")
        assert "Sam Reed" not in said["Whom to ask"][0]
        assert "Paid by: A trust. Nothing is charged at use" in said["How it is paid for"][0]

    def test_as_at_a_day(self, client: Client) -> None:
        one = made("Job club", places=12)
        page = text_of(client.get(address(one, as_at="2018-05-01")))
        assert "As at 1 May 2018" in page
        assert "12 of 12" not in page
        assert "Places: 12 people at a time" in page

    def test_a_withheld_place_is_said_and_not_shown(self, client: Client) -> None:
        one, other = made("Job club"), made("Debt advice")
        make.ServicePlaceFactory(
            service=one, is_withheld=True, name="Juniper House", address="14 Hollow Lane"
        )
        client.force_login(make.member("provider_manager", one.deliverer))
        page = client.get(address(one, other)).content.decode()
        assert "The place is withheld, to keep people safe." in page
        for text in (page, str(lines(client, address(one, other)))):
            assert "Juniper" not in text
            assert "Hollow" not in text

    def test_a_column_can_be_removed(self, client: Client) -> None:
        first, second = made("Job club"), made("Debt advice")
        removed = links(client, address(first, second, search="words%3Djob"))["Remove Debt advice"]
        page = text_of(client.get(f"/services/compare{removed}"))
        assert "Debt advice" not in page
        assert "One service is chosen. Choose another to see where they differ." in page
        assert parse_qs(removed[1:])["search"] == ["words=job"]

    def test_a_fourth_is_refused(self, client: Client) -> None:
        four = [made(name) for name in ("Job club", "Debt advice", "Allotment", "Boxing")]
        page = text_of(client.get(address(*four)))
        assert (
            "You can compare up to 3 services at a time. Boxing is not shown. "
            "Remove one of the others to see it" in page
        )
        assert "Remove Boxing" not in page
        assert "Choose others" in page

    def test_one_that_is_not_in_the_directory_is_left_out_and_said(self, client: Client) -> None:
        draft = made("Not yet", state="draft")
        page = text_of(client.get(address(made("Job club"), draft)))
        assert "One you chose is not in the directory, and is left out." in page
        assert "Not yet" not in page

    def test_nothing_is_chosen(self, client: Client) -> None:
        assert "Nothing to compare yet. Find services" in text_of(client.get("/services/compare"))

    def test_the_way_back_is_the_search_with_what_was_chosen(self, client: Client) -> None:
        one = made("Job club")
        back = urlsplit(links(client, address(one, search="words%3Djob%26chosen%3DX"))["Back to the search"])
        assert back.path == "/services"
        assert parse_qs(back.query) == {"words": ["job"], "chosen": [one.reference]}

    def test_it_leads_nowhere_else(self, client: Client) -> None:
        back = links(client, address(search="https%3A//elsewhere.example/"))["Back to the search"]
        assert back.startswith("/services?")

    def test_its_queries_are_bounded(self, client: Client) -> None:
        three = [made(name) for name in ("Job club", "Debt advice", "Allotment")]
        for one in three:
            for _ in range(3):
                make.ServiceHoursFactory(place__service=one)
                make.ServiceContactFactory(service=one, is_public=True)
                make.ServiceAreaFactory(service=one)
        with CaptureQueriesContext(connection) as counted:
            client.get(address(*three))
        assert len(counted) <= 90


class TestPrices:
    def test_they_stand_for_those_who_may_see_them_and_for_nobody_else(self, reader: Reader) -> None:
        world = charlenes_world()
        where = address(world.service)
        assert "Price on the rate card" not in lines(reader.client, where)
        reader.as_(world.officer)
        assert "£46.50" in lines(reader.client, where)["Price on the rate card"][0]
        reader.as_(world.manager)
        assert "46.50" not in str(lines(reader.client, where))


class TestForAPerson:
    @pytest.fixture
    def world(self) -> World:
        return charlenes_world()

    def test_it_says_of_each_whether_it_is_for_them(self, world: World, reader: Reader) -> None:
        men = made("For men alone", for_women=False, scheme=world.scheme)
        reader.as_(world.officer)
        begins = f"/people/{world.person.reference}/services"
        page = reader.reads(f"{begins}/compare?service={men.reference}&service={world.service.reference}")
        assert "Is it for them? Differs For men alone Not eligible" in page
        assert "Not eligible because it is for men" in page

    def test_its_search_leads_there_and_back(self, world: World, reader: Reader) -> None:
        reader.as_(world.officer)
        begins = f"/people/{world.person.reference}/services"
        assert f'action="{begins}/compare"' in reader.client.get(begins).content.decode()
        back = links(reader.client, f"{begins}/compare?service={world.service.reference}&search=words%3Dwork")
        assert back["Back to the search"] == f"{begins}?words=work&chosen={world.service.reference}"

    def test_nobody_else_finds_it(self, world: World, reader: Reader) -> None:
        reader.as_(world.manager).reads(f"/people/{world.person.reference}/services/compare", status=404)
