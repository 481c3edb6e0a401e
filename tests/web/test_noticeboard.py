"""The pages of the noticeboard: stating, offering, answering, and who reads which price."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests import factories as make
from tests.boarding import DAYS, Boarding, boarding
from tests.web.reading import answered, as_read, settable_clock

pytestmark = pytest.mark.django_db

NEED = {
    "title": "Somewhere to live",
    "need": "accommodation",
    "population": "women",
    "people": "40",
    "wanted_by_day": "1",
    "wanted_by_month": "10",
    "wanted_by_year": "2017",
}
OFFER = {
    "title": "A house for six women",
    "proposal": "A worker is there by day",
    "capacity": "6",
    "available_from_day": "1",
    "available_from_month": "9",
    "available_from_year": "2017",
    "amount": "4,321.09",
    "unit": "start",
}


@pytest.fixture
def set_clock(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[datetime], None]:
    set_clock = settable_clock(settings, tmp_path, monkeypatch)
    set_clock(make.NOW)
    return set_clock


@pytest.fixture
def board(set_clock: Callable[[datetime], None]) -> Boarding:
    return boarding()


@pytest.mark.asks("S76")
def test_from_a_need_to_an_offer_taken_up(client: Client, board: Boarding) -> None:
    world = board.world
    given = {**NEED, "area": f"cpa:{board.area.code}"}
    said = answered(client, world.officer, f"/noticeboard/needs/new/{world.scheme.code}", given)
    assert "Somewhere to live stands on the noticeboard" in said
    need = world.scheme.stated_needs.get()
    assert "Somewhere to live" in as_read(client, world.worker, "/noticeboard")
    said = answered(client, world.manager, f"/noticeboard/needs/{need.reference}/offer", OFFER)
    assert "Your offer stands on the noticeboard, and NPS Ridgeway is told" in said
    offer = need.offers.get()
    home = as_read(client, world.commissioner, "/commissioner")
    assert "Answer the offer of Northmoor Women's Centre: A house for six women" in home
    page = as_read(client, world.commissioner, f"/noticeboard/needs/{need.reference}")
    assert "£4,321.09 for each person who starts" in page
    said = answered(client, world.commissioner, f"/noticeboard/offers/{offer.reference}/take-up", {})
    assert "A house for six women: taken up" in said
    assert "Met" in as_read(client, world.officer, f"/noticeboard/needs/{need.reference}")


@pytest.mark.asks("S76")
def test_a_need_that_waits_too_long_is_counted_and_shown(
    client: Client, board: Boarding, set_clock: Callable[[datetime], None]
) -> None:
    need = board.needed()
    board.needed(at=make.NOW + timedelta(days=20), title="Debt advice")
    set_clock(make.NOW + timedelta(days=DAYS + 2))
    page = as_read(client, board.world.manager, "/noticeboard")
    assert "1 unanswered for too long of 2 needs waiting for an answer" in page.replace(
        "unanswered for too long unanswered", "unanswered"
    )
    assert "Unanswered for 32 days" in page
    page = as_read(client, board.world.manager, "/noticeboard?unanswered=yes")
    assert "Somewhere to live" in page
    assert "Debt advice" not in page
    assert "Unanswered for 32 days: an answer was due within 30 days" in as_read(
        client, board.world.manager, f"/noticeboard/needs/{need.reference}"
    )
    home = as_read(client, board.world.supply_chain_manager, "/prime")
    assert "Answer what NPS Ridgeway needs: Somewhere to live" in home
    assert "Overdue by 3 days" in home


@pytest.mark.asks("S76")
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("manager", True),
        ("commissioner", True),
        ("officer", True),
        ("contract_manager", True),
        ("supply_chain_manager", False),
        ("worker", False),
    ],
)
def test_a_price_stands_on_no_page_of_others(client: Client, board: Boarding, who: str, sees: bool) -> None:
    need = board.needed()
    offer = board.offered(need)
    user = getattr(board.world, who)
    for address in (
        "/noticeboard/offers",
        "/noticeboard/offers?format=csv",
        f"/noticeboard/offers/{offer.reference}",
        f"/noticeboard/needs/{need.reference}",
    ):
        client.force_login(user)
        answer: Any = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert (b"4,321.09" in body) is sees, address
        assert b"A house for six women" in body


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": ""}, "Enter what you need"),
        ({"area": ""}, "Select the area"),
        ({"people": "0"}, "Number of people a year must be 1 or more"),
        ({"wanted_by_year": "2016"}, "Day by which it is needed must be today or in the future"),
    ],
)
def test_what_the_form_of_a_need_says_is_wrong(
    client: Client, board: Boarding, given: dict[str, str], sentence: str
) -> None:
    sent = {**NEED, "area": f"cpa:{board.area.code}", **given}
    address = f"/noticeboard/needs/new/{board.world.scheme.code}"
    assert sentence in answered(client, board.world.officer, address, sent, status=200)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"proposal": ""}, "Select a service of the directory, or say what you propose"),
        ({"amount": "much"}, "Price must be in pounds and pence"),
        ({"capacity": ""}, "Enter the number of people a year"),
    ],
)
def test_what_the_form_of_an_offer_says_is_wrong(
    client: Client, board: Boarding, given: dict[str, str], sentence: str
) -> None:
    address = f"/noticeboard/needs/{board.needed().reference}/offer"
    assert sentence in answered(client, board.world.manager, address, {**OFFER, **given}, status=200)


def test_an_offer_of_a_service_leads_to_it(client: Client, board: Boarding) -> None:
    world = board.world
    given = {**OFFER, "to": str(world.division.pk), "service": str(world.service.pk), "proposal": ""}
    said = answered(client, world.manager, f"/noticeboard/offers/new/{world.scheme.code}", given)
    assert "Change programme" in said
    assert "None: it is made unasked" in said


def test_a_move_that_is_not_open_leads_back(client: Client, board: Boarding) -> None:
    need = board.needed()
    client.force_login(board.world.officer)
    assert client.get(f"/noticeboard/needs/{need.reference}/ask-again").status_code == 302


def test_an_answer_says_why_to_everybody(client: Client, board: Boarding) -> None:
    need = board.needed()
    prime = board.world.supply_chain_manager
    address = f"/noticeboard/needs/{need.reference}/answer"
    assert "Say why: everybody in the scheme reads it" in answered(client, prime, address, {}, status=200)
    answered(client, prime, address, {"why": "No landlord takes part"})
    page = as_read(client, board.world.worker, f"/noticeboard/needs/{need.reference}")
    assert "Cannot be met now" in page
    assert "No landlord takes part" in page


def test_everybody_with_a_part_finds_the_board_from_any_page(client: Client, board: Boarding) -> None:
    client.force_login(board.world.worker)
    assert 'href="/noticeboard"' in client.get("/noticeboard/offers").content.decode()


def test_the_number_of_queries_does_not_grow(
    client: Client, board: Boarding, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(10):
        board.offered(board.needed())
    need = board.needed()
    client.force_login(board.world.contract_manager)
    for address, most in (
        ("/noticeboard", 19),
        ("/noticeboard/offers", 14),
        (f"/noticeboard/needs/{need.reference}", 15),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
