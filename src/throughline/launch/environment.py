"""
Make the virtual environment and keep it in step with the locked requirements.

Run by `./throughline` with the system's own Python before anything is installed, so the standard library
is all there is here.
"""

import ast
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
ENVIRONMENT = REPOSITORY / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STAMP = ENVIRONMENT / "throughline-set.json"

# From the smallest to the largest; each holds all of those before it.
SETS = ("web", "test")
COMMANDS_OF_TEST = frozenset({"test", "check", "bench", "asks"})


class CannotSetUp(Exception):
    """The environment cannot be made; the sentence says what to do about it."""


def set_for(command: str) -> str:
    """Give the name of the smallest set of requirements that `command` runs with."""
    return "test" if command in COMMANDS_OF_TEST else "web"


def lock_file(name: str) -> Path:
    """Give the file that locks the set `name`."""
    return REPOSITORY / "requirements" / f"{name}.txt"


def fingerprint(name: str) -> dict[str, str]:
    """Give what an environment holding the set `name` has to agree with: its lock, and where it stands."""
    return {
        "set": name,
        "lock": hashlib.sha256(lock_file(name).read_bytes()).hexdigest(),
        "place": str(REPOSITORY),
    }


def installed() -> dict[str, str]:
    """Give the fingerprint written when the environment was last brought in step; empty when never."""
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return found if found.get("set") in SETS else {}


def set_to_install(wanted: str) -> str | None:
    """
    Give the set to install so that `wanted` is there, or None when nothing is missing.

    An environment that holds a larger set keeps it.
    """
    found = installed()
    name = max(wanted, found.get("set", wanted), key=SETS.index)
    return None if PYTHON.exists() and found == fingerprint(name) else name


def ensure(wanted: str) -> None:
    """
    Have an environment that holds the set `wanted`; several calls at once wait for one another.

    :raises CannotSetUp: with a sentence for the person who typed the command
    """
    if set_to_install(wanted) is None:
        return
    place = os.open(REPOSITORY, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        name = set_to_install(wanted)
        if name is not None:
            _bring_in_step(name)
    finally:
        os.close(place)


def _bring_in_step(name: str) -> None:
    place = installed().get("place")
    if not _runs() or (place is not None and place != str(REPOSITORY)):
        _say("Making the virtual environment")
        _make_environment()
    STAMP.unlink(missing_ok=True)
    _say(f"Installing what this needs ({name})")
    _install(name)
    for folder in ENVIRONMENT.glob("lib/python3*/site-packages"):
        (folder / "throughline.pth").write_text(f"{REPOSITORY / 'src'}\n")
    STAMP.write_text(json.dumps(fingerprint(name)))


def _runs() -> bool:
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", check], check=False).returncode == 0


def _make_environment() -> None:
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], capture_output=True, check=False)
    if made.returncode == 0:
        return
    # Some systems ship Python without ensurepip; a pip beside the system's Python does as well.
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    bare = [sys.executable, "-m", "venv", "--without-pip", str(ENVIRONMENT)]
    fill = [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--quiet", "pip"]
    for command in (bare, fill):
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            shutil.rmtree(ENVIRONMENT, ignore_errors=True)
            raise CannotSetUp(
                "Python cannot make a virtual environment here. "
                "On Debian and Ubuntu install python3-venv, then run this again."
            )


def _install(name: str) -> None:
    pip = [str(PYTHON), "-m", "pip"]
    quiet = [*pip, "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]
    installer = subprocess.run([*quiet, str(lock_file("installer"))], check=False)
    if installer.returncode == 0:
        uv = [str(PYTHON), "-m", "uv", "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON)]
        environment = {**os.environ, **index_settings(_pip_settings(pip), dict(os.environ))}
        done = subprocess.run([*uv, str(lock_file(name))], env=environment, cwd="/", check=False)
        if done.returncode == 0:
            return
        _say("uv could not install these; trying pip")
    if subprocess.run([*quiet, str(lock_file(name))], check=False).returncode != 0:
        raise CannotSetUp(
            "The packages Throughline needs could not be installed. "
            "Check that this machine reaches a Python package index, then run this again."
        )


def _pip_settings(pip: list[str]) -> dict[str, str]:
    """Give pip's own settings by short name; the environment's win over a command's, those over the rest."""
    listed = subprocess.run([*pip, "config", "list"], capture_output=True, text=True, check=False).stdout
    ranks = {"global": 0, "install": 1, ":env:": 2}
    settings: dict[str, tuple[int, str]] = {}
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        section, _, option = key.rpartition(".")
        rank = ranks.get(section, -1)
        if rank >= settings.get(option, (0, ""))[0]:
            settings[option] = (rank, str(ast.literal_eval(value)))
    return {option: value for option, (_, value) in settings.items()}


def index_settings(pip: dict[str, str], environment: dict[str, str]) -> dict[str, str]:
    """
    Say in uv's words where pip is told to look, since uv does not read pip's settings.

    What `environment` already says to uv is left as it is. Nothing of this is written to a file.
    """
    said: dict[str, str] = {"UV_PYTHON_DOWNLOADS": "never"}
    extra = pip.get("extra-index-url", "").split()
    if "index-url" in pip:
        said["UV_DEFAULT_INDEX"] = pip["index-url"]
    if extra:
        said["UV_INDEX"] = " ".join(extra)
        # pip takes the best version from any index; the hashes hold whichever it comes from.
        said["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    if "find-links" in pip:
        said["UV_FIND_LINKS"] = ",".join(pip["find-links"].split())
    if "trusted-host" in pip:
        said["UV_INSECURE_HOST"] = pip["trusted-host"]
    if "cert" in pip:
        said["SSL_CERT_FILE"] = pip["cert"]
    if "proxy" in pip:
        said["ALL_PROXY"] = pip["proxy"]
    if {"UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX"} & environment.keys():
        said = {
            name: value for name, value in said.items() if not name.startswith(("UV_DEFAULT", "UV_INDEX"))
        }
    return {name: value for name, value in said.items() if name not in environment}


def _say(sentence: str) -> None:
    print(f"{sentence} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        ensure(set_for(sys.argv[1] if len(sys.argv) > 1 else ""))
    except CannotSetUp as refusal:
        sys.exit(str(refusal))
