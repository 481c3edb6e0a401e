"""The pages of open data, read by somebody who has not signed in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.open_data.chains import AS_AT, Q1, Landscape, landscape
from throughline.open_data.actions.publications import publish
from throughline.open_data.documents import What
from throughline.open_data.queries.window import Window

pytestmark = pytest.mark.django_db

PUBLISHED = datetime(2017, 7, 17, 9, tzinfo=UTC)
PAGE = "/open/returns/tr/2017-18-q1"


@pytest.fixture
def chain() -> Landscape:
    made = landscape()
    made.attend("Gardening", people=2, rates=("1200", "900", "700"))
    made.attend("Debt advice", people=12, rates=("80", "46.50"))
    for what in What:
        publish(what=what, window=made.window, by=None, at=PUBLISHED)
    return made


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(plain.split())


def test_before_anything_is_published_the_page_says_what_will_be(client: Client) -> None:
    assert "Nothing is published yet" in text_of(client, "/open/")


@pytest.mark.asks("S199", "S213")
def test_what_is_published_is_listed_and_each_link_leads_there(client: Client, chain: Landscape) -> None:
    page = client.get("/open/").content.decode()
    links = set(re.findall(r'href="(/open/[^"]+)"', page)) - {"/open/", "/open/intentions", "/open/codes"}
    assert links == {PAGE, f"{PAGE}.csv", "/open/ocds/releases/tr/2017-18-q1.json"}
    assert {client.get(link).status_code for link in links} == {200}


@pytest.mark.asks("S199", "S213")
def test_the_return_shows_the_chain_with_its_numbers_and_money(client: Client, chain: Landscape) -> None:
    text = text_of(client, PAGE)
    for words in (
        "Brightside Company 04123456 Charity 1123456",
        "The Mill No number recorded",
        "£2,358.00",
        "£1,002.00",
        "3 agreements",
    ):
        assert words in text


@pytest.mark.asks("S214")
def test_each_total_says_its_base_and_its_day(client: Client, chain: Landscape) -> None:
    text = text_of(client, PAGE)
    assert "Counted from 3 agreements, as recorded by the end of 14 July 2017" in text
    assert "of 14 arranged, 14 recorded" in text
    assert "What to know before using these figures" in text
    assert "&#39;not known&#39; is not a number of the Charity Commission" in text


def test_small_numbers_are_hidden_on_the_page_too(client: Client, chain: Landscape) -> None:
    assert text_of(client, PAGE).count("Hidden") >= 3


@pytest.mark.asks("S199")
def test_an_amended_return_says_why_and_leads_to_the_earlier(client: Client, chain: Landscape) -> None:
    later = Window(chain.scheme, Q1, AS_AT + timedelta(days=30))
    publish(
        what=What.RETURN,
        window=later,
        by=None,
        at=PUBLISHED + timedelta(days=30),
        why_amended="Late registers",
    )
    assert "Late registers" in text_of(client, PAGE)
    earlier = text_of(client, f"{PAGE}?edition=1")
    assert "This is an earlier edition" in earlier
    assert "as recorded by the end of 14 July 2017" in earlier


@pytest.mark.parametrize(
    "address",
    ["/open/returns/tr/2017-18-q2", "/open/returns/tr/2017-19-q1", f"{PAGE}?edition=7", f"{PAGE}?edition=x"],
)
def test_what_was_not_published_is_not_found(client: Client, chain: Landscape, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_page_asks_the_database_little(
    client: Client, chain: Landscape, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8):
        client.get(PAGE)
