"""Letting somebody in: an account, a role, and word of where to set a password."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from throughline.core.access.permissions import roles
from throughline.core.actions.accounts import account_of
from throughline.core.actions.memberships import give_role
from throughline.core.models import Membership, Organisation, User
from throughline.core.outbox import write_message
from throughline.vocabulary.messages import MessageKind

DAYS_TO_SET_A_PASSWORD = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT).days


@transaction.atomic
def let_in(
    *, email: str, full_name: str, role: str, organisation: Organisation, by: User | None, at: datetime
) -> Membership:
    """
    Give a role from the London day of `at` on, with an account made when there is none.

    Whoever made an account hears by message where to set a password; whoever had one, where to sign in.

    :raises AccountClosed: the account is there and closed
    :raises NotAllowed: the current actor does not give this role here
    :raises RoleHeldAlready: the person holds the role here now or from a later day
    """
    user = account_of(email=email, full_name=full_name)
    membership = give_role(email=user.email, role=role, organisation=organisation, by=by, at=at)
    subject, text = _welcome(user)
    write_message(
        to=user, kind=MessageKind.ACCOUNT, subject=subject, text=text, about=f"role {membership.pk}", at=at
    )
    return membership


def address_to_set_password(user: User) -> str:
    """
    An address at which `user` sets a password, once, within `DAYS_TO_SET_A_PASSWORD` days.

    Whoever knows it can set the password: it goes to the person and into no log.
    """
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return f"{settings.PUBLIC_ADDRESS}{path}"


def _welcome(user: User) -> tuple[str, str]:
    sign_in = f"{settings.PUBLIC_ADDRESS}{reverse('account_login')}"
    if user.has_usable_password():
        return "You have a new role in Throughline", f"Sign in with the password you have: {sign_in}"
    later = f"{settings.PUBLIC_ADDRESS}{reverse('account_reset_password')}"
    return "You have an account in Throughline", (
        f"Set your password within {DAYS_TO_SET_A_PASSWORD} days: {address_to_set_password(user)}\n\n"
        f"After that you can ask for a new address at {later}\n\n"
        f"Then sign in with this email address: {sign_in}"
    )


def role_catalogue() -> str:
    """Every role that can be given, a line each: its code and who holds it."""
    return "\n".join(f"  {role.code}: {role.sentence}" for role in roles().values())
