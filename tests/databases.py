"""The databases of the tests: one template, built once for each shape of the tables, and copies of it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from throughline.launch.databases import SUPERUSER, embedded_cluster, ensure_roles
from throughline.launch.postgres import Cluster

SOURCE = Path(__file__).resolve().parent.parent / "src" / "throughline"
OWNER_VARIABLE = "THROUGHLINE_TEST_OWNER_URL"


def start_server() -> Cluster | None:
    """
    Start the embedded server for this run and say in the environment where it is, for the workers.

    Gives the server to the process that started it, which stops it; nothing to the others.
    """
    if OWNER_VARIABLE in os.environ:
        return None
    cluster = embedded_cluster()
    cluster.start()
    os.environ[OWNER_VARIABLE] = cluster.url("postgres", SUPERUSER)
    ensure_roles(os.environ[OWNER_VARIABLE])
    return cluster


def url(database: str, user: str) -> str:
    """The address of `database` on the test server, signing in as `user`."""
    return embedded_cluster().url(database, user)


def template() -> str:
    """
    The name of the template for the present migrations and row policies, built when it is not there.

    Built under a lock, so that of several workers one builds and the others wait.
    """
    name = "template_" + _shape()
    with psycopg.connect(os.environ[OWNER_VARIABLE], autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(hashtext('test template'))")
        if _exists(server, name):
            return name
        for old in server.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%'"
        ).fetchall():
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old[0])))
        building = name + "_building"
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(building)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(building)))
        _migrate(building)
        server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(name))
        )
    return name


def fresh_copy(name: str) -> None:
    """Make the database `name` anew as a copy of the template."""
    source = template()
    with psycopg.connect(os.environ[OWNER_VARIABLE], autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(hashtext('test template'))")
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source))
        )


def socket_folder() -> str:
    """The folder through which the test server is reached."""
    return str(conninfo_to_dict(os.environ[OWNER_VARIABLE])["host"])


def _shape() -> str:
    shape = hashlib.sha256()
    for pattern in ("*/migrations/*.py", "*/row_security.py", "core/access/*.py"):
        for file in sorted(SOURCE.glob(pattern)):
            shape.update(file.read_bytes())
    return shape.hexdigest()[:16]


def _exists(server: psycopg.Connection, name: str) -> bool:
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _migrate(name: str) -> None:
    owner = connections["owner"]
    owner.settings_dict.update({"NAME": name, "USER": SUPERUSER, "HOST": str(socket_folder()), "PORT": ""})
    owner.settings_dict["OPTIONS"] = {}
    owner.settings_dict["TEST"]["MIRROR"] = None
    try:
        call_command("migrate", database="owner", verbosity=0, interactive=False)
    finally:
        owner.close()
