"""The directory's page: what is asked, for whom, where, and what stands on it."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from throughline.core.models import Area
from throughline.core.periods import Period

pytestmark = pytest.mark.django_db


def page(client: Client, **asked: str) -> str:
    """The page as it is read: no tags, single spaces."""
    response = client.get("/services", asked)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(response.content.decode())).split())


def names(client: Client, **asked: str) -> list[str]:
    """The services listed, in their order, from the download."""
    response: Any = client.get("/services", asked | {"format": "csv"})
    content = b"".join(response) if response.streaming else response.content
    return [row["Service"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]


@pytest.fixture
def gwent() -> Area:
    return make.AreaFactory(kind="pcc", code="gwent", name="Gwent")


@pytest.mark.asks("S65")
class TestForSomebody:
    def test_each_result_says_why_rule_by_rule(self, client: Client) -> None:
        make.ServiceFactory(name="Women’s centre", for_men=False, youngest=18)
        shown = page(client, sex="female")
        assert "Unknown because age is not recorded: it is for people aged 18 or over" in shown
        assert "Eligible: it is for women, and the person is female" in shown

    def test_what_is_not_for_them_is_left_out_counted_and_can_be_shown_last(self, client: Client) -> None:
        make.ServiceFactory(name="A women’s centre", for_men=False)
        make.ServiceFactory(name="Job club")
        assert names(client, sex="male") == ["Job club"]
        assert "1 more service that fits what you asked is not for this person" in page(client, sex="male")
        assert names(client, sex="male", not_for_them="shown") == ["Job club", "A women’s centre"]
        assert "Not eligible because it is for women" in page(client, sex="male", not_for_them="shown")

    def test_nothing_is_explained_while_nobody_is_asked_about(self, client: Client) -> None:
        make.ServiceFactory(for_men=False)
        assert "Is it for them?" not in page(client)

    def test_it_says_whom_it_is_not_asked_for(self, client: Client) -> None:
        assert "not managed under MAPPA" in page(client, age="30")
        assert "not managed under MAPPA" not in page(client)


class TestWhere:
    def test_a_place_finds_what_is_given_there(self, client: Client, gwent: Area) -> None:
        make.ServiceAreaFactory(service=make.ServiceFactory(name="There"), area=gwent)
        make.ServiceAreaFactory(service=make.ServiceFactory(name="Elsewhere"))
        assert names(client, place="Gwent") == ["There"]

    def test_whoever_is_asked_about_lives_there(self, client: Client, gwent: Area) -> None:
        make.ServiceAreaFactory(service=make.ServiceFactory(), area=gwent)
        for asked in ({"place": "Gwent"}, {"area": "pcc:gwent"}):
            assert "it is given in Gwent, and the person lives there" in page(client, sex="male", **asked)

    def test_an_area_that_does_not_stand_that_day_is_where_nobody_lives(self, client: Client) -> None:
        gone = make.AreaFactory(kind="pcc", code="gone", during=Period(date(2017, 6, 1), None))
        make.ServiceAreaFactory(service=make.ServiceFactory(), area=gone)
        shown = page(client, area="pcc:gone", sex="male", as_at="2017-05-01")
        assert "where the person lives is not recorded" in shown

    def test_a_place_that_is_not_known_is_said_beside_the_box_and_not_applied(self, client: Client) -> None:
        make.ServiceFactory(name="Job club")
        shown = page(client, place="Atlantis")
        assert "Atlantis" in shown
        assert "Error:" in shown
        assert "Job club" in shown

    @pytest.mark.parametrize("order", ["", "miles"])
    def test_from_a_postcode_the_nearer_comes_first_with_its_miles(self, client: Client, order: str) -> None:
        outcode = make.OutcodeFactory(code="NP20", latitude=51.58, longitude=-3.0)
        for name, latitude in (("A far one", 51.9), ("B near one", 51.59)):
            service = make.ServiceFactory(name=name)
            make.ServicePlaceFactory(service=service, latitude=latitude, longitude=-3.0)
        asked = {"place": outcode.code, "miles": "30", "order": order}
        assert names(client, **asked) == ["B near one", "A far one"]
        assert "0.7" in page(client, **asked)
        assert names(client, **asked | {"miles": "5"}) == ["B near one"]

    def test_in_a_place_outside_every_area_nothing_is_given(self, client: Client) -> None:
        make.OutcodeFactory(code="JE2", latitude=49.2, longitude=-2.1)
        make.ServiceAreaFactory(service=make.ServiceFactory())
        assert names(client, place="JE2") == []

    @pytest.mark.asks("S57")
    def test_near_but_outside_its_areas_it_is_an_exception(self, client: Client, gwent: Area) -> None:
        outcode = make.OutcodeFactory(code="NP20", latitude=51.58, longitude=-3.0)
        make.OutcodeAreaFactory(outcode=outcode, area=gwent)
        service = make.ServiceFactory(name="Over the border")
        make.ServiceAreaFactory(service=service)
        make.ServicePlaceFactory(service=service, latitude=51.6, longitude=-3.0)
        shown = page(client, place="NP20", miles="5", sex="female")
        assert "Over the border" in shown
        assert "Only as an exception, from outside the areas it is given in" in shown


class TestAvailability:
    def test_places_and_the_wait_stand_in_the_list_before_any_form(self, client: Client) -> None:
        make.ServiceFactory(places=12, waiting_days=5, waiting_said_on=date(2017, 5, 1))
        assert "12 of 12 places free Waits 5 days, as stated on 1 May 2017" in page(client)

    def test_a_closed_service_comes_last_and_names_its_alternative(self, client: Client) -> None:
        other = make.ServiceFactory(name="Z other")
        make.ServiceFactory(name="A closed", intake="closed", alternative=other)
        assert names(client) == ["Z other", "A closed"]
        assert names(client, availability="open") == ["Z other"]
        assert "Closed to new referrals Z other" in page(client)

    def test_of_another_day_nothing_is_said_of_places(self, client: Client) -> None:
        make.ServiceFactory(places=12)
        assert "12 of 12" not in page(client, as_at="2018-05-01")


class TestMoreQuestions:
    ASKED = {
        "population": (
            "veterans",
            lambda one: make.ServicePopulationFactory(service=one, population="veterans"),
        ),
        "weekday": ("2", lambda one: make.ServiceHoursFactory(place__service=one, weekday=2)),
        "in_office": (
            "yes",
            lambda one: make.ServicePlaceFactory(service=one, in_office="Northmoor probation office"),
        ),
    }
    SAID = {"mode": "group", "service_type": "arts"}

    @pytest.mark.parametrize("question", ASKED)
    def test_what_stands_beside_the_entry(self, client: Client, question: str) -> None:
        answer, furnish = self.ASKED[question]
        make.ServiceFactory(name="Not this")
        furnish(make.ServiceFactory(name="This"))
        assert names(client, **{question: answer}) == ["This"]

    @pytest.mark.parametrize("question", SAID)
    def test_what_the_entry_says_itself(self, client: Client, question: str) -> None:
        make.ServiceFactory(name="Not this")
        make.ServiceFactory(name="This", **{question: self.SAID[question]})
        assert names(client, **{question: self.SAID[question]}) == ["This"]

    def test_they_stand_open_once_one_is_answered(self, client: Client) -> None:
        for asked, opened in (({}, False), ({"mode": "group"}, True), ({"miles": "far"}, True)):
            source = client.get("/services", asked).content.decode()
            line = r'<details class="govuk-details"( open)?>\s*<summary[^>]*><span[^>]*>Ask for more'
            found = re.search(line, source)
            assert found
            assert bool(found[1]) is opened


class TestTheMap:
    def test_places_stand_on_it_by_the_number_of_their_row(self, client: Client) -> None:
        for name in ("A", "B"):
            service = make.ServiceFactory(name=name)
            make.ServicePlaceFactory(service=service, name="Centre", latitude=51.5, longitude=-3.1)
        source = client.get("/services").content.decode()
        assert "1: A, Centre" in source
        assert "2: B, Centre" in source

    def test_a_withheld_place_is_on_none(self, client: Client) -> None:
        place = make.ServicePlaceFactory(latitude=51.5, longitude=-3.1, is_withheld=True)
        keeper = make.member("provider_manager", place.service.deliverer)
        client.force_login(keeper)
        assert "tl-map" not in client.get("/services").content.decode()


def test_pages_and_the_file_hold_every_result_once(client: Client) -> None:
    made = {make.ServiceFactory(name=f"Service {number:02d}").name for number in range(30)}
    first, second = (page(client, page=number) for number in ("1", "2"))
    assert "30 services, showing 1 to 25" in first
    assert "30 services, showing 26 to 30" in second
    assert [name for name in sorted(made) if name in first] == sorted(made)[:25]
    assert [name for name in sorted(made) if name in second] == sorted(made)[25:]
    assert names(client) == sorted(made)


def test_asking_leaves_nothing_behind(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        page(client, sex="female", age="30")
    assert len(asked) > 1
    assert [one["sql"] for one in asked if re.match("INSERT|UPDATE|DELETE", one["sql"])] == []
