"""Making accounts; what their holders may do is given apart from it, by `memberships`."""

from __future__ import annotations

import re
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import Membership, User
from throughline.core.queries.team import MANAGES
from throughline.core.refusals import Refusal
from throughline.core.time import london_day

_A_NUMBER = re.compile(r"\+?[0-9 ()-]{6,40}( ?(ext|x)\.? ?[0-9]{1,6})?")


class AccountClosed(Refusal):
    """There is an account with this email address, and it was closed."""

    field = "email"


class NotATelephoneNumber(Refusal):
    """What was given cannot be telephoned."""

    field = "telephone"


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


@transaction.atomic
def record_telephone(*, user: User, telephone: str, by: User, at: datetime) -> User:
    """
    Record the number on which somebody is telephoned at work: their own, or that of one of a team (S98).

    :raises NotAllowed: it is somebody else's, and whoever acts does not manage accounts where they work
    :raises NotATelephoneNumber: it has no digits enough, or other signs than a number is written with
    """
    if by != user:
        works_in = Membership.objects.filter(user=user, during__contains=london_day(at))
        organisations = works_in.values_list("organisation_id", flat=True)
        require(current_actor(), MANAGES, within=organisations, to="record this telephone number")
    number = " ".join(telephone.split())
    if not _A_NUMBER.fullmatch(number) or sum(one.isdigit() for one in number) < 6:
        raise NotATelephoneNumber("Enter a telephone number, like 01632 960 001 or 07700 900 982")
    user.telephone = number
    user.save(update_fields=["telephone"])
    return user
