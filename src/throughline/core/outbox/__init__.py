"""
Messages out: written with their cause, sent by a job once that has committed.

The backend is named by `settings.MESSAGES_BACKEND`: `console` logs, `mail` sends by Django's own backend for
email, `notify` by GOV.UK Notify. What is sent once a day is sent by `digest`.
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
from throughline.core.models import Message, MessageChoice, User


class Backend(Protocol):
    """What a backend gives: `send`, which raises when the message did not go."""

    def send(self, message: Message) -> None:
        """Send one message."""


class Kind(Protocol):
    """A kind of message: its code, whether it cannot be turned off, and how it usually comes by email."""

    @property
    def value(self) -> str:
        """Its code."""

    @property
    def must_be_told(self) -> bool:
        """Whether it comes at once, whatever was chosen."""

    @property
    def usually(self) -> str:
        """How it comes (`Message.ByMail`) to somebody who has chosen nothing."""


def write_message(*, to: User, kind: Kind, subject: str, text: str, about: str, at: datetime) -> None:
    """
    Write one message to `to`, in this transaction, and queue its sending where they have it at once.

    `about` names the cause; a second message to the same person about the same cause is not written.
    The text holds no personal data: that something waits, and where.
    """
    with as_system():
        message, is_new = Message.objects.get_or_create(
            to=to,
            about=about,
            defaults={
                "kind": kind.value,
                "by_mail": _chosen_by([to], kind)[to.pk],
                "subject": subject,
                "text": text,
                "written_at": at,
            },
        )
        if is_new and message.by_mail == Message.ByMail.AT_ONCE:
            send_message.defer(message_id=message.pk)


def write_messages(
    *, to: Collection[User], kind: Kind, subject: str, text: str, about: str, at: datetime
) -> None:
    """
    Write the same message to many, and queue their sending, as `write_message` does for one.

    In as many statements however many they are.
    """
    with as_system():
        had = set(Message.objects.filter(to__in=to, about=about).values_list("to", flat=True))
        chosen = _chosen_by(to, kind)
        made = Message.objects.bulk_create(
            Message(
                to=one, kind=kind.value, by_mail=chosen[one.pk], about=about, subject=subject, text=text,
                written_at=at,
            )
            for one in to
            if one.pk not in had
        )  # fmt: skip
        jobs: list[JSONDict] = [
            {"message_id": one.pk} for one in made if one.by_mail == Message.ByMail.AT_ONCE
        ]
        if jobs:
            send_message.batch_defer(*jobs)


def _chosen_by(to: Collection[User], kind: Kind) -> dict[int, str]:
    """How each of these readers has this kind by email."""
    if kind.must_be_told:
        return {one.pk: Message.ByMail.AT_ONCE for one in to}
    choices = MessageChoice.objects.filter(user__in=to, kind=kind.value)
    chosen = dict(choices.values_list("user_id", "by_mail"))
    return {one.pk: chosen.get(one.pk, kind.usually) for one in to}


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
