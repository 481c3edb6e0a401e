"""`migrate` as Django has it, without making every model anew for each change."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from throughline.core.database.quick_states import only_what_changes


class Command(migrate.Command):
    """Brings the tables to what the migrations say."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Apply or take back migrations."""
        with only_what_changes():
            super().handle(*args, **options)
