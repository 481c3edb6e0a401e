"""Who keeps which entries of the directory true (D4)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from throughline.core.access import Actor
from throughline.core.models import User
from throughline.supply.models import Service
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.roles import ROLES

KEEPING_ROLES = tuple(role.code for role in ROLES if Permission.EDIT_SERVICES in role.permissions)
"""The roles whose holders keep their organisation's entries."""


def services_kept_by(actor: Actor) -> QuerySet[Service]:
    """The entries that `actor` keeps true: those their organisation delivers or stands above in the chain."""
    ours = sorted(actor.holds(Permission.EDIT_SERVICES))
    return Service.objects.filter(Q(deliverer__in=ours) | Q(agreement__parties__overlap=ours)).select_related(
        "deliverer"
    )


def services_changed_by(actor: Actor) -> QuerySet[Service]:
    """The entries whose record `actor` may change: those they keep, and those of a scheme they oversee."""
    ours = sorted(actor.holds(Permission.EDIT_SERVICES))
    overseen = sorted(actor.holds(Permission.OVERSEE_SCHEME))
    return Service.objects.filter(
        Q(deliverer__in=ours) | Q(agreement__parties__overlap=ours) | Q(scheme__steward__in=overseen)
    ).select_related("deliverer", "scheme", "agreement")


def may_own(service: Service, *, on: date) -> QuerySet[User]:
    """Who can own an entry on a day: holders of a keeping role at its deliverer or above it, by name."""
    keepers = sorted(service.organisations_for(Permission.EDIT_SERVICES))
    return (
        User.objects.filter(
            is_active=True,
            memberships__organisation__in=keepers,
            memberships__role__in=KEEPING_ROLES,
            memberships__during__contains=on,
        )
        .distinct()
        .order_by("full_name", "pk")
    )
