"""Who is acting, and how the database is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    from throughline.core.models import User

SYSTEM_ROLE = "throughline_system"


@dataclass(frozen=True)
class Actor:
    """
    Somebody, or nobody, or the system itself, acting now.

    `held` maps each permission to the organisations in which the person holds it. The system actor
    is for what follows from a person's act in records that person may not see (the buyer's budget
    when a provider accepts), for jobs and for commands; it keeps the person's id for the audit.
    """

    user: User | None = None
    held: Mapping[str, frozenset[int]] = field(default_factory=dict)
    role_names: tuple[str, ...] = ()
    is_system: bool = False

    def holds(self, permission: str) -> frozenset[int]:
        """The ids of the organisations in which this actor holds `permission`; empty for nobody."""
        return self.held.get(permission, frozenset())

    def may(self, permission: str, *, within: int | None = None) -> bool:
        """Whether the permission is held at all, or in the organisation with the id `within`."""
        return bool(self.holds(permission)) if within is None else within in self.holds(permission)

    @property
    def organisations(self) -> frozenset[int]:
        """The ids of the organisations in which this actor may do anything at all."""
        return frozenset().union(*self.held.values())

    @property
    def permissions_anywhere(self) -> frozenset[str]:
        """Every permission held in at least one organisation."""
        return frozenset(permission for permission, held in self.held.items() if held)


NOBODY = Actor()
SYSTEM = Actor(is_system=True)
_acting: ContextVar[Actor] = ContextVar("throughline_actor", default=NOBODY)


def current_actor() -> Actor:
    """The actor of this request, job or command; `NOBODY` when none was named."""
    return _acting.get()


@cache
def transaction_settings() -> Mapping[str, str]:
    """Setting name to the permission whose organisations it lists (`settings.TRANSACTION_SETTINGS`)."""
    found: Mapping[str, str] = import_string(settings.TRANSACTION_SETTINGS)
    return found


def _values(actor: Actor) -> dict[str, str]:
    values = {
        "role": SYSTEM_ROLE if actor.is_system else "none",
        "throughline.user_id": str(actor.user.pk) if actor.user else "",
        # Nothing is ignored. Left unset, every call of a trigger would raise and catch an error to find out.
        "pgtrigger.ignore": "{}",
        # How alike a word must be to what was typed, from 0 to 1, where mistakes of spelling are forgiven.
        "pg_trgm.word_similarity_threshold": "0.5",
    }
    values["throughline.my_orgs"] = _array(actor.organisations)
    for name, permission in transaction_settings().items():
        values[f"throughline.{name}"] = _array(actor.holds(permission))
    return values


def _array(ids: frozenset[int]) -> str:
    return "{" + ",".join(map(str, sorted(ids))) + "}"


def apply_actor(wrapper: BaseDatabaseWrapper) -> None:
    """Tell the database of the current actor, until the end of the transaction `wrapper` is in."""
    values = _values(current_actor())
    calls = ", ".join(["set_config(%s, %s, true)"] * len(values))
    with wrapper.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for pair in values.items() for part in pair])


def _reapply() -> None:
    if not connection.in_atomic_block or connection.needs_rollback:
        return
    # A transaction that has failed takes no statement; the rollback that must follow (to a
    # savepoint or whole) also puts back the settings of its beginning.
    with suppress(DatabaseError):
        apply_actor(connection)


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Act as `actor` inside the block, and as before after it, in and outside transactions."""
    token = _acting.set(actor)
    try:
        _reapply()
        yield actor
    finally:
        _acting.reset(token)
        _reapply()


@contextmanager
def as_system() -> Iterator[Actor]:
    """
    Act with the system's rights inside the block, in the name of the person acting now.

    For what follows from an allowed act in records the person may not see, and for nothing else:
    the act itself is checked before, with that person's own rights.
    """
    before = current_actor()
    if before.is_system:
        yield before
        return
    with acting_as(
        Actor(user=before.user, held=before.held, role_names=before.role_names, is_system=True)
    ) as actor:
        yield actor
