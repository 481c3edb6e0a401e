"""
The database a command works with: the embedded server, or the one named in `DATABASE_URL`.

Two addresses come out of this, both before Django reads its settings: `DATABASE_URL`, which serves pages
and is held to row security, and `DATABASE_OWNER_URL`, which owns the tables and migrates them.
"""

import atexit
import os
from contextlib import suppress
from functools import cache

import psycopg
from psycopg import sql

from throughline.launch.postgres import Cluster
from throughline.launch.programs import SUPERUSER as SUPERUSER
from throughline.launch.refusals import Refusal
from throughline.launch.state import state_folder

DATABASE = "throughline"
WEB_ROLE = "throughline_web"
SYSTEM_ROLE = "throughline_system"
OLDEST_SERVER = 150000


class DatabaseNotUsable(Refusal):
    """The database named by the environment cannot serve; the sentence says what to change."""


@cache
def embedded_cluster() -> Cluster:
    """Give this process's hold on the embedded server in the state folder; it may not be started yet."""
    return Cluster(state_folder() / "postgres")


def ensure_database() -> None:
    """
    Have a database to work with and say where in `DATABASE_URL` and `DATABASE_OWNER_URL`.

    A `DATABASE_URL` set by the user is used as given, and owns the tables unless `DATABASE_OWNER_URL` names
    who does. Without one the embedded server is started, and stays until this process ends.

    :raises DatabaseNotUsable: the server does not answer, is older than PostgreSQL 15, or lacks our roles
    :raises throughline.launch.programs.ServerDidNotStart: the embedded server does not start
    """
    given = os.environ.get("DATABASE_URL", "").strip()
    if given:
        owner = os.environ.get("DATABASE_OWNER_URL", "").strip() or given
        os.environ["DATABASE_OWNER_URL"] = owner
        ensure_roles(owner)
        return
    cluster = embedded_cluster()
    cluster.start()
    atexit.register(cluster.stop)
    ensure_roles(cluster.url("postgres", SUPERUSER))
    _ensure_embedded_database(cluster)
    os.environ["DATABASE_OWNER_URL"] = cluster.url(DATABASE, SUPERUSER)
    os.environ["DATABASE_URL"] = cluster.url(DATABASE, WEB_ROLE)


def _ensure_embedded_database(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("postgres", SUPERUSER), autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if there is None:
            # Two first commands at the same moment: the second finds what the first made.
            with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def ensure_roles(owner_url: str) -> None:
    """
    Have the two roles that grants and row policies are written for, as they should be.

    `throughline_web` serves people, and no policy steps aside for it. `throughline_system` does the work
    nobody in particular asked for; the web role takes it on by `SET ROLE` alone, never by inheritance.

    :raises DatabaseNotUsable: no answer, a server too old, or roles missing that `owner_url` may not make
    """
    try:
        connection = psycopg.connect(owner_url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise DatabaseNotUsable(
            f"The database does not answer: {str(error).strip()}. Check DATABASE_URL and DATABASE_OWNER_URL"
        ) from error
    with connection:
        version = connection.info.server_version
        if version < OLDEST_SERVER:
            raise DatabaseNotUsable(
                f"The server runs PostgreSQL {version // 10000}. Throughline needs PostgreSQL 15 or newer"
            )
        if _roles_are_right(connection):
            return
        try:
            _make_roles(connection)
        except psycopg.errors.InsufficientPrivilege as error:
            raise DatabaseNotUsable(
                f"The roles {WEB_ROLE} and {SYSTEM_ROLE} are not on this server as they should be, and this "
                "account may not make them. Set DATABASE_OWNER_URL to an account that may create roles"
            ) from error


def _roles_are_right(connection: psycopg.Connection) -> bool:
    plain = "NOT (rolsuper OR rolbypassrls OR rolinherit OR rolcreaterole OR rolcreatedb)"
    row = connection.execute(
        f"""
        SELECT count(*) FILTER (WHERE rolname = %(web)s AND rolcanlogin AND {plain}) = 1
           AND count(*) FILTER (WHERE rolname = %(system)s AND NOT rolcanlogin AND {plain}) = 1
        FROM pg_roles WHERE rolname IN (%(web)s, %(system)s)
        """,
        {"web": WEB_ROLE, "system": SYSTEM_ROLE},
    ).fetchone()
    return row is not None and bool(row[0]) and _membership_is_right(connection)


def _membership_is_right(connection: psycopg.Connection) -> bool:
    # Before PostgreSQL 16 inheritance is a property of the member, already looked at.
    by_grant = connection.info.server_version >= 160000
    row = connection.execute(
        f"""
        SELECT count(*) > 0 {"AND bool_or(set_option) AND NOT bool_or(inherit_option)" if by_grant else ""}
        FROM pg_auth_members
        WHERE roleid = %s::regrole AND member = %s::regrole
        """,
        [SYSTEM_ROLE, WEB_ROLE],
    ).fetchone()
    return row is not None and bool(row[0])


def _make_roles(connection: psycopg.Connection) -> None:
    by_grant = connection.info.server_version >= 160000
    superuser = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    # Only a superuser may so much as mention these two; a role made by anybody else has neither.
    bars = "NOSUPERUSER NOBYPASSRLS" if superuser and superuser[0] else ""
    names = {"web": sql.Identifier(WEB_ROLE), "system": sql.Identifier(SYSTEM_ROLE)}
    # One command at a time in the whole server: two at once would both find the roles missing.
    connection.execute("SELECT pg_advisory_lock(hashtext('throughline roles'))")
    for name, login in ((WEB_ROLE, "LOGIN"), (SYSTEM_ROLE, "NOLOGIN")):
        there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
        verb = "ALTER" if there else "CREATE"
        connection.execute(
            sql.SQL(f"{verb} ROLE {{}} {login} NOINHERIT NOCREATEDB NOCREATEROLE {bars}").format(
                sql.Identifier(name)
            )
        )
    how = " WITH INHERIT FALSE, SET TRUE" if by_grant else ""
    connection.execute(sql.SQL(f"GRANT {{system}} TO {{web}}{how}").format(**names))
