"""Bring the tables to what the code expects, as their owner."""

import django
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

OWNER = "owner"


def ensure_migrated() -> None:
    """
    Apply the migrations that are missing, under the alias `owner`; one process at a time does so.

    Needs `DATABASE_URL` and `DATABASE_OWNER_URL`, see `databases.ensure_database`.
    """
    django.setup()
    connection = connections[OWNER]
    try:
        if not _missing():
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('throughline migrations'))")
        if _missing():
            print("Bringing the database up to date …", flush=True)
            call_command("migrate", database=OWNER, verbosity=0, interactive=False)
    finally:
        # Lets go of the lock as well.
        connection.close()


def _missing() -> bool:
    executor = MigrationExecutor(connections[OWNER])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
