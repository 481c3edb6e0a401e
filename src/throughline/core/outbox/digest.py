"""What is sent once a day: everything that came meanwhile, in one message that counts it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from throughline.core.access.actor import as_system
from throughline.core.models import Message, User
from throughline.core.outbox import send_message

DIGEST: Final = "digest"
"""The kind of the message that holds the others; it stands in nobody's list."""


def send_digests(*, at: datetime) -> int:
    """
    Send everybody who has messages once a day those that came since, as one; says to how many.

    Messages that say the same are one line with their number. Run again it finds nothing new.
    """
    with transaction.atomic(), as_system():
        waiting = Message.objects.filter(by_mail=Message.ByMail.DAILY, sent_at=None)
        readers = list(User.objects.filter(pk__in=waiting.values("to"), is_active=True).order_by("pk"))
    return sum(_send_to(reader, at) for reader in readers)


@transaction.atomic
def _send_to(reader: User, at: datetime) -> bool:
    with as_system():
        waiting = Message.objects.select_for_update().filter(
            to=reader, by_mail=Message.ByMail.DAILY, sent_at=None
        )
        held = list(waiting.order_by("written_at", "pk"))
        if not held:
            return False
        count = len(held)
        made = Message.objects.create(
            to=reader,
            kind=DIGEST,
            subject="1 message in Throughline" if count == 1 else f"{count} messages in Throughline",
            text=_text(held),
            about=f"digest {at.isoformat()}",
            written_at=at,
        )
        Message.objects.filter(pk__in=[one.pk for one in held]).update(sent_at=at)
        send_message.defer(message_id=made.pk)
    return True


def _text(held: list[Message]) -> str:
    lines = [
        f"- {subject}" + (f" ({times} times)" if times > 1 else "")
        for subject, times in Counter(one.subject for one in held).items()
    ]
    return "\n".join(
        [*lines, "", f"Read them, and choose what you are sent: {settings.PUBLIC_ADDRESS}/messages"]
    )
