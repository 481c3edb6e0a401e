"""Reading messages, and choosing how they come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import as_system
from throughline.core.models import Message, MessageChoice, User


@transaction.atomic
def mark_read(*, up_to: int, by: User, at: datetime) -> int:
    """Mark somebody's messages as read, up to the one that they saw last; says how many were new."""
    with as_system():  # a message is written and changed by nobody but the system
        return Message.objects.filter(to=by, pk__lte=up_to, read_at=None).update(read_at=at)


@transaction.atomic
def choose_messages(*, chosen: Mapping[str, str], by: User) -> None:
    """Keep how somebody wants each kind of message by email; kinds not named stay as they were."""
    for kind, by_mail in chosen.items():
        MessageChoice.objects.update_or_create(user=by, kind=kind, defaults={"by_mail": by_mail})
