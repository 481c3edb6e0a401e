"""Whether somebody who signed in by a password still has to set up a second step before anything else."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from throughline.core.access import Actor
from throughline.core.models import User

DEMONSTRATION_SIGN_IN = "signed_in_at_demonstration"
"""The session's note that a demonstration person was signed in by one click."""


def second_factor_is_missing(request: HttpRequest) -> bool:
    """
    Whether this person has only a password and may not go on with that alone.

    Asked of whoever holds any permission. Not asked of those whom their organisation's own sign-in
    vouches for, nor of demonstration people where the demonstration is on.
    """
    user = request.user
    actor: Actor = getattr(request, "actor", Actor())
    if not settings.REQUIRE_SECOND_FACTOR or not isinstance(user, User) or not actor.permissions_anywhere:
        return False
    if settings.DEMONSTRATION and user.is_demonstration and request.session.get(DEMONSTRATION_SIGN_IN):
        return False
    methods = {record.get("method") for record in get_authentication_records(request, user)}
    if methods & {"mfa", "socialaccount"}:
        return False
    return not is_mfa_enabled(user)
