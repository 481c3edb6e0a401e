"""The searches somebody keeps, and those that are shared with them (S56)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from throughline.core.access import Actor
from throughline.supply.models import SavedSearch, SharedSearch
from throughline.supply.queries.noticeboard import schemes_of
from throughline.vocabulary.permissions import Permission


def searches_of(actor: Actor) -> QuerySet[SavedSearch]:
    """The searches that `actor` keeps: their own and nobody else's."""
    return SavedSearch.objects.filter(owner=actor.user) if actor.user else SavedSearch.objects.none()


def shares_by(actor: Actor) -> QuerySet[SharedSearch]:
    """The searches that `actor` shares now, the latest first."""
    shared = SharedSearch.objects.select_related("organisation", "scheme")
    return shared.filter(shared_by=actor.user, ended_at=None) if actor.user else shared.none()


def shares_for(actor: Actor) -> QuerySet[SharedSearch]:
    """The searches that are shared now with `actor`, their own among them."""
    if actor.user is None:
        return SharedSearch.objects.none()
    with_them = Q(organisation__in=actor.holds(Permission.SHARE_SEARCHES)) | Q(
        scheme__in=schemes_of(actor).values("pk")
    )
    found = SharedSearch.objects.filter(Q(shared_by=actor.user) | with_them, ended_at=None)
    return found.select_related("organisation", "scheme", "shared_by")
