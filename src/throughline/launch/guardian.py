"""
The process between us and a PostgreSQL server: `python -m throughline.launch.guardian ORDERS`.

Everyone who uses the server holds a shared lock on one file, which the kernel lets go however its holder
ends. The guardian waits for the exclusive lock; when it is granted nobody uses the server any more, and
the server is stopped. So a server is never left behind, nor taken from under somebody else.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType

from throughline.launch.accounts import Account, MappingRefused, end_with_parent, enter

MAPPING_REFUSED = 77
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Orders:
    """What a guardian is told: paths are absolute; `initialise` writes the cluster into `<cluster>.new`."""

    lock: str
    log: str
    cluster: str
    account: Account
    initialise: list[str]
    serve: list[str]

    def written(self) -> str:
        """Give the orders as one command-line argument."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> "Orders":
        """Read back what `written` gave."""
        facts = json.loads(text)
        return cls(**{**facts, "account": Account(facts["account"])})


def main() -> int:
    """Guard one server from its start to its end; the answer is the server's exit code."""
    orders = Orders.read(sys.argv[1])
    lock = os.open(orders.lock, os.O_RDWR)
    log = os.open(orders.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        enter(orders.account)
    except MappingRefused:
        return MAPPING_REFUSED
    code = _initialise(orders, log)
    return code or _serve(orders, lock, log)


def _initialise(orders: Orders, log: int) -> int:
    cluster = Path(orders.cluster)
    if cluster.exists():
        return 0
    fresh = Path(f"{cluster}.new")
    # A name of its own until it is whole, so that an interrupted start leaves no half-made cluster.
    subprocess.run(["rm", "-rf", str(fresh)], check=True)
    done = subprocess.run(orders.initialise, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False)
    if done.returncode == 0:
        fresh.rename(cluster)
    return done.returncode


def _serve(orders: Orders, lock: int, log: int) -> int:
    server = subprocess.Popen(
        orders.serve, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=end_with_parent
    )

    def stop(_number: int = 0, _frame: FrameType | None = None) -> None:
        server.send_signal(signal.SIGINT)

    def stop_when_unused() -> None:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stop()
        try:
            server.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    threading.Thread(target=stop_when_unused, daemon=True).start()
    return server.wait()


if __name__ == "__main__":
    # os._exit: the thread may still wait for the lock, and there is nothing to tidy.
    os._exit(main() & 0xFF)
