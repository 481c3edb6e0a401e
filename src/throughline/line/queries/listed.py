"""The list of referrals of whoever asks, in lines that every order has its index for."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughline.core.access.actor import Actor
from throughline.line.models import ListedReferral
from throughline.line.states import DRAFT
from throughline.people.models import PersonAccess
from throughline.people.queries.limits import hidden_from
from throughline.people.queries.people import rights_of
from throughline.vocabulary.permissions import Permission


def lines_for(actor: Actor, at: datetime) -> QuerySet[ListedReferral]:
    """
    The lines of the actor's own list at `at`.

    Those of `referrals_visible_to`, asked for only in the ways that the actor's roles open, so that a
    provider's list is found by its index whatever else there is.
    """
    if actor.user is None:
        return ListedReferral.objects.none()
    ways = Q(pk__in=())
    cases = actor.holds(Permission.SEE_ALL_CASES)
    if cases:
        ways |= Q(deliverer__in=cases) & ~Q(state=DRAFT)
    if chain := actor.holds(Permission.SEE_CHAIN_REFERRALS):
        ways |= Q(prime__in=chain) & ~Q(state=DRAFT)
    if actor.holds(Permission.DELIVER) - cases:
        ways |= Q(worker=actor.user)
    for permission, scope, states in (
        (Permission.SUPERVISE, PersonAccess.Scope.SUPERVISE, Q()),
        (Permission.MANAGE_CASES, PersonAccess.Scope.SUPERVISE, Q()),
        (Permission.OWN_PLAN, PersonAccess.Scope.SELF, ~Q(state=DRAFT)),
    ):
        if actor.may(permission):
            ways |= Q(Exists(rights_of(actor, at, (scope,)).filter(person=OuterRef("person")))) & states
    return ListedReferral.objects.filter(ways, ~hidden_from(actor))
