"""Giving a role in an organisation and ending it: by whom, which, and never the last who can."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories as make
from throughline.core.access.actor import acting_as
from throughline.core.access.permissions import NotAllowed, actor_for, roles
from throughline.core.actions.memberships import (
    LastWhoGivesRoles,
    NobodyWithThisAddress,
    RoleHeldAlready,
    end_role,
    give_role,
    roles_given_by,
)
from throughline.core.models import Membership, Organisation, User

pytestmark = pytest.mark.django_db
TOMORROW = make.NOW + timedelta(days=1)


@pytest.fixture
def centre() -> Organisation:
    centre: Organisation = make.OrganisationFactory(name="Northmoor Women's Centre")
    return centre


@pytest.fixture
def manager(centre: Organisation) -> User:
    return make.member("provider_manager", centre)


def give(by: User, role: str, organisation: Organisation, email: str) -> Membership:
    with acting_as(make.acting(by)):
        return give_role(email=email, role=role, organisation=organisation, by=by, at=make.NOW)


def end(by: User, membership: Membership) -> Membership:
    with acting_as(make.acting(by)):
        return end_role(membership=membership, by=by, at=make.NOW)


def test_given_from_today_on(manager: User, centre: Organisation) -> None:
    amy = make.UserFactory(email="amy@example.org")
    give(manager, "support_worker", centre, " Amy@example.org ")
    assert actor_for(amy, make.NOW.date()).may("deliver", within=centre.pk)
    assert not actor_for(amy, make.NOW.date() - timedelta(days=1)).may("deliver")


def test_somebody_without_an_account(manager: User, centre: Organisation) -> None:
    with pytest.raises(NobodyWithThisAddress, match="check how it is written"):
        give(manager, "support_worker", centre, "nobody@example.org")


def test_the_same_role_twice(manager: User, centre: Organisation) -> None:
    amy = make.member("support_worker", centre)
    with pytest.raises(RoleHeldAlready):
        give(manager, "support_worker", centre, amy.email)


@pytest.mark.parametrize(
    "role", ["contract_manager", "responsible_officer", "inspector", "person", "no_such"]
)
def test_a_provider_gives_only_a_providers_roles(manager: User, centre: Organisation, role: str) -> None:
    amy: User = make.UserFactory()
    with pytest.raises(NotAllowed):
        give(manager, role, centre, amy.email)


def test_not_in_another_organisation(manager: User) -> None:
    amy: User = make.UserFactory()
    with pytest.raises(NotAllowed):
        give(manager, "support_worker", make.OrganisationFactory(), amy.email)


def test_who_gives_roles_here_does_not_give_their_role_there(manager: User, centre: Organisation) -> None:
    """A manager here who is a worker elsewhere gives nothing there."""
    elsewhere: Organisation = make.OrganisationFactory()
    make.MembershipFactory(user=manager, organisation=elsewhere, role="support_worker")
    assert roles_given_by(make.acting(manager), elsewhere.pk) == []
    assert roles_given_by(make.acting(manager), centre.pk) != []


def test_a_worker_gives_nothing(centre: Organisation) -> None:
    amy = make.member("support_worker", centre)
    with pytest.raises(NotAllowed):
        give(amy, "support_worker", centre, amy.email)


def test_ended_it_holds_no_longer_and_is_remembered(manager: User, centre: Organisation) -> None:
    amy = make.member("support_worker", centre)
    end(manager, amy.memberships.get())
    assert not actor_for(amy, make.NOW.date()).may("deliver")
    assert actor_for(amy, make.NOW.date() - timedelta(days=1)).may("deliver")


def test_a_role_given_today_ends_with_today(manager: User, centre: Organisation) -> None:
    amy: User = make.UserFactory()
    end(manager, give(manager, "support_worker", centre, amy.email))
    assert actor_for(amy, make.NOW.date()).may("deliver")
    assert not actor_for(amy, TOMORROW.date()).may("deliver")


def test_the_last_who_gives_roles_stays(manager: User, centre: Organisation) -> None:
    with pytest.raises(LastWhoGivesRoles, match="Nobody else can give roles"):
        end(manager, manager.memberships.get())
    make.member("provider_manager", centre)
    end(manager, manager.memberships.get())
    assert not actor_for(manager, make.NOW.date()).may("manage_accounts")


def test_every_role_that_is_given_is_a_role_and_its_giver_manages_accounts() -> None:
    for role in roles().values():
        assert role.gives <= set(roles())
        assert bool(role.gives) == ("manage_accounts" in role.permissions)
