"""`./throughline bench`: the benchmarks, each with a plain way's figure from the same run."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from throughline.gateway.benchmarks.catalogue import BENCHMARKS
from throughline.gateway.benchmarks.figures import Result, machine
from throughline.gateway.benchmarks.scale import AS_AT, SEED, Scales


class Command(BaseCommand):
    """Runs one benchmark, or all, at one scale."""

    requires_system_checks = ()
    help = "Run the benchmarks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which, at what scale, and where to write the figures."""
        parser.add_argument("name", nargs="?", help=f"one of: {', '.join(BENCHMARKS)} (all)")
        parser.add_argument("--scale", type=int, default=1000, help="how many people (1000)")
        parser.add_argument("--json", type=Path, help="a file to write the figures to")

    def handle(self, *args: Any, **options: Any) -> None:
        """Generate the scale where it is not there, measure in a copy of it, print and write."""
        name, people = options["name"], options["scale"]
        if name is not None and name not in BENCHMARKS:
            raise CommandError(f"There is no benchmark {name}. There are: {', '.join(BENCHMARKS)}")
        if people < 100:
            raise CommandError("A scale needs 100 people or more")
        owner_url = os.environ["DATABASE_OWNER_URL"]
        with psycopg.connect(owner_url) as server:
            found_on = machine(server)
        scales = Scales(owner_url, self.stdout.write)
        results: list[Result] = []
        for one in [BENCHMARKS[name]] if name else BENCHMARKS.values():
            with scales.copy_of(people, one.services) as address:
                measured = one.measure(people, address)
            for result in measured:
                self.stdout.write(result.as_text())
            results += measured
        if options["json"]:
            figures = {
                "measured_at": timezone.now().isoformat(),
                "machine": found_on,
                "scale": {"people": people, "seed": SEED, "as_at": AS_AT.isoformat()},
                "results": [result.as_json() for result in results],
            }
            options["json"].write_text(json.dumps(figures, indent=2) + "\n")
