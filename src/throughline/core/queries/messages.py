"""The messages of somebody, and how they want each kind."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet

from throughline.core.models import Message, MessageChoice, User
from throughline.core.outbox.digest import DIGEST


def messages_of(user: User) -> QuerySet[Message]:
    """What was written to somebody, each thing once: not the messages that only hold others."""
    return Message.objects.filter(to=user).exclude(kind=DIGEST)


def choices_of(user: User) -> Mapping[str, str]:
    """How somebody chose to have messages by email, by the code of the kind."""
    return dict(MessageChoice.objects.filter(user=user).values_list("kind", "by_mail"))
