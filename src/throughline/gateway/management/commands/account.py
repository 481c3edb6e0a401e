"""`./throughline manage account EMAIL NAME`: the first account of an organisation, and any after it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from throughline.core.access.actor import SYSTEM, acting_as
from throughline.core.access.permissions import roles
from throughline.core.actions.memberships import RoleHeldAlready
from throughline.core.models import Organisation, User
from throughline.core.refusals import Refusal
from throughline.gateway.accounts import (
    DAYS_TO_SET_A_PASSWORD,
    address_to_set_password,
    let_in,
    role_catalogue,
)

LISTED = 20
"""Organisations named when the one asked for is not there."""


class Command(BaseCommand):
    """Makes the account when there is none, gives the role from today, and prints where to set a password."""

    help = "Give somebody an account and a role"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take who it is, where and as what."""
        parser.add_argument("email", help="the email address they will sign in with")
        parser.add_argument("name", help="their full name, in quotation marks")
        parser.add_argument("--organisation", required=True, metavar="OR-…", help="its reference or name")
        parser.add_argument("--role", required=True, help="the code of a role")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it as the system; asked again before a password is set, give another address to set one."""
        with acting_as(SYSTEM), transaction.atomic():
            organisation, role = _organisation(options["organisation"]), _role(options["role"])
            email = _email(options["email"])
            held = ""
            try:
                with transaction.atomic():
                    let_in(
                        email=email,
                        full_name=options["name"],
                        role=role,
                        organisation=organisation,
                        by=None,
                        at=timezone.now(),
                    )
            except RoleHeldAlready as refusal:
                held = str(refusal)
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal
            user = User.objects.get(email=email)
            if held and user.has_usable_password():
                raise CommandError(held)
            self._tell(user, held or f"{user.full_name} is now {roles()[role].name.lower()}", organisation)

    def _tell(self, user: User, done: str, organisation: Organisation) -> None:
        self.stdout.write(f"{done}. Organisation: {organisation.name} ({organisation.reference})")
        if user.has_usable_password():
            self.stdout.write("They sign in with the password they have")
            return
        self.stdout.write(
            f"They set a password here, once, within {DAYS_TO_SET_A_PASSWORD} days. Whoever has this address "
            f"can do so: give it to nobody else\n{address_to_set_password(user)}"
        )


def _email(typed: str) -> str:
    email = typed.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"{typed} is not an email address. Write it like name@example.com") from None
    return email


def _role(typed: str) -> str:
    if typed not in roles():
        raise CommandError(f"There is no role {typed}. The roles are:\n{role_catalogue()}")
    return typed


def _organisation(typed: str) -> Organisation:
    wanted = typed.strip()
    found = Organisation.objects.filter(reference=wanted.upper()).first()
    if found:
        return found
    named = list(Organisation.objects.filter(name__iexact=wanted)[:2])
    if len(named) == 1:
        return named[0]
    raise CommandError(_no_such_organisation(typed, several=bool(named)))


def _no_such_organisation(typed: str, *, several: bool) -> str:
    if not Organisation.objects.exists():
        return "There are no organisations yet. Add those that ship with ./throughline manage reference"
    alike: QuerySet[Organisation] = Organisation.objects.filter(name__icontains=typed.strip())
    offered = alike if alike.exists() else Organisation.objects.all()
    listed = [f"  {one.reference}: {one.name}" for one in offered[:LISTED]]
    more = offered.count() - len(listed)
    if more:
        listed.append(f"  and {more:,} more: give a part of the name to see those that have it")
    fault = (
        f"More than one organisation is called {typed}. Give the reference of one"
        if several
        else f"There is no organisation {typed}"
    )
    return f"{fault}. {'They are' if several else 'There are'}:\n" + "\n".join(listed)
