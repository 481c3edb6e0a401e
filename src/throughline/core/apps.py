"""The core application: identity, access, audit, time, money, events, messages."""

import django_stubs_ext
from django.apps import AppConfig
from django.db.models.signals import post_migrate

django_stubs_ext.monkeypatch()  # so that fields and managers can name their types


class CoreConfig(AppConfig):
    """Knows nothing of probation."""

    name = "throughline.core"
    label = "core"

    def ready(self) -> None:
        from throughline.core import checks  # noqa: F401  registers the system checks
        from throughline.core.access.row_security import apply_after_migrate

        post_migrate.connect(apply_after_migrate, dispatch_uid="throughline row security")
