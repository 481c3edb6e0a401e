"""What is published, for machines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.open_data.chains import AS_AT, Q1, Landscape, landscape
from throughline.open_data.actions.publications import publish
from throughline.open_data.documents import What
from throughline.open_data.models import Publication
from throughline.open_data.queries.window import Window

pytestmark = pytest.mark.django_db

PUBLISHED = datetime(2017, 7, 17, 9, tzinfo=UTC)
ADDRESSES = {
    "/open/returns/tr/2017-18-q1.csv": "text/csv; charset=utf-8",
    "/open/returns/tr/2017-18-q1.csv-metadata.json": "application/json",
    "/open/ocds/releases/tr/2017-18-q1.json": "application/json",
}


@pytest.fixture(autouse=True)
def chain() -> Landscape:
    made = landscape()
    for what in What:
        publish(what=what, window=made.window, by=None, at=PUBLISHED)
    return made


@pytest.mark.asks("S199", "S213")
@pytest.mark.parametrize("address", ADDRESSES)
def test_anybody_reads_what_was_published(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == ADDRESSES[address]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Last-Modified"] == "Mon, 17 Jul 2017 09:00:00 GMT"
    assert response.content.decode() in set(Publication.objects.values_list("content", flat=True))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_reader_who_holds_the_edition_is_not_sent_it_again(client: Client, address: str) -> None:
    first = client.get(address)
    by_tag = client.get(address, headers={"if-none-match": first["ETag"]})
    by_day = client.get(address, headers={"if-modified-since": first["Last-Modified"]})
    for response in (by_tag, by_day):
        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] == first["ETag"]


@pytest.mark.asks("S199")
def test_an_earlier_edition_stays_readable(client: Client, chain: Landscape) -> None:
    address = "/open/returns/tr/2017-18-q1.csv"
    first = client.get(address)
    later = Window(chain.scheme, Q1, AS_AT + timedelta(days=30))
    publish(
        what=What.RETURN,
        window=later,
        by=None,
        at=PUBLISHED + timedelta(days=30),
        why_amended="Late registers",
    )
    assert client.get(address)["ETag"] != first["ETag"]
    assert client.get(address, {"edition": "1"}).content == first.content


@pytest.mark.parametrize(
    "address",
    [
        "/open/returns/tr/2017-18-q2.csv",
        "/open/returns/crs/2017-18-q1.csv",
        "/open/returns/tr/spring.csv",
        "/open/returns/tr/2017-18-q1.csv?edition=2",
        "/open/returns/tr/2017-18-q1.csv?edition=first",
        "/open/returns/tr/2017-18-q1.csv?edition=99999999999",
        "/open/ocds/releases/tr/2016-17-q4.json",
    ],
)
def test_what_was_not_published_is_not_found_in_a_sentence(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json()["message"].endswith(".")


def test_nothing_can_be_sent_to_it(client: Client) -> None:
    assert client.post("/open/returns/tr/2017-18-q1.csv").status_code == 405
