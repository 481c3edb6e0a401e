"""Making accounts; what their holders may do is given apart from it, by `memberships`."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from throughline.core.models import User
from throughline.core.refusals import Refusal


class AccountClosed(Refusal):
    """There is an account with this email address, and it was closed."""

    field = "email"


@transaction.atomic
def account_of(*, email: str, full_name: str) -> User:
    """
    The account with `email`, made when there is none, without a password; an account keeps its own name.

    Whoever calls this goes on to give the account a role, which asks whether the actor may.

    :raises AccountClosed: the account is there and closed
    """
    user, _ = User.objects.get_or_create(
        email=email.strip().lower(),
        defaults={"full_name": full_name.strip(), "password": make_password(None)},
    )
    if not user.is_active:
        raise AccountClosed(
            f"The account of {user.full_name}, who has this email address, is closed: open it again first, "
            "or give another address"
        )
    return user
