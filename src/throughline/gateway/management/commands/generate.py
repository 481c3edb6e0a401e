"""`./throughline generate`: a synthetic landscape and caseload of any size."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from throughline.core.time import london_day
from throughline.gateway.generate.run import generate
from throughline.gateway.generate.size import FEWEST_SERVICES, Size
from throughline.gateway.generate.verify import NUMBER_OF_CHECKS, verify
from throughline.gateway.generate.versions import keep_versions


class Command(BaseCommand):
    """Makes the landscape and caseload, loads it, checks it, and prints what it made."""

    requires_system_checks = ()
    help = "Make a synthetic landscape and caseload of any size, and load it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The size, the seed and the day."""
        parser.add_argument("--people", type=int, required=True, help="how many people")
        parser.add_argument(
            "--services", type=int, help="how many services (in proportion to people; the nation has 5000)"
        )
        parser.add_argument("--seed", type=int, required=True, help="the same seed gives the same content")
        parser.add_argument(
            "--as-at", type=date.fromisoformat, help="the day it stands at, as 2019-05-03 (today)"
        )
        parser.add_argument("--digest", action="store_true", help="print the digest of each table as well")

    def handle(self, *args: Any, **options: Any) -> None:
        """Generate, load, verify."""
        if options["people"] < 10:
            raise CommandError("Ask for 10 people or more")
        if options["services"] is not None and options["services"] < FEWEST_SERVICES:
            raise CommandError(f"Ask for {FEWEST_SERVICES} services or more, or leave it to the people")
        as_at = options["as_at"] or london_day(timezone.now())
        began = time.perf_counter()
        bar = tqdm(total=options["people"], unit=" people", file=sys.stderr, disable=not sys.stderr.isatty())
        with bar, psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
            made = generate(
                connection,
                Size.of(options["people"], options["services"]),
                seed=options["seed"],
                as_at=as_at,
                progress=bar.update,
            )
        kept = keep_versions()
        for table, count in made.counts.items():
            more = f"  {made.digests[table]}" if options["digest"] else ""
            self.stdout.write(f"{count:>12,}  {table}{more}")
        self.stdout.write(f"{kept:>12,}  supply_serviceversion")
        self._verify()
        self.stdout.write(f"As at {as_at}, in {time.perf_counter() - began:.1f} s. Digest {made.digest}")

    def _verify(self) -> None:
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
            broken = verify(connection)
        for one in broken:
            self.stderr.write(f"Does not hold, {one.times:,} times: {one.says}")
        if broken:
            raise CommandError("What was generated does not hang together: see above")
        self.stdout.write(f"All of {NUMBER_OF_CHECKS} checks hold.")
