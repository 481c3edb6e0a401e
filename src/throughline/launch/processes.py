"""Small questions about processes and waits, asked of Linux itself."""

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path

POLL_SECONDS = 0.02


def is_alive(process: int) -> bool:
    """Say whether `process` runs; one that ended and was not yet collected does not."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def command_line(process: int) -> list[str]:
    """Give the words `process` was started with; none when there is no such process."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text().split("\0")
    except OSError:
        return []


def children(process: int) -> list[int]:
    """Give the processes that `process` started and that still exist."""
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def send(process: int, signal_number: int) -> None:
    """Send a signal; a process that is gone already is no fault."""
    try:
        os.kill(process, signal_number)
    except ProcessLookupError:
        return


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait for `condition`, at most `seconds`; the answer is whether it came true."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(POLL_SECONDS)
    return True


def lock_is_free(path: Path, kind: int) -> bool:
    """Say whether a lock of `kind` (`fcntl.LOCK_SH` or `LOCK_EX`) on `path` would be granted now."""
    with path.open("r+b") as probe:
        try:
            fcntl.flock(probe, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
