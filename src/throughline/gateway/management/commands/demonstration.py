"""`./throughline manage demonstration`: the demonstration landscape, and who is who in it."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from throughline.core.access import acting_as
from throughline.core.access.actor import SYSTEM
from throughline.core.models import Membership, User
from throughline.core.time import london_day
from throughline.gateway.demonstration.cast import ROLES
from throughline.gateway.demonstration.scenes import set_scenes
from throughline.gateway.generate.run import generate
from throughline.gateway.generate.size import DEMONSTRATION
from throughline.gateway.generate.versions import keep_versions
from throughline.people.models import Person
from throughline.vocabulary.roles import ROLES as ROLE_CATALOGUE

SEED = 2018


class Command(BaseCommand):
    """Makes the demonstration once, in a database that holds no people."""

    requires_system_checks = ()
    help = "Make the demonstration: an invented landscape, and one person of each kind of user."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to be silent where there are people already, or only to say who is who."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there are people")
        parser.add_argument("--who", action="store_true", help="say who is who, and make nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or say who is who."""
        # Who acts is told to the database as a transaction begins; outside one every table looks empty.
        with acting_as(SYSTEM), transaction.atomic():
            has_people = Person.objects.exists()
            is_made = User.objects.filter(is_demonstration=True).exists()
        if not options["who"] and not is_made:
            self._make(timezone.now(), has_people=has_people, quietly=options["if_empty"])
        elif not options["who"] and not options["if_empty"]:
            raise CommandError("The demonstration is made already. See who is who with --who")
        if options["who"]:
            self._say_who()

    def _make(self, now: datetime, *, has_people: bool, quietly: bool) -> None:
        if has_people:
            if quietly:
                return
            raise CommandError("This database holds people. Make the demonstration in an empty one")
        self.stdout.write("Making the demonstration …")
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
            made = generate(connection, DEMONSTRATION, seed=SEED, as_at=london_day(now))
        keep_versions()
        set_scenes(now)
        self.stdout.write(f"{made.counts['people_person']} invented people, digest {made.digest[:16]}")

    def _say_who(self) -> None:
        kinds = {role.code: role.name for role in ROLE_CATALOGUE}
        with acting_as(SYSTEM), transaction.atomic():
            held = Membership.objects.filter(user__is_demonstration=True).select_related(
                "user", "organisation"
            )
            by_role = {one.role: one for one in held.order_by("-pk")}
        for role, (_, to_do) in ROLES.items():
            if role in by_role:
                one = by_role[role]
                self.stdout.write(f"{one.user.full_name} | {kinds[role]} | {to_do}")
