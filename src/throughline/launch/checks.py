"""`./throughline check`: everything that can be said about the code without running it."""

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from throughline.launch.databases import ensure_database
from throughline.launch.state import REPOSITORY


@dataclass(frozen=True)
class Check:
    """One check: what it looks at, in a word or two, and the command that looks."""

    name: str
    command: tuple[str, ...]


def checks() -> tuple[Check, ...]:
    """Give the checks in the order they run, the quickest first."""
    python = (sys.executable, "-P", "-m")
    programs = Path(sys.executable).parent
    return (
        Check("lint", (*python, "ruff", "check", "--quiet", "src", "tests")),
        Check("formatting", (*python, "ruff", "format", "--check", "--quiet", "src", "tests")),
        Check("import contracts", (str(programs / "lint-imports"),)),
        Check(
            "templates", (*python, "djlint", "src/throughline/web", "--profile=jinja", "--lint", "--quiet")
        ),
        Check("migrations", (*python, "django", "makemigrations", "--check", "--dry-run")),
        Check("types", (*python, "mypy")),
    )


def run_checks() -> int:
    """Run every check, each to its end, and print how it went; 1 when any of them failed, otherwise 0."""
    ensure_database()
    failed = [check.name for check in checks() if not _passes(check)]
    print(f"Failed: {', '.join(failed)}" if failed else "Every check passed")
    return 1 if failed else 0


def _passes(check: Check) -> bool:
    began = time.monotonic()
    done = subprocess.run(check.command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    passed = done.returncode == 0
    print(f"{'pass' if passed else 'FAIL'}  {check.name} ({time.monotonic() - began:.1f} s)", flush=True)
    if not passed:
        print((done.stdout + done.stderr).rstrip(), flush=True)
    return passed
