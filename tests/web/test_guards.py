"""Who is let in: anybody, whoever signed in, or holders of a permission."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import OrganisationFactory, UserFactory, member
from tests.web import specimens
from throughline.vocabulary.permissions import Permission
from throughline.web.guards import Guard, page_for
from throughline.web.routes import every_route, guard_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.specimens")]


def signed_in(role: str | None) -> Client:
    client = Client()
    client.force_login(member(role, OrganisationFactory.create()) if role else UserFactory.create())
    return client


@pytest.mark.parametrize(
    ("address", "role", "status"),
    [
        pytest.param("/record", None, 200, id="a public page, without a role"),
        pytest.param("/colleagues", None, 200, id="a page for whoever signed in, without a role"),
        pytest.param("/officers", "responsible_officer", 200, id="the officers' page, as an officer"),
        pytest.param("/officers", "provider_manager", 404, id="the officers' page, as a provider: not found"),
        pytest.param("/officers", None, 404, id="the officers' page, without a role: not found"),
    ],
)
def test_who_finds_a_page(address: str, role: str | None, status: int) -> None:
    assert signed_in(role).get(address).status_code == status


def test_a_page_that_is_not_for_you_looks_like_one_that_is_not_there() -> None:
    client = signed_in("provider_manager")
    for_others, nowhere = client.get("/officers").content, client.get("/nowhere").content
    assert (
        for_others.split(b"<main")[1].split(b"</main>")[0] == nowhere.split(b"<main")[1].split(b"</main>")[0]
    )


def test_after_signing_in_you_come_back_to_the_page_you_asked_for(client: Client) -> None:
    assert client.get("/officers?x=1")["Location"] == "/sign-in?next=/officers%3Fx%3D1"


def test_a_view_carries_its_guard() -> None:
    wanted = frozenset({Permission.REFER, Permission.SUPERVISE})
    assert guard_of(specimens.officers_only) == Guard("permission", wanted)


def test_a_page_for_nobody_in_particular_is_refused() -> None:
    with pytest.raises(ValueError, match="name the permissions"):
        page_for()


def test_a_route_without_a_guard_is_found_out() -> None:
    assert [route.path for route in every_route() if route.guard is None] == ["/unguarded"]
