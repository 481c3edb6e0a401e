"""Signing in as one of the invented people."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories import OrganisationFactory, member
from throughline.core.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.specimens")]


@pytest.fixture(autouse=True)
def a_second_step_is_asked_for(settings: Settings, a_password_is_enough: None) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def helen() -> User:
    return member(
        "responsible_officer", OrganisationFactory.create(), full_name="Helen Price", is_demonstration=True
    )


def signed_in_as(client: Client) -> str:
    return client.get("/colleagues").content.decode()


def test_one_click_signs_in_without_a_second_step(client: Client, helen: User, settings: Settings) -> None:
    settings.DEMONSTRATION = True
    page = client.get("/demonstration/").content.decode()
    assert "Responsible officer" in page
    assert "Helen Price" in page
    assert client.post("/demonstration/", {"person": helen.pk})["Location"] == "/"
    assert signed_in_as(client) == "Signed in as Helen Price"


def test_there_is_no_such_page_where_the_demonstration_is_off(
    client: Client, helen: User, settings: Settings
) -> None:
    settings.DEMONSTRATION = False
    assert client.get("/demonstration/").status_code == 404
    assert client.post("/demonstration/", {"person": helen.pk}).status_code == 404
    assert signed_in_as(client) == ""


def test_it_ends_for_those_signed_in_when_the_demonstration_is_turned_off(
    client: Client, helen: User, settings: Settings
) -> None:
    settings.DEMONSTRATION = True
    client.post("/demonstration/", {"person": helen.pk})
    settings.DEMONSTRATION = False
    assert client.get("/colleagues")["Location"] == "/account/second-step"


def test_nobody_real_is_listed_or_can_be_signed_in_as(client: Client, settings: Settings) -> None:
    settings.DEMONSTRATION = True
    real = member("responsible_officer", OrganisationFactory.create(), full_name="Tom Reed")
    closed = member(
        "responsible_officer", OrganisationFactory.create(), is_demonstration=True, is_active=False
    )
    assert "Tom Reed" not in client.get("/demonstration/").content.decode()
    for number in (real.pk, closed.pk, "x", "", "9" * 30):
        assert client.post("/demonstration/", {"person": number}).status_code == 404


def test_an_empty_demonstration_says_what_would_be_there(client: Client, settings: Settings) -> None:
    settings.DEMONSTRATION = True
    assert "Nobody has been invented yet" in client.get("/demonstration/").content.decode()
