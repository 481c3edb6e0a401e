from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.launch.servers import BINARIES, named
from throughline.launch.databases import SYSTEM_ROLE, WEB_ROLE, DatabaseNotUsable, ensure_roles
from throughline.launch.postgres import Cluster
from throughline.launch.programs import SUPERUSER


@pytest.fixture(params=BINARIES, ids=named, scope="module")
def cluster(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("server") / "postgres", request.param) as started:
        yield started


@pytest.fixture
def owner(cluster: Cluster) -> Iterator[psycopg.Connection]:
    with psycopg.connect(cluster.url("postgres", SUPERUSER), autocommit=True) as connection:
        yield connection
        connection.execute(f"DROP ROLE IF EXISTS {WEB_ROLE}, {SYSTEM_ROLE}, clerk")


def as_web(cluster: Cluster) -> psycopg.Connection:
    return psycopg.connect(cluster.url("postgres", WEB_ROLE))


def attributes(owner: psycopg.Connection, role: str) -> tuple[bool, ...]:
    row = owner.execute(
        "SELECT rolcanlogin, rolinherit, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb "
        "FROM pg_roles WHERE rolname = %s",
        [role],
    ).fetchone()
    assert row is not None
    return tuple(row)


def test_the_web_role_takes_on_the_system_role_by_asking_and_no_other_way(
    cluster: Cluster, owner: psycopg.Connection
) -> None:
    ensure_roles(cluster.url("postgres", SUPERUSER))
    owner.execute("DROP TABLE IF EXISTS kept_from_people")
    owner.execute(f"CREATE TABLE kept_from_people (); GRANT SELECT ON kept_from_people TO {SYSTEM_ROLE}")
    with as_web(cluster) as web:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("SELECT * FROM kept_from_people")
        web.rollback()
        web.execute(f"SET ROLE {SYSTEM_ROLE}")
        assert web.execute("SELECT count(*) FROM kept_from_people").fetchone() == (0,)
    owner.execute("DROP TABLE kept_from_people")


def test_no_policy_steps_aside_for_either_role(cluster: Cluster, owner: psycopg.Connection) -> None:
    ensure_roles(cluster.url("postgres", SUPERUSER))
    assert attributes(owner, WEB_ROLE) == (True, False, False, False, False, False)
    assert attributes(owner, SYSTEM_ROLE) == (False, False, False, False, False, False)


@pytest.mark.parametrize(
    "loosened",
    [
        pytest.param(f"ALTER ROLE {WEB_ROLE} BYPASSRLS", id="web role past the policies"),
        pytest.param(f"ALTER ROLE {WEB_ROLE} INHERIT", id="web role that inherits"),
        pytest.param(f"ALTER ROLE {SYSTEM_ROLE} LOGIN", id="system role that signs in"),
        pytest.param(f"REVOKE {SYSTEM_ROLE} FROM {WEB_ROLE}", id="membership taken away"),
    ],
)
def test_roles_that_were_changed_are_put_right(
    cluster: Cluster, owner: psycopg.Connection, loosened: str
) -> None:
    url = cluster.url("postgres", SUPERUSER)
    ensure_roles(url)
    owner.execute(loosened)
    ensure_roles(url)
    assert attributes(owner, WEB_ROLE) == (True, False, False, False, False, False)
    assert attributes(owner, SYSTEM_ROLE) == (False, False, False, False, False, False)
    with as_web(cluster) as web:
        web.execute(f"SET ROLE {SYSTEM_ROLE}")


def test_an_account_that_may_create_roles_is_enough(cluster: Cluster, owner: psycopg.Connection) -> None:
    owner.execute("CREATE ROLE clerk LOGIN CREATEROLE")
    ensure_roles(cluster.url("postgres", "clerk"))
    with as_web(cluster) as web:
        web.execute(f"SET ROLE {SYSTEM_ROLE}")


def test_an_account_that_may_not_make_the_roles_is_told_what_to_set(
    cluster: Cluster, owner: psycopg.Connection
) -> None:
    owner.execute("CREATE ROLE clerk LOGIN")
    with pytest.raises(DatabaseNotUsable, match="Set DATABASE_OWNER_URL"):
        ensure_roles(cluster.url("postgres", "clerk"))


def test_an_account_that_may_not_make_the_roles_finds_them_made(
    cluster: Cluster, owner: psycopg.Connection
) -> None:
    owner.execute("CREATE ROLE clerk LOGIN")
    ensure_roles(cluster.url("postgres", SUPERUSER))
    ensure_roles(cluster.url("postgres", "clerk"))


def test_a_server_that_does_not_answer_names_the_settings_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(DatabaseNotUsable, match="Check DATABASE_URL and DATABASE_OWNER_URL"):
        ensure_roles(f"postgresql://nobody@/nothing?host={tmp_path}")
