"""Who holds which role in an organisation."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from throughline.core.access.actor import Actor
from throughline.core.access.permissions import roles
from throughline.core.models import Membership, Organisation, User

MANAGES = "manage_accounts"
"""The code of the permission to give people accounts and roles."""


def organisations_managed_by(actor: Actor) -> QuerySet[Organisation]:
    """The organisations whose accounts the actor manages, by name."""
    return Organisation.objects.filter(pk__in=actor.holds(MANAGES)).order_by("name", "pk")


def members_of(organisation: Organisation, on: date) -> QuerySet[Membership]:
    """The roles held in the organisation on the day `on`, by the name of who holds them."""
    return (
        Membership.objects.filter(organisation=organisation, during__contains=on)
        .select_related("user", "organisation")
        .order_by("user__full_name", "role", "pk")
    )


def holders_of(permission: str, organisation_id: int, on: date) -> QuerySet[User]:
    """Everybody with an open account who holds `permission` in the organisation on the day `on`, by name."""
    codes = [role.code for role in roles().values() if permission in role.permissions]
    return (
        User.objects.filter(
            is_active=True,
            memberships__organisation=organisation_id,
            memberships__role__in=codes,
            memberships__during__contains=on,
        )
        .distinct()
        .order_by("full_name", "pk")
    )
