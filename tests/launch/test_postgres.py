import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.launch.servers import BINARIES, named
from throughline.launch.postgres import Cluster
from throughline.launch.processes import is_alive, wait_until
from throughline.launch.programs import SUPERUSER, ServerDidNotStart, bundled_binaries, major_version


@pytest.fixture(params=BINARIES, ids=named)
def cluster(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cluster]:
    with Cluster(tmp_path / "postgres", request.param) as started:
        yield started


def connect(cluster: Cluster) -> psycopg.Connection:
    return psycopg.connect(cluster.url("postgres", SUPERUSER), autocommit=True)


def setting(cluster: Cluster, name: str) -> str:
    with connect(cluster) as connection:
        row = connection.execute(f"SHOW {name}").fetchone()
    assert row is not None
    return str(row[0])


def postmaster(cluster: Cluster) -> int:
    return int((cluster.cluster / "postmaster.pid").read_text().split("\n")[0])


def someone_else_using(data: Path) -> subprocess.Popen[str]:
    """Another process that uses the server on `data` until it is ended."""
    script = (
        "import sys, time; from pathlib import Path; from throughline.launch.postgres import Cluster;"
        "Cluster(Path(sys.argv[1])).start(); print('ready', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", script, data], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_a_new_folder_becomes_a_server_that_keeps_what_it_is_told(cluster: Cluster) -> None:
    assert cluster.owned
    assert setting(cluster, "fsync") == "on"
    assert setting(cluster, "synchronous_commit") == "on"
    with connect(cluster) as connection:
        row = connection.execute(
            "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database"
        ).fetchone()
    assert row == ("UTF8", "C.UTF-8")


def test_it_listens_on_a_socket_for_its_owner_only(cluster: Cluster) -> None:
    assert setting(cluster, "listen_addresses") == ""
    assert cluster.socket_folder.stat().st_mode & 0o777 == 0o700


def test_settings_meant_for_another_server_are_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "6543")
    with Cluster(tmp_path / "postgres") as cluster:
        assert setting(cluster, "port") == "5432"


def test_stopping_leaves_nothing_running_and_keeps_the_rows(cluster: Cluster) -> None:
    with connect(cluster) as connection:
        connection.execute("CREATE TABLE referral AS SELECT 1 AS id")
    process = postmaster(cluster)
    cluster.stop()
    assert not is_alive(process)
    cluster.start()
    with connect(cluster) as connection:
        assert connection.execute("SELECT id FROM referral").fetchall() == [(1,)]


def test_what_was_committed_outlives_a_power_cut(cluster: Cluster) -> None:
    with connect(cluster) as connection:
        connection.execute("CREATE TABLE referral (id int)")
        connection.execute("INSERT INTO referral SELECT generate_series(1, 500)")
        process = postmaster(cluster)
        cluster.kill()
        assert not is_alive(process)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    cluster.start()
    with connect(cluster) as connection:
        assert connection.execute("SELECT count(*) FROM referral").fetchall() == [(500,)]


def test_a_restart_gives_another_server_on_the_same_rows(cluster: Cluster) -> None:
    before = postmaster(cluster)
    cluster.restart()
    assert postmaster(cluster) != before
    assert not is_alive(before)


def test_a_running_server_is_used_and_not_owned(cluster: Cluster) -> None:
    second = Cluster(cluster.data, cluster.binaries)
    second.start()
    assert not second.owned
    second.stop()
    assert setting(cluster, "fsync") == "on"


def test_the_server_stays_until_the_last_of_its_users_is_done(tmp_path: Path) -> None:
    first = Cluster(tmp_path / "postgres")
    first.start()
    process = postmaster(first)
    other = someone_else_using(first.data)
    first.stop()
    assert is_alive(process)
    end(other)
    assert wait_until(lambda: not is_alive(process), 20)


def test_no_orphan_stays_when_whoever_started_it_is_killed(tmp_path: Path) -> None:
    data = tmp_path / "postgres"
    starter = someone_else_using(data)
    process = postmaster(Cluster(data))
    assert is_alive(process)
    end(starter)
    assert wait_until(lambda: not is_alive(process), 20)


def test_no_orphan_stays_when_its_guardian_is_killed(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "postgres")
    cluster.start()
    process = postmaster(cluster)
    guardian = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(guardian, signal.SIGKILL)
    assert wait_until(lambda: not is_alive(process), 20)
    cluster.stop()


def test_the_number_of_a_dead_server_given_to_a_stranger_does_not_stop_a_start(cluster: Cluster) -> None:
    lock_file = (cluster.cluster / "postmaster.pid").read_text()
    cluster.stop()
    stranger = str(os.getpid())
    (cluster.cluster / "postmaster.pid").write_text("\n".join([stranger, *lock_file.split("\n")[1:]]))
    cluster.start()
    assert setting(cluster, "fsync") == "on"


def test_a_long_path_gets_a_socket_in_a_short_folder_of_ours(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    with Cluster(deep) as cluster:
        assert setting(cluster, "fsync") == "on"
        assert len(str(cluster.socket_folder / ".s.PGSQL.5432")) < 107
        assert cluster.socket_folder.stat().st_mode & 0o777 == 0o700
    cluster.socket_folder.rmdir()


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / ("a" * 60) / ("b" * 60))
    cluster.socket_folder.symlink_to(tmp_path)
    try:
        with pytest.raises(ServerDidNotStart, match="belongs to somebody else"):
            cluster.start()
    finally:
        cluster.socket_folder.unlink()


def test_a_cluster_of_another_version_says_what_to_do(cluster: Cluster) -> None:
    cluster.stop()
    mark = cluster.cluster / "PG_VERSION"
    ours = mark.read_text()
    mark.write_text("14\n")
    with pytest.raises(ServerDidNotStart, match=r"PostgreSQL 14 made the database .* pg_dump"):
        cluster.start()
    mark.write_text(ours)


def test_a_server_that_cannot_start_says_why_in_its_own_words(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "postgres")
    cluster.start()
    cluster.stop()
    (cluster.cluster / "postgresql.conf").write_text("no_such_setting = on\n")
    with pytest.raises(ServerDidNotStart, match="no_such_setting"):
        cluster.start()


def test_programs_that_are_not_there_say_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(ServerDidNotStart, match="THROUGHLINE_POSTGRES"):
        Cluster(tmp_path / "postgres", tmp_path).start()


def test_programs_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THROUGHLINE_POSTGRES", str(tmp_path))
    assert bundled_binaries() == tmp_path


def test_the_bundled_programs_are_new_enough() -> None:
    assert major_version(bundled_binaries()) >= 15
