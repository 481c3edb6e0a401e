"""
The database backend: PostgreSQL, with the acting person told to the database at every transaction.

Row security (see `core.access.row_security`) decides by settings that hold for one transaction only.
They are set here, at the moment a transaction begins, so that no view, job or command can forget
to; outside a transaction nothing is set and the policies show nothing.
"""

from typing import Any

from django.db.backends.postgresql import base


class SystemOutsideTransaction(RuntimeError):
    """The system acts outside a transaction, where the database was told nothing and would show no row."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own PostgreSQL wrapper; only the beginning of a transaction differs."""

    def set_autocommit(
        self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False
    ) -> None:
        """Begin or end a transaction; on beginning, apply the current actor's settings."""
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if not autocommit:
            from throughline.core.access.actor import apply_actor

            apply_actor(self)

    _is_connecting = False

    def connect(self) -> None:
        """Connect as Django does; what it then asks of the database itself is nobody's reading."""
        self._is_connecting = True
        try:
            super().connect()
        finally:
            self._is_connecting = False

    def create_cursor(self, name: str | None = None) -> Any:
        """
        A cursor as Django makes it; refused to the system outside a transaction, rather than show nothing.

        :raises SystemOutsideTransaction: wrap the reading in `transaction.atomic()`
        """
        from throughline.core.access.actor import current_actor

        if self.autocommit and not self._is_connecting and current_actor().is_system:
            raise SystemOutsideTransaction("Wrap this in transaction.atomic(): the system acts in it only")
        return super().create_cursor(name)
