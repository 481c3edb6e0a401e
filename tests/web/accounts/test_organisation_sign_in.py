"""Signing in by an organisation's own account, against a real OpenID Connect service on this machine."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from collections.abc import Iterator

import oidc_provider_mock
import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories import OrganisationFactory, member
from throughline.core.models import User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.web.specimens"),
    # The service runs in a thread of this process, and what it is made of warns of its own future.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib"),
]


@pytest.fixture(scope="session")
def service() -> Iterator[str]:
    """The address of a sign-in service that believes whoever says who they are."""
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def the_organisations_sign_in(service: str, settings: Settings) -> None:
    app = {
        "provider_id": "staff",
        "name": "your probation account",
        "client_id": "throughline",
        "secret": "anything",
        "settings": {"server_url": service},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


@pytest.fixture
def helen() -> User:
    return member(
        "responsible_officer",
        OrganisationFactory.create(),
        email="helen@example.org",
        full_name="Helen Price",
    )


class Unfollowed(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """Leave the redirect to be read."""


def says(service: str, subject: str, **claims: object) -> None:
    """Have the service say `claims` of the person `subject`."""
    import json

    request = urllib.request.Request(
        f"{service}/users/{urllib.parse.quote(subject)}",
        data=json.dumps(claims).encode(),
        headers={"Content-Type": "application/json"},
        method="PUT",
    )
    urllib.request.urlopen(request).close()


def sign_in(client: Client, subject: str, process: str = "login") -> tuple[int, str]:
    """Go to the service, say there who one is, and come back; the status and the page or the next address."""
    away = client.post(f"/sign-in/staff/start?process={process}")
    assert away.status_code == 302, away.content.decode()
    opener = urllib.request.build_opener(Unfollowed)
    try:
        opener.open(away["Location"], data=urllib.parse.urlencode({"sub": subject}).encode()).close()
        raise AssertionError("the service did not send us back")
    except urllib.error.HTTPError as redirect:
        back = redirect.headers["Location"]
        redirect.close()
    response = client.get(re.sub(r"^http://testserver", "", back))
    return response.status_code, response.get("Location", "") or response.content.decode()


def test_the_sign_in_page_offers_it(client: Client) -> None:
    assert "Sign in with your probation account" in client.get("/sign-in").content.decode()


def test_an_account_with_the_verified_address_is_opened_without_a_second_step(
    client: Client, service: str, helen: User
) -> None:
    says(service, "helen-7", email="Helen@example.org", email_verified=True)
    assert sign_in(client, "helen-7") == (302, "/")
    assert client.get("/officers").status_code == 200


def test_the_second_time_the_account_is_known_even_under_another_address(
    client: Client, service: str, helen: User
) -> None:
    says(service, "helen-8", email="helen@example.org", email_verified=True)
    sign_in(client, "helen-8")
    client.post("/sign-out")
    says(service, "helen-8", email="married@example.org", email_verified=True)
    assert sign_in(client, "helen-8") == (302, "/")


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        pytest.param(
            {"email": "new@example.org", "email_verified": True},
            "make one with that email address",
            id="unknown",
        ),
        pytest.param(
            {"email": "helen@example.org", "email_verified": False},
            "has not verified that address",
            id="unverified",
        ),
        pytest.param({}, "There is no account for you yet", id="no address"),
    ],
)
def test_nobody_else_is_let_in_and_no_account_is_made(
    client: Client, service: str, helen: User, claims: dict[str, object], sentence: str
) -> None:
    says(service, "somebody", **claims)
    status, page = sign_in(client, "somebody")
    assert status == 403
    assert sentence in page
    assert User.objects.count() == 1
    assert client.get("/colleagues").status_code == 302


def test_a_closed_account_stays_closed(client: Client, service: str, helen: User) -> None:
    says(service, "helen-9", email="helen@example.org", email_verified=True)
    sign_in(client, "helen-9")
    client.post("/sign-out")
    helen.is_active = False
    helen.save()
    status, page = sign_in(client, "helen-9")
    assert status == 403
    assert "Your account is closed" in page


def test_nobody_links_a_foreign_account_to_their_own(client: Client, service: str, helen: User) -> None:
    client.force_login(helen)
    says(service, "stranger", email="stranger@example.org", email_verified=True)
    assert sign_in(client, "stranger", process="connect")[0] == 403
