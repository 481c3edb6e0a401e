"""What each word after `./throughline` does. What is not here is a Django command of the same name."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence

from throughline.launch.assets import ensure_assets
from throughline.launch.browser import chromium_path
from throughline.launch.checks import run_checks
from throughline.launch.databases import ensure_database
from throughline.launch.node import NodeSet
from throughline.launch.refusals import Refusal
from throughline.launch.state import REPOSITORY

USAGE = """\
Usage: ./throughline COMMAND

  up [--port N] [--host NAME] [--no-demo]   serve, with the demonstration when the database is empty
  test [ARGS]                               the whole suite; ARGS go to pytest
  check                                     lint, formatting, types, import contracts, templates, migrations
  load WHAT FILE…                           bulk files in
  exchange import|export MAPPING …          files of a case system in and out
  publish WHAT --as-at DATE --out DIR       open data out
  reconcile …, analyse …                    the long jobs
  handover                                  subcontractors whose day has come; once a day
  messages                                  what people are sent once a day, all together
  silence                                   what has gone quiet, kept and told; once a day
  generate --people N --seed S              a synthetic landscape and caseload
  bench [NAME] [--scale SIZE] [--json FILE] the benchmarks
  asks                                      which of the asks have a passing test
  manage …                                  Django's own commands
"""
DJANGO_COMMANDS = frozenset(
    {
        "load", "exchange", "publish", "reconcile", "analyse", "handover", "messages", "silence",
        "generate", "bench", "asks",
    }
)  # fmt: skip
# These look at or write migrations, so they are not preceded by one.
BEFORE_MIGRATING = frozenset(
    {
        "check", "diffsettings", "help", "makemigrations", "migrate", "optimizemigration", "showmigrations",
        "sqlmigrate", "squashmigrations", "--help", "--version",
    }
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Run one command; the answer is the exit code. A refusal is printed as its sentence, with code 1."""
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("help", [])
    try:
        return _run(command, rest)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1


def _run(command: str, rest: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.settings")
    if command in {"help", "-h", "--help"}:
        print(USAGE, end="")
        return 0
    if command == "up":
        # Only here: it brings Django with it.
        from throughline.launch.up import up

        return up(rest)
    if command == "test":
        return run_tests(rest)
    if command == "check":
        return run_checks()
    if command == "manage":
        return run_django(rest)
    if command in DJANGO_COMMANDS:
        return run_django([command, *rest])
    print(f"There is no command {command}.\n\n{USAGE}", end="", file=sys.stderr)
    return 2


def run_django(arguments: list[str]) -> int:
    """Run a Django command on a database that is there and migrated."""
    ensure_database()
    from django.core.management import execute_from_command_line

    from throughline.launch.migrations import ensure_migrated

    if arguments and arguments[0] not in BEFORE_MIGRATING:
        ensure_migrated()
    execute_from_command_line(["./throughline", *arguments])
    return 0


def run_tests(arguments: list[str]) -> int:
    """Run pytest on two processes, unless `arguments` say how many; the answer is pytest's exit code."""
    ensure_assets(NodeSet.TESTING)
    os.environ["THROUGHLINE_CHROMIUM"] = str(chromium_path())
    ensure_database()
    return run_while_waiting([sys.executable, "-m", "pytest", *processes_for(arguments), *arguments])


def processes_for(arguments: Sequence[str]) -> list[str]:
    """Give pytest's option for two processes, or nothing where `arguments` settle it or need just one."""
    settled = ("-n", "--numprocesses", "--pdb", "--trace", "-s", "--capture=no")
    return [] if any(argument.startswith(settled) for argument in arguments) else ["-n", "2"]


def run_while_waiting(command: Sequence[str]) -> int:
    """Run `command` in the repository; an interruption is left to it, and its exit code is the answer."""
    with subprocess.Popen(command, cwd=REPOSITORY) as process:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return process.wait()
        finally:
            signal.signal(signal.SIGINT, before)
