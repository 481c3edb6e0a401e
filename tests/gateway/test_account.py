"""`./throughline manage account` lets the first person into an installation, and says what it lacks."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from tests import factories as make
from throughline.core.access.actor import NOBODY, acting_as
from throughline.core.access.permissions import actor_for
from throughline.core.models import Organisation, User
from throughline.core.time import london_day

pytestmark = pytest.mark.django_db
PASSWORD = "four quite long words"


@pytest.fixture
def ministry() -> Organisation:
    made: Organisation = make.OrganisationFactory(name="Ministry of Justice")
    made.refresh_from_db()
    return made


def account(
    organisation: str,
    role: str = "contract_manager",
    email: str = "Helen@example.org",
    name: str = "Helen Price",
) -> str:
    said = StringIO()
    with acting_as(NOBODY):
        call_command("account", email, name, "--organisation", organisation, "--role", role, stdout=said)
    return said.getvalue()


def set_password(client: Client, said: str) -> None:
    link = re.search(r"/sign-in/password/\S+", said)
    assert link
    form = client.get(link[0], follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})


def test_the_first_account_sets_its_password_at_the_address_printed(
    client: Client, ministry: Organisation
) -> None:
    said = account(ministry.reference)
    assert (
        f"Helen Price is now contract manager. Organisation: Ministry of Justice ({ministry.reference})"
        in said
    )
    assert "once, within 3 days" in said
    helen = User.objects.get(email="helen@example.org")
    assert not helen.has_usable_password()
    assert actor_for(helen, london_day(timezone.now())).may("oversee_scheme", within=ministry.pk)
    set_password(client, said)
    assert client.login(email="helen@example.org", password=PASSWORD)


def test_an_address_is_used_once(client: Client, ministry: Organisation) -> None:
    said = account(ministry.reference)
    set_password(client, said)
    link = re.search(r"/sign-in/password/\S+", said)
    assert link
    assert 'name="password1"' not in client.get(link[0]).content.decode()


def test_asked_again_before_the_password_is_set_it_gives_another_address(ministry: Organisation) -> None:
    account(ministry.reference)
    said = account("ministry of justice")
    assert "Helen Price already holds this role in Ministry of Justice" in said
    assert "/sign-in/password/" in said
    assert User.objects.get().memberships.count() == 1


def test_a_role_held_already(client: Client, ministry: Organisation) -> None:
    set_password(client, account(ministry.reference))
    with pytest.raises(CommandError, match="Helen Price already holds this role in Ministry of Justice"):
        account(ministry.reference)


def test_a_second_role_needs_no_second_password(client: Client, ministry: Organisation) -> None:
    set_password(client, account(ministry.reference))
    said = account(ministry.reference, role="inspector")
    assert "Helen Price is now inspector" in said
    assert "They sign in with the password they have" in said


def test_an_unknown_role_names_the_roles(ministry: Organisation) -> None:
    with pytest.raises(
        CommandError, match=r"There is no role boss\. The roles are:\n  responsible_officer: A "
    ):
        account(ministry.reference, role="boss")


def test_an_unknown_organisation_names_those_alike(ministry: Organisation) -> None:
    make.OrganisationFactory(name="Northmoor CRC")
    with pytest.raises(CommandError) as refused:
        account("justice")
    assert str(refused.value) == (
        f"There is no organisation justice. There are:\n  {ministry.reference}: Ministry of Justice"
    )


def test_before_there_is_any_organisation() -> None:
    with pytest.raises(CommandError, match=r"Add those that ship with \./throughline"):
        account("OR-1")


def test_an_address_that_is_none(ministry: Organisation) -> None:
    with pytest.raises(CommandError, match="helen is not an email address"):
        account(ministry.reference, email="helen")


def test_nothing_is_left_of_what_was_refused(ministry: Organisation) -> None:
    make.UserFactory(email="helen@example.org", full_name="Helen Price", is_active=False)
    with pytest.raises(CommandError, match="The account of Helen Price"):
        account(ministry.reference)
    assert not User.objects.get().memberships.exists()
