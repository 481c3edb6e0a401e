"""Messages: one about one thing, sent only if its cause was committed."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from tests import factories as make
from throughline.core.models import Message
from throughline.core.outbox import send_message, write_message
from throughline.vocabulary.messages import MessageKind


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return int(cursor.fetchone()[0])


def test_a_message_and_its_job_stand_or_fall_with_their_cause(db: None) -> None:
    to = make.UserFactory()
    with pytest.raises(RuntimeError), transaction.atomic():
        write_message(
            to=to,
            kind=MessageKind.REFERRAL,
            subject="A referral waits",
            text="Sign in",
            about="referral 1",
            at=make.NOW,
        )
        assert jobs() == 1
        raise RuntimeError
    assert (Message.objects.count(), jobs()) == (0, 0)


def test_one_message_about_one_thing(db: None) -> None:
    to = make.UserFactory()
    for _ in range(2):
        write_message(
            to=to,
            kind=MessageKind.REFERRAL,
            subject="A referral waits",
            text="Sign in",
            about="referral 1",
            at=make.NOW,
        )
    assert (Message.objects.count(), jobs()) == (1, 1)


def test_a_message_is_sent_once(db: None) -> None:
    message = make.MessageFactory()
    send_message(message_id=message.pk)
    first = Message.objects.get().sent_at
    send_message(message_id=message.pk)
    assert first is not None
    assert Message.objects.get().sent_at == first
