"""
Messages out: written with their cause, sent by a job once that has committed.

The backend is named by `settings.MESSAGES_BACKEND`: `console` prints, `notify` sends by GOV.UK Notify.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from throughline.core.access.actor import as_system
from throughline.core.models import Message, User


class Backend(Protocol):
    """What a backend gives: `send`, which raises when the message did not go."""

    def send(self, message: Message) -> None:
        """Send one message."""


def write_message(*, to: User, subject: str, text: str, about: str, at: datetime) -> None:
    """
    Write one message to `to` and queue its sending, in this transaction.

    `about` names the cause; a second message to the same person about the same cause is not written.
    The text holds no personal data: that something waits, and where.
    """
    with as_system():
        message, is_new = Message.objects.get_or_create(
            to=to, about=about, defaults={"subject": subject, "text": text, "written_at": at}
        )
        if is_new:
            send_message.defer(message_id=message.pk)


def write_messages(*, to: Collection[User], subject: str, text: str, about: str, at: datetime) -> None:
    """
    Write the same message to many, and queue their sending, as `write_message` does for one.

    In as many statements however many they are.
    """
    with as_system():
        had = set(Message.objects.filter(to__in=to, about=about).values_list("to", flat=True))
        made = Message.objects.bulk_create(
            Message(to=one, about=about, subject=subject, text=text, written_at=at)
            for one in to
            if one.pk not in had
        )
        if made:
            jobs: list[JSONDict] = [{"message_id": one.pk} for one in made]
            send_message.batch_defer(*jobs)


@app.task(name="send message", retry=5)
def send_message(message_id: int) -> None:
    """Send one message; what goes wrong is kept on it, and tried again."""
    from django.db import transaction

    with as_system(), transaction.atomic():
        message = Message.objects.select_for_update().select_related("to").get(pk=message_id)
        if message.sent_at is not None:
            return
        cast(Backend, import_module(settings.MESSAGES_BACKEND)).send(message)
        message.sent_at = timezone.now()
        message.save(update_fields=["sent_at"])
