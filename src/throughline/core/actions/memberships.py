"""Giving people roles in an organisation, and ending them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from throughline.core.access.actor import Actor, current_actor
from throughline.core.access.permissions import NotAllowed, Role, roles
from throughline.core.events import announce
from throughline.core.models import Membership, Organisation, User
from throughline.core.periods import Period
from throughline.core.refusals import Refusal
from throughline.core.time import london_day


class NobodyWithThisAddress(Refusal):
    """No account has this email address."""

    field = "email"


class RoleHeldAlready(Refusal):
    """The person holds this role here on this day."""

    field = "role"


@dataclass(frozen=True)
class RoleEnding:
    """A role is about to end: whoever still needs its holder refuses."""

    membership_id: int
    at: datetime


class LastWhoGivesRoles(Refusal):
    """Nobody would be left who can give roles in the organisation."""


def roles_given_by(actor: Actor, organisation_id: int) -> list[Role]:
    """The roles that the actor may give and end in the organisation: those its own roles there give."""
    if actor.is_system:
        return list(roles().values())
    if actor.user is None:
        return []
    given: set[str] = set()
    for role in _roles_held(actor, organisation_id):
        given |= role.gives
    return [role for code, role in roles().items() if code in given]


@transaction.atomic
def give_role(
    *, email: str, role: str, organisation: Organisation, by: User | None, at: datetime
) -> Membership:
    """
    Give whoever has an account with `email` a role in the organisation, from the London day of `at` on.

    :raises NotAllowed: the current actor does not give this role here
    :raises NobodyWithThisAddress: nobody has such an account
    :raises RoleHeldAlready: the person holds the role here now or from a later day
    """
    _require_giver(role, organisation.pk)
    day = london_day(at)
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise NobodyWithThisAddress("Nobody with an account has this email address: check how it is written")
    # Locked, so that two people giving the same role at once find each other.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    held = user.memberships.filter(organisation=organisation, role=role)
    if held.filter(during__overlap=Period(day).to_range()).exists():
        raise RoleHeldAlready(f"{user.full_name} already holds this role in {organisation.name}")
    return Membership.objects.create(user=user, organisation=organisation, role=role, during=Period(day))


@transaction.atomic
def end_role(*, membership: Membership, by: User, at: datetime) -> Membership:
    """
    End a role from the London day of `at` on; one that began that day ends with it.

    :raises NotAllowed: the current actor does not give this role here
    :raises LastWhoGivesRoles: nobody would be left in the organisation who gives this role
    """
    _require_giver(membership.role, membership.organisation_id)
    day = london_day(at)
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    givers = [code for code, role in roles().items() if membership.role in role.gives]
    left = Membership.objects.filter(
        organisation=membership.organisation_id, role__in=givers, during__contains=day
    ).exclude(pk=membership.pk)
    if membership.role in givers and not left.exists():
        raise LastWhoGivesRoles(
            "Nobody else can give roles in this organisation: give somebody this role before you end it"
        )
    announce(RoleEnding(membership_id=membership.pk, at=at))
    first_day_without = max(day, membership.during.from_ + timedelta(days=1))
    membership.during = membership.during.ended_on(first_day_without)
    membership.save(update_fields=["during"])
    return membership


def _roles_held(actor: Actor, organisation_id: int) -> list[Role]:
    catalogue = roles()
    return [
        catalogue[code]
        for code in actor.role_names
        if all(organisation_id in actor.holds(permission) for permission in catalogue[code].permissions)
    ]


def _require_giver(role: str, organisation_id: int) -> None:
    if role not in {one.code for one in roles_given_by(current_actor(), organisation_id)}:
        raise NotAllowed(
            "You cannot give or end this role, because your role does not allow it",
            permission="manage_accounts",
            within=organisation_id,
        )
