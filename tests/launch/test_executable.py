"""The shell script at the root, run for real where there is no Python to its liking."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from throughline.launch.state import REPOSITORY

TOOLS = ("sh", "dirname", "readlink", "mkdir", "env")


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A folder of programs with what any machine has, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (folder / tool).symlink_to(found)
    return folder


def add_python(folder: Path, script: str) -> None:
    program = folder / "python3"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def run(path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [REPOSITORY / "throughline", *arguments],
        env={"PATH": str(path), **environment},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_machine_without_python_is_told_so(bare_path: Path) -> None:
    done = run(bare_path, "help", HOME="/tmp")
    assert done.returncode == 1
    assert done.stderr == (
        "Throughline needs Python 3.11 or newer. There is no python3 on this machine. "
        "Install it, then run this again.\n"
    )


def test_a_python_that_is_too_old_is_named(bare_path: Path) -> None:
    add_python(bare_path, 'case "$2" in *platform*) echo 3.9.2;; *) exit 1;; esac')
    done = run(bare_path, "help", HOME="/tmp")
    assert done.returncode == 1
    assert "needs Python 3.11 or newer. The python3 on this machine is 3.9.2." in done.stderr


def test_a_newer_python_beside_an_old_one_is_taken(bare_path: Path) -> None:
    add_python(bare_path, "exit 1")
    newer = bare_path / "python3.12"
    newer.write_text('#!/bin/sh\n[ "$1" = -c ] && exit 0\necho "taken: $3" >&2\nexit 7\n')
    newer.chmod(0o755)
    done = run(bare_path, "check", HOME="/tmp")
    assert (done.returncode, done.stderr) == (7, "taken: check\n")


@pytest.mark.parametrize(
    "home",
    [
        pytest.param({}, id="no home"),
        pytest.param({"HOME": ""}, id="empty"),
        pytest.param({"HOME": "/none"}, id="gone"),
    ],
)
def test_caches_go_to_the_state_folder_where_there_is_no_home(
    bare_path: Path, tmp_path: Path, home: dict[str, str]
) -> None:
    add_python(bare_path, '[ "$1" = -c ] && exit 0\necho "$HOME $XDG_CACHE_HOME" >&2\nexit 7')
    state = tmp_path / "state"
    done = run(bare_path, "help", THROUGHLINE_STATE=str(state), **home)
    assert done.stderr == f"{state}/home {state}/home/.cache\n"


def test_it_works_from_anywhere_and_through_a_link(tmp_path: Path) -> None:
    link = tmp_path / "tl"
    link.symlink_to(REPOSITORY / "throughline")
    done = subprocess.run(
        [link, "help"], cwd="/", capture_output=True, text=True, check=False, env=os.environ
    )
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: ./throughline COMMAND")


def test_a_word_it_does_not_know_is_answered_with_those_it_does() -> None:
    done = subprocess.run(
        [REPOSITORY / "throughline", "reconsile"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("There is no command reconsile.")
    assert "reconcile" in done.stderr
