"""`./throughline up`: from whatever is there to a service that answers."""

import argparse
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType

from throughline.launch.accounts import end_with_parent
from throughline.launch.assets import ensure_assets
from throughline.launch.databases import ensure_database
from throughline.launch.processes import wait_until
from throughline.launch.refusals import Refusal
from throughline.launch.state import REPOSITORY, state_folder

ANSWER_SECONDS = 60
STOP_SECONDS = 20


class PortTaken(Refusal):
    """Another program listens where the service was to be."""


class ServiceEnded(Refusal):
    """The web service ended by itself."""


@dataclass(frozen=True)
class Place:
    """Where the service listens."""

    host: str
    port: int

    @property
    def reached_at(self) -> str:
        """The host this machine reaches the service at."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)

    @property
    def address(self) -> str:
        """The address to open in a browser on this machine."""
        host = "localhost" if self.reached_at in {"127.0.0.1", "::1"} else self.host
        return f"http://{host}:{self.port}/"


def up(arguments: Sequence[str]) -> int:
    """
    Set everything up and serve until interrupted; 0 when it was asked to stop.

    :raises PortTaken: before anything else is done
    :raises ServiceEnded: the web service ended by itself
    """
    options = _options(arguments)
    place = Place(options.host, options.port)
    refuse_taken_port(place)
    os.environ.setdefault("SECRET_KEY", secret_key())
    if options.demo:
        os.environ.setdefault("THROUGHLINE_DEMONSTRATION", "yes")
    ensure_database()
    # Before Django reads its settings, which look whether the folder is there.
    ensure_assets()
    _prepare(demo=options.demo)
    return _serve(place, demo=options.demo)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./throughline up", description="Set up and serve Throughline.")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    parser.add_argument(
        "--no-demo",
        dest="demo",
        action="store_false",
        help="leave an empty database empty, and say nothing of it",
    )
    return parser.parse_args(arguments)


def refuse_taken_port(place: Place) -> None:
    """
    Find out whether the service can listen at `place`.

    :raises PortTaken: it cannot
    """
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((place.host, place.port))
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise PortTaken(
                f"Throughline cannot listen on port {place.port} of {place.host}: {why}. "
                f"Stop what uses it, or choose another: ./throughline up --port {place.port + 1}"
            ) from error


def secret_key() -> str:
    """Give the key this installation signs with, made once and kept in the state folder."""
    path = state_folder() / "secret-key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


def _prepare(*, demo: bool) -> None:
    from django.core.management import call_command, get_commands

    from throughline.launch.migrations import ensure_migrated
    from throughline.launch.static_files import ensure_static_files

    ensure_migrated()
    ensure_static_files()
    if demo and "demonstration" in get_commands():
        call_command("demonstration", if_empty=True)
    if "reference" in get_commands():
        call_command("reference", verbosity=0)


def _serve(place: Place, *, demo: bool) -> int:
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    web = _start(_gunicorn(place))
    worker = _start(_worker())
    try:
        wait_until(lambda: bool(stopping) or web.poll() is not None or answers(place), ANSWER_SECONDS)
        if not stopping and web.poll() is None:
            _announce(place, demo=demo)
        while not stopping and web.poll() is None:
            if worker.poll() is not None:
                print("The background worker ended; starting another.", file=sys.stderr, flush=True)
                time.sleep(2)
                worker = _start(_worker())
            time.sleep(0.2)
    finally:
        _stop(web, worker)
        for number, handler in before.items():
            signal.signal(number, handler)
    if not stopping:
        raise ServiceEnded(f"The web service ended by itself (exit code {web.returncode}). Its log is above")
    return 0


def _gunicorn(place: Place) -> list[str]:
    host = f"[{place.host}]" if ":" in place.host else place.host
    workers = os.environ.get("WEB_CONCURRENCY", "2")
    return [
        *("gunicorn", "throughline.wsgi:application", "--bind", f"{host}:{place.port}"),
        *("--workers", workers, "--threads", "4", "--no-control-socket", "--log-level", "warning"),
    ]


def _worker() -> list[str]:
    return ["django", "procrastinate", "worker"]


def _start(module: list[str]) -> subprocess.Popen[bytes]:
    # A session of their own: an interruption at the keyboard reaches us alone, and we stop them in order.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", *module],
        cwd=REPOSITORY,
        start_new_session=True,
        preexec_fn=end_with_parent,
    )


def _stop(*processes: subprocess.Popen[bytes]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(place: Place) -> bool:
    """Say whether something speaks HTTP at `place`, whatever it says."""
    # Not urllib: a proxy named in the environment would answer in its stead.
    connection = http.client.HTTPConnection(place.reached_at, place.port, timeout=2)
    try:
        connection.request("GET", "/health/", headers={"Host": f"localhost:{place.port}"})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _announce(place: Place, *, demo: bool) -> None:
    from django.core.management import call_command, get_commands

    print(f"\nThroughline is at {place.address}\n", flush=True)
    if demo and "demonstration" in get_commands():
        call_command("demonstration", who=True)
    print("Stop it with Ctrl+C.", flush=True)
