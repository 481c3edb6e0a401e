"""
Domain events: what a context announces, heard by others in the same transaction.

Events are frozen dataclasses, declared in each context's `events.py`. Who listens to what is written
on one page, `throughline/subscriptions.py`. A listener acts with the system's rights in the name of
the person whose act it follows; when it fails, nothing of that act remains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from throughline.core.access.actor import as_system

Listener = Callable[[Any], None]


class NotInTransaction(RuntimeError):
    """An event was announced outside a transaction, where what follows could be half done."""


@cache
def subscriptions() -> Mapping[type, Sequence[Listener]]:
    """Every listener of the whole system by the event it listens to."""
    found: Mapping[type, Sequence[Listener]] = import_string(settings.SUBSCRIPTIONS)
    return found


def announce(event: object) -> None:
    """
    Tell every listener of this kind of event, in the order in which they are listed.

    :raises NotInTransaction: outside a transaction
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{type(event).__name__} was announced outside a transaction")
    listeners = subscriptions().get(type(event), ())
    if not listeners:
        return
    with as_system():
        for listen in listeners:
            listen(event)
