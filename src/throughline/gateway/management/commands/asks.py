"""`./throughline asks`: which of the asks in `docs/asks.md` have a passing test, by section."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from throughline.gateway.asks.catalogue import AsksNotReadable, read_asks
from throughline.gateway.asks.standing import standing_of
from throughline.launch.commands import run_tests
from throughline.launch.state import REPOSITORY

RECORDER = "throughline.gateway.asks.recorder"


class Command(BaseCommand):
    """
    Run the tests that prove asks, and say which asks stand proved.

    The exit code is 1 when an ask that is listed has no passing test.
    """

    help = "Which of the asks in docs/asks.md have a passing test, by section."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what the command takes."""
        parser.add_argument(
            "--collected", action="store_true", help="do not run the tests, only see which there are"
        )
        parser.add_argument(
            "--results", type=Path, help="read the file that an earlier run wrote with --asks-to"
        )
        parser.add_argument("--list", type=Path, default=REPOSITORY / "docs/asks.md", help="the list of asks")

    def handle(self, **options: Any) -> None:
        """Print the report; leave with 1 where something is not proved."""
        try:
            asks = read_asks(options["list"])
        except (OSError, AsksNotReadable) as refusal:
            raise CommandError(f"{options['list']} cannot be read: {refusal}") from refusal
        tests = _read(options["results"]) if options["results"] else _run(options["collected"])
        standing = standing_of(asks, tests, only_collected=options["collected"])
        for line in standing.report():
            self.stdout.write(line)
        if not standing.all_proved:
            sys.exit(1)


def _run(only_collect: bool) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        results = Path(folder) / "asks.json"
        arguments = ["-q", "-m", "asks", "-p", RECORDER, "--asks-to", str(results)]
        run_tests([*arguments, "--collect-only", "-n", "0"] if only_collect else arguments)
        return _read(results)


def _read(results: Path) -> dict[str, Any]:
    try:
        tests: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))["tests"]
    except (OSError, ValueError, KeyError, TypeError):
        raise CommandError(f"There are no results in {results}. Run the command without --results.") from None
    return tests
