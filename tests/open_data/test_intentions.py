"""Commissioning intentions as kept editions, for people and for machines."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from datetime import date, timedelta

import pytest
from django.test import Client

from tests import factories as make
from tests.intending import DUE, IN_TIME, YEAR, Intending, intending
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.models import User
from throughline.core.money import Money
from throughline.core.time import FinancialYear
from throughline.open_data.actions.intentions import publish_intentions
from throughline.open_data.actions.publications import AmendmentSaysNothing
from throughline.open_data.intention_columns import COLUMNS
from throughline.open_data.intentions_file import csv_cell
from throughline.open_data.models import Publication
from throughline.open_data.queries.intentions_due import (
    intentions_to_publish,
    standing_of,
    years_of,
    years_stated,
)
from throughline.open_data.queries.published_intentions import all_published, published_intentions

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> Intending:
    return intending()


def path(who: Intending, ending: str = "") -> str:
    return f"/open/intentions/tr/2018-19/{who.division.reference}{ending}"


def words_of(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.mark.asks("S198")
def test_the_page_the_csv_and_the_json_say_the_same(client: Client, who: Intending) -> None:
    who.stated()
    who.stated(title="=Debt advice", form="contract", opens_on=None, value_from=None, value_to=None)
    dropped = who.stated(title="Housing advice", value_from=Money("750000"), value_to=Money("750000"))
    who.moved(dropped, "drop", why="The money went elsewhere")
    who.published()
    described = json.loads(client.get(path(who, ".json")).content)
    lines = list(csv.DictReader(io.StringIO(client.get(path(who, ".csv")).content.decode(), newline="")))
    assert len(lines) == 3
    assert lines == [
        {column.name: csv_cell(column, one[column.name]) for column in COLUMNS}
        for one in described["intentions"]
    ]
    page = words_of(client.get(path(who)).content.decode())
    for one in described["intentions"]:
        assert set(one) == {column.name for column in COLUMNS}
        for name, value in one.items():
            for part in value if isinstance(value, list) else [value]:
                assert shown(name, part) in page, name


@pytest.mark.asks("S198")
def test_what_is_stated_stands_in_the_file(client: Client, who: Intending) -> None:
    kind = make.ServiceKindFactory(scheme=who.scheme, name="Mentoring")
    one = who.stated(kind=kind)
    who.published()
    described = json.loads(client.get(path(who, ".json")).content)
    assert (described["body"]["name"], described["year"]) == ("NPS Ridgeway", "2018/19")
    assert described["intentions"] == [
        {
            "intention": one.reference,
            "title": "Mentoring for women",
            "description": "For sixty women a year",
            "kind_of_service": "Mentoring",
            "needs": ["Mentoring and peer support", "Women's services"],
            "area": "Northmoor",
            "area_code": f"cpa:{who.area.code}",
            "form": "Grant",
            "status": "Planned",
            "why_dropped": None,
            "opens_on": "2018-05-01",
            "starts_on": "2018-09-01",
            "ends_on": "2020-08-31",
            "value_from": "50000.00",
            "value_to": "80000.00",
            "whom_to_ask": "commissioning@example.org",
        }
    ]


def shown(name: str, value: str | None) -> str:
    """A part of the file in the words of the page."""
    if value is None:
        return {"opens_on": "No bids are asked for", "value_from": "Not stated"}.get(name, "")
    if name.endswith("_on"):
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return Money(value).display() if name.startswith("value") else value


@pytest.mark.asks("S198")
def test_an_amended_edition_says_why_and_the_earlier_stays(client: Client, who: Intending) -> None:
    who.stated()
    first = who.published()
    who.stated(title="Debt advice", form="contract")
    with pytest.raises(AmendmentSaysNothing, match="Say why the publication for 2018/19 is amended"):
        who.published(at=IN_TIME + timedelta(days=30))
    second = who.published(at=IN_TIME + timedelta(days=30), why="A contract was added")
    assert (first.edition, second.edition, second.why_amended) == (1, 2, "A contract was added")
    assert b"Debt advice" in client.get(path(who, ".json")).content
    assert b"Debt advice" not in client.get(path(who, ".json") + "?edition=1").content
    latest = words_of(client.get(path(who)).content.decode())
    assert "Edition 2 published" in latest
    assert "A contract was added" in latest
    earlier = words_of(client.get(path(who) + "?edition=1").content.decode())
    assert "This is an earlier edition" in earlier
    assert "Debt advice" not in earlier


def test_publishing_the_same_again_adds_nothing(who: Intending) -> None:
    who.stated()
    assert who.published() == who.published(at=IN_TIME + timedelta(days=1))


def test_what_is_stated_later_is_not_read_until_it_is_published(client: Client, who: Intending) -> None:
    who.stated()
    who.published()
    who.stated(title="Debt advice")
    assert "Debt advice" not in client.get(path(who)).content.decode()
    assert [one.title for one in all_published("tr", YEAR)] == ["Mentoring for women"]


def test_a_body_publishes_that_it_means_to_buy_nothing(client: Client, who: Intending) -> None:
    who.published()
    assert "does not mean to buy anything" in client.get(path(who)).content.decode()
    assert standing_of(who.scheme, YEAR, on=DUE)[0].first_on == IN_TIME.date()


@pytest.mark.parametrize("role", ["responsible_officer", "contract_manager"])
def test_nobody_publishes_for_a_body_but_its_own(who: Intending, role: str) -> None:
    user = make.member(role, who.scheme.steward)
    with acting_as(make.acting(user)), pytest.raises(NotAllowed):
        publish_intentions(scheme=who.scheme, body=who.division, year=YEAR, by=user, at=IN_TIME)


@pytest.mark.asks("S198")
@pytest.mark.parametrize(
    ("on", "late"),
    [
        pytest.param(DUE, [], id="on the last day in time"),
        pytest.param(DUE + timedelta(days=1), ["NPS Ridgeway", "Northmoor CRC"], id="the day after"),
    ],
)
def test_a_body_is_late_from_the_day_after(who: Intending, on: date, late: list[str]) -> None:
    standing = standing_of(who.scheme, YEAR, on=on)
    assert [one.name for one in standing if one.is_late] == late
    assert {one.days_late for one in standing} == {1 if late else 0}


def test_whoever_published_late_is_no_longer_late_and_stands_as_published_late(who: Intending) -> None:
    who.published(at=IN_TIME + timedelta(days=20))
    division, _ = standing_of(who.scheme, YEAR, on=date(2018, 6, 1))
    assert (division.is_late, division.days_late, division.latest) == (False, 4, 1)


def test_only_those_who_commission_on_the_last_day_in_time_are_asked(who: Intending) -> None:
    make.AreaRoleFactory(scheme=who.scheme, role="co_commissioner")
    make.AreaRoleFactory(scheme=who.scheme, role="division", during=make.ever(DUE + timedelta(days=1)))
    assert len(standing_of(who.scheme, YEAR, on=DUE)) == 2


@pytest.mark.parametrize(
    ("on", "years"),
    [
        pytest.param(date(2017, 11, 1), [], id="more than 90 days before the first is due"),
        pytest.param(date(2017, 11, 2), [2018], id="90 days before"),
        pytest.param(date(2019, 2, 1), [2019, 2018], id="a year later"),
    ],
)
def test_years_are_listed_from_90_days_before_they_are_due(
    who: Intending, on: date, years: list[int]
) -> None:
    assert [one.start_year for one in years_of(who.scheme, on=on)] == years


def test_a_year_published_early_is_listed_at_once(who: Intending) -> None:
    who.published(at=make.NOW)
    assert years_of(who.scheme, on=make.NOW.date()) == [FinancialYear(2018)]


def waiting(user: User, on: date) -> list[tuple[str, int | None]]:
    actor = make.acting(user)
    with acting_as(actor):
        return [(str(one.year), one.latest) for one in intentions_to_publish(actor, on=on)]


def test_what_is_to_be_published_waits_on_the_body(who: Intending) -> None:
    on = IN_TIME.date()
    assert waiting(who.commissioner, date(2017, 10, 1)) == []
    assert waiting(who.commissioner, on) == [("2018/19", None)]
    intention = who.stated()
    who.published()
    assert waiting(who.commissioner, on) == []
    who.moved(intention, "talk")
    assert waiting(who.commissioner, on) == [("2018/19", 1)]
    assert waiting(who.commissioner, date(2019, 4, 1)) == [("2019/20", None)]


def test_a_body_sees_this_year_and_the_next_beside_their_editions(who: Intending) -> None:
    who.stated()
    with acting_as(make.acting(who.commissioner)):
        found = years_stated(make.acting(who.commissioner), on=IN_TIME.date())
    assert [(str(one.year), one.due, one.stated) for one in found] == [
        ("2017/18", None, 0),
        ("2018/19", DUE, 1),
    ]


def test_each_body_has_editions_of_its_own(who: Intending) -> None:
    who.published()
    prime = make.member("supply_chain_manager", who.prime)
    with acting_as(make.acting(prime)):
        made = publish_intentions(scheme=who.scheme, body=who.prime, year=YEAR, by=prime, at=IN_TIME)
    assert made.edition == 1
    assert Publication.objects.filter(kind="intentions_csv").count() == 2
    found = published_intentions("tr", YEAR, who.prime.reference)
    assert found is not None
    assert found.edition == made


@pytest.mark.parametrize(
    "address", ["/open/intentions/tr/2018-20/OR-1.json", "/open/intentions/tr/2018-19/OR-1.csv"]
)
def test_machines_are_told_what_is_not_there(client: Client, who: Intending, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.json()["error"] == "not found"
