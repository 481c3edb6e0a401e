"""The link back from a record leads to the list as it was left, and to nobody else's."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import Settings

from tests.world import World, charlenes_world
from throughline.line.models import Referral
from throughline.web.lists.returning import COOKIE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def password_is_enough(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def world() -> World:
    return charlenes_world()


@pytest.fixture
def referral(world: World) -> Referral:
    return world.sent()


@pytest.fixture
def manager_client(world: World, client: Client) -> Client:
    client.force_login(world.manager)
    return client


def way_back(client: Client, referral: Referral) -> str:
    """Where the link back on the page of a referral leads."""
    text = client.get(f"/referrals/{referral.reference}").content.decode()
    found = re.search(r'<a href="([^"]*)" class="govuk-back-link"', text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("query", ["state=open&sort=-person", "sort=service&page=1", "person=Exam"])
def test_a_list_is_found_again_as_it_was_left(query: str, manager_client: Client, referral: Referral) -> None:
    assert way_back(manager_client, referral) == "/referrals"
    manager_client.get(f"/referrals?{query}")
    assert way_back(manager_client, referral) == escape(f"/referrals?{query}")
    manager_client.get(f"/referrals/{referral.reference}/decline")
    assert way_back(manager_client, referral) == escape(f"/referrals?{query}"), "whatever was looked at since"


def test_a_list_left_as_it_begins_is_found_as_it_begins(manager_client: Client, referral: Referral) -> None:
    manager_client.get("/referrals?sort=person")
    manager_client.get("/referrals")
    assert way_back(manager_client, referral) == "/referrals"


def test_a_download_and_a_refusal_are_no_places_to_return_to(
    manager_client: Client, referral: Referral
) -> None:
    manager_client.get("/referrals?sort=person")
    file = manager_client.get("/referrals?format=csv")
    assert file.status_code == 200
    assert b"".join(file.streaming_content)  # type: ignore[attr-defined]
    assert manager_client.get("/referrals?sort=no+such+column").status_code == 404
    assert way_back(manager_client, referral) == "/referrals?sort=person"


def test_the_next_user_of_the_browser_does_not_find_it(
    world: World, manager_client: Client, referral: Referral
) -> None:
    manager_client.get("/referrals?person=Exam")
    kept = manager_client.cookies[COOKIE].value
    manager_client.force_login(world.officer)
    manager_client.cookies[COOKIE] = kept
    assert way_back(manager_client, referral) == "/referrals"


def test_signing_out_takes_it_away_and_a_visitor_leaves_nothing(manager_client: Client) -> None:
    manager_client.get("/referrals?person=Exam")
    kept = manager_client.cookies[COOKIE].value
    manager_client.logout()
    manager_client.cookies[COOKIE] = kept
    manager_client.get("/services?words=mentoring")
    assert manager_client.cookies[COOKIE].value == ""
    visitor = Client()
    visitor.get("/services?words=mentoring")
    assert COOKIE not in visitor.cookies


def test_what_was_not_written_here_is_nothing(manager_client: Client, referral: Referral) -> None:
    manager_client.cookies[COOKIE] = "made up"
    assert way_back(manager_client, referral) == "/referrals"
