"""A body's pages of what it means to buy, and everybody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests import factories as make
from tests.intending import IN_TIME, Intending, intending
from tests.web.reading import answered, as_read, settable_clock
from throughline.supply.models import Intention

pytestmark = pytest.mark.django_db

GIVEN = {
    "year": "2018",
    "title": "Mentoring for women",
    "needs": ["mentoring", "women"],
    "form": "grant",
    "opens_on_day": "1",
    "opens_on_month": "5",
    "opens_on_year": "2018",
    "starts_on_day": "1",
    "starts_on_month": "9",
    "starts_on_year": "2018",
    "ends_on_day": "31",
    "ends_on_month": "8",
    "ends_on_year": "2020",
    "value_from": "50,000",
    "value_to": "80000",
    "whom_to_ask": "commissioning@example.org",
}


@pytest.fixture
def set_clock(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[datetime], None]:
    set_clock = settable_clock(settings, tmp_path, monkeypatch)
    set_clock(IN_TIME)
    return set_clock


@pytest.fixture
def who(set_clock: Callable[[datetime], None]) -> Intending:
    return intending()


@pytest.mark.asks("S198")
def test_from_the_form_to_what_everybody_reads(client: Client, who: Intending) -> None:
    user = who.commissioner
    new = f"/intentions/new/tr/{who.division.reference}"
    assert new in client_reads(client, user, "/intentions")
    said = answered(client, user, new, {**GIVEN, "area": str(who.area.pk)})
    assert "Mentoring for women stated" in said
    assert "Nobody else reads this until you publish" in said
    assert "£50,000.00 to £80,000.00" in said
    assert "Ends 31 August 2020" in said
    publish = f"/intentions/publish/tr/2018-19/{who.division.reference}"
    assert publish in client_reads(client, user, "/intentions")
    said = answered(client, user, publish, {})
    assert "Intentions for 2018/19 published, as edition 1" in said
    client.logout()
    page = client.get("/open/intentions/tr/2018-19").content.decode()
    assert "Mentoring for women" in page
    assert f"/open/intentions/tr/2018-19/{who.division.reference}" in page


@pytest.mark.asks("S198")
def test_a_late_body_is_listed_for_everybody(
    client: Client, who: Intending, set_clock: Callable[[datetime], None]
) -> None:
    who.published()
    set_clock(IN_TIME + timedelta(days=28))
    page = " ".join(client.get("/open/intentions/tr/2018-19").content.decode().split())
    assert page.count("Late by") == 1
    assert page.index("Northmoor CRC") < page.index("Late by 12 days") < page.index("NPS Ridgeway")
    assert "1 late" in client.get("/open/intentions").content.decode()


def test_a_change_is_published_with_its_reason(client: Client, who: Intending) -> None:
    intention = who.stated()
    who.published()
    user = who.commissioner
    given = {**GIVEN, "title": "Mentoring for men", "area": str(who.area.pk)}
    answered(client, user, f"/intentions/{intention.reference}/change", given)
    assert "Changed since" in as_read(client, user, "/intentions")
    assert "Publish what has changed in the intentions of NPS Ridgeway for 2018/19" in as_read(
        client, user, "/commissioner"
    )
    publish = f"/intentions/publish/tr/2018-19/{who.division.reference}"
    assert "Say what has changed, and why" in answered(client, user, publish, {}, status=200)
    said = answered(client, user, publish, {"why_amended": "Men were left out"})
    assert "Men were left out" in said
    assert "Mentoring for men" in said


@pytest.mark.parametrize(
    ("verb", "given", "said"),
    [
        ("talk", {}, "stands as: talking with providers"),
        ("open", {}, "stands as: open for bids or applications"),
        ("award", {}, "stands as: awarded"),
        ("drop", {"why": "The money went elsewhere"}, "stands as: no longer intended"),
    ],
)
def test_what_became_of_it(
    client: Client, who: Intending, verb: str, given: dict[str, str], said: str
) -> None:
    intention = who.stated()
    address = f"/intentions/{intention.reference}/{verb}"
    assert said in answered(client, who.commissioner, address, given)


def test_a_move_that_is_not_open_leads_back(client: Client, who: Intending) -> None:
    intention = who.stated()
    client.force_login(who.commissioner)
    assert client.get(f"/intentions/{intention.reference}/resume").status_code == 302


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": ""}, "Enter what you mean to buy"),
        ({"needs": []}, "Select at least one need"),
        ({"form": ""}, "Select whether it is to be a grant or a contract"),
        ({"ends_on_year": "2017"}, "Last day of the work must be on or after the day it starts"),
        ({"opens_on_month": "10"}, "must be on or before the day the work starts, 1 September 2018"),
        ({"value_to": ""}, "Enter both values, the same one twice, or neither"),
        ({"value_from": "plenty"}, "Smallest value must be in pounds and pence"),
    ],
)
def test_what_the_form_says_is_wrong(
    client: Client, who: Intending, given: dict[str, Any], sentence: str
) -> None:
    new = f"/intentions/new/tr/{who.division.reference}"
    sent = {**GIVEN, "area": str(who.area.pk), **given}
    assert sentence in answered(client, who.commissioner, new, sent, status=200)
    assert not Intention.objects.exists()


def test_what_nobody_else_has_read_is_removed(client: Client, who: Intending) -> None:
    intention = who.stated()
    said = answered(client, who.commissioner, f"/intentions/{intention.reference}/remove", {})
    assert "Mentoring for women removed" in said


def test_home_asks_in_time_and_says_when_it_is_late(
    client: Client, who: Intending, set_clock: Callable[[datetime], None]
) -> None:
    home = as_read(client, who.commissioner, "/commissioner")
    assert "Publish what NPS Ridgeway means to buy in 2018/19" in home
    assert "Due in 16 days, by 31 January 2018" in home
    set_clock(IN_TIME + timedelta(days=17))
    assert "Overdue by 1 day" in as_read(client, who.commissioner, "/commissioner")
    prime = make.member("supply_chain_manager", who.prime)
    assert "Publish what Northmoor CRC means to buy in 2018/19" in as_read(client, prime, "/prime")


def test_the_year_can_be_narrowed_and_taken_along(client: Client, who: Intending) -> None:
    who.stated()
    who.stated(title="Debt advice", form="contract", needs=["finance"])
    who.published()
    address = "/open/intentions/tr/2018-19"
    page = client.get(f"{address}?form=Contract").content.decode()
    assert "Debt advice" in page
    assert "Mentoring for women" not in page
    page = client.get(f"{address}?need=Women%27s+services").content.decode()
    assert "Mentoring for women" in page
    assert "Debt advice" not in page
    answer: Any = client.get(f"{address}?format=csv")
    assert b"Debt advice" in b"".join(answer.streaming_content)


def test_the_number_of_queries_does_not_grow_with_what_is_published(
    client: Client, who: Intending, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        who.stated(title=f"Number {n}")
        make.AreaRoleFactory(scheme=who.scheme, area=who.area, role="prime")
    who.published()
    client.force_login(who.commissioner)
    for address, most in (
        ("/intentions", 24),
        ("/open/intentions/tr/2018-19", 15),
        (f"/open/intentions/tr/2018-19/{who.division.reference}", 10),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def client_reads(client: Client, user: Any, address: str) -> str:
    client.force_login(user)
    return client.get(address).content.decode()
