"""Signing in by a password and a second step."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from tests.factories import OrganisationFactory, UserFactory, member
from throughline.core.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.specimens")]
PASSWORD = "three words long"
SECOND_STEP = "/account/second-step"


@pytest.fixture(autouse=True)
def no_attempts_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def helen() -> User:
    user = member(
        "responsible_officer",
        OrganisationFactory.create(),
        email="helen@example.org",
        full_name="Helen Price",
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, email: str = "helen@example.org", password: str = PASSWORD) -> str:
    response = client.post("/sign-in", {"login": email, "password": password}, follow=True)
    return response.redirect_chain[-1][0] if response.redirect_chain else response.content.decode()


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def set_up_app(client: Client) -> str:
    page = client.get("/account/app").content.decode()
    found = re.search(r'tl-codes">([A-Z2-7]+)<', page)
    assert found, page
    response = client.post("/account/app", {"code": code_for(found[1])})
    assert response["Location"] == "/account/recovery-codes"
    return found[1]


def test_a_password_alone_leads_to_setting_up_a_second_step_and_nowhere_else(
    client: Client, helen: User
) -> None:
    assert sign_in(client) == SECOND_STEP
    for address in ("/officers", "/colleagues", "/account", "/account/password", "/account/recovery-codes"):
        assert client.get(address)["Location"] == SECOND_STEP
    assert client.get("/record").status_code == 200  # what anybody may see


def test_with_the_second_step_set_up_the_pages_open(client: Client, helen: User) -> None:
    sign_in(client)
    set_up_app(client)
    assert client.get("/officers").status_code == 200
    assert client.get(SECOND_STEP)["Location"] == "/account"
    page = client.get("/account").content.decode()
    assert "10 codes left" in page


def test_the_next_time_the_code_is_asked_for(client: Client, helen: User) -> None:
    sign_in(client)
    secret = set_up_app(client)
    client.post("/sign-out")
    cache.clear()  # a code is good once; the next is half a minute away
    assert sign_in(client) == "/sign-in/code"
    assert client.get("/colleagues")["Location"].startswith("/sign-in?")
    wrong = client.post("/sign-in/code", {"code": "000000"}).content.decode()
    assert "This one is not right" in wrong
    assert client.post("/sign-in/code", {"code": code_for(secret)})["Location"] == "/"
    assert client.get("/officers").status_code == 200


def test_a_recovery_code_signs_in_once(client: Client, helen: User) -> None:
    sign_in(client)
    set_up_app(client)
    code = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    for accepted in (True, False):
        client.post("/sign-out")
        sign_in(client)
        response = client.post("/sign-in/code", {"code": code})
        assert (response.status_code == 302) is accepted


def test_the_secret_of_the_app_is_not_kept_in_the_clear(client: Client, helen: User) -> None:
    sign_in(client)
    secret = set_up_app(client)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_the_last_second_step_stays(client: Client, helen: User) -> None:
    sign_in(client)
    set_up_app(client)
    page = client.get("/account/app/remove").content.decode()
    assert "Set up another second step before you remove this one" in page
    client.post("/account/app/remove")
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_somebody_without_any_permission_needs_no_second_step(client: Client) -> None:
    user = UserFactory.create(email="new@example.org", full_name="New Person")
    user.set_password(PASSWORD)
    user.save()
    sign_in(client, "new@example.org")
    assert client.get("/colleagues").content == b"Signed in as New Person"


def test_an_installation_may_do_without_the_second_step(
    client: Client, helen: User, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    sign_in(client)
    assert client.get("/officers").status_code == 200


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("", "", "Enter your email address"),
        ("helen", PASSWORD, "Enter an email address in the correct format, like name@example.com"),
        ("helen@example.org", "", "Enter your password"),
        ("helen@example.org", "wrong", "These do not match an account"),
        ("nobody@example.org", PASSWORD, "These do not match an account"),
        ("helen@example.org\x00", PASSWORD, "Enter an email address in the correct format"),
    ],
)
def test_what_is_said_when_signing_in_goes_wrong(
    client: Client, helen: User, email: str, password: str, sentence: str
) -> None:
    page = sign_in(client, email, password)
    assert "<title>Error: Sign in – Throughline</title>" in page
    assert sentence in page.split("There is a problem")[1].split("</ul>")[0]


def test_a_closed_account_does_not_sign_in(client: Client, helen: User) -> None:
    helen.is_active = False
    helen.save()
    sign_in(client)
    assert client.get("/colleagues").status_code == 302


def test_guessing_is_slowed_down(client: Client, helen: User) -> None:
    pages = [sign_in(client, password=f"guess {number}") for number in range(12)]
    assert "too many attempts" in pages[-1] or "Wait a few minutes" in pages[-1]


def test_nobody_makes_an_account_by_signing_up(client: Client) -> None:
    sent = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert "There is no account for you yet" in client.post("/sign-in/new", sent).content.decode()
    assert not User.objects.exists()


def test_a_forgotten_password_is_replaced_by_a_link_in_an_email(client: Client, helen: User) -> None:
    assert (
        client.post("/sign-in/password", {"email": "helen@example.org"})["Location"]
        == "/sign-in/password/sent"
    )
    (letter,) = mail.outbox
    link = re.search(r"http://testserver(\S+)", str(letter.body))
    assert link
    page = client.get(link[1], follow=True)
    address = page.redirect_chain[-1][0]
    short = client.post(address, {"password1": "short", "password2": "short"}).content.decode()
    assert "Error: Set a new password" in short
    new = "four quite long words"
    assert (
        client.post(address, {"password1": new, "password2": new})["Location"] == "/sign-in/password/changed"
    )
    assert sign_in(client, password=new) == SECOND_STEP


def test_whether_there_is_an_account_cannot_be_told_from_asking_for_a_link(client: Client) -> None:
    response = client.post("/sign-in/password", {"email": "nobody@example.org"})
    assert response["Location"] == "/sign-in/password/sent"
