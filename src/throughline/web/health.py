"""What machines ask of this one: whether it runs, and whether it can serve."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse

from throughline.web.guards import public_page


@public_page
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers."""
    return JsonResponse({"live": True})


@public_page
def ready(request: HttpRequest) -> JsonResponse:
    """
    200 when the database answers, is as this release expects it, and holds us to row security; else 503.

    Says which of the three failed, and no more.
    """
    checks = {"database": False, "migrations": False, "row_security": False}
    try:
        checks["row_security"] = _held_to_row_security()
        checks["database"] = True
        checks["migrations"] = _migrated()
    except DatabaseError:
        pass  # the checks that were not reached stay false
    return JsonResponse(
        {"ready": all(checks.values()), **checks}, status=200 if all(checks.values()) else 503
    )


def _held_to_row_security() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        (bypasses,) = cursor.fetchone()
    return not bypasses


def _migrated() -> bool:
    return _expected_migrations() <= MigrationRecorder(connection).applied_migrations().keys()


@cache
def _expected_migrations() -> frozenset[tuple[str, str]]:
    loader = MigrationLoader(None)
    replaced = {name for migration in loader.replacements.values() for name in migration.replaces}
    return frozenset(set(loader.disk_migrations) - replaced)
