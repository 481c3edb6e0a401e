"""Messages come by email as their reader chose: at once, together once a day, or not; some always at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from pytest_django import Settings

from tests import factories as make
from throughline.core.access.actor import acting_as
from throughline.core.actions.messages import choose_messages, mark_read
from throughline.core.models import Message, User
from throughline.core.outbox import send_message, write_message
from throughline.core.outbox.digest import send_digests
from throughline.core.queries.messages import messages_of
from throughline.vocabulary.messages import MessageKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> User:
    made: User = make.UserFactory(email="helen@example.org")
    return made


@pytest.fixture(autouse=True)
def by_mail(settings: Settings) -> None:
    settings.MESSAGES_BACKEND = "throughline.core.outbox.mail"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def written(to: User, kind: MessageKind, about: str, subject: str = "A referral waits") -> None:
    write_message(to=to, kind=kind, subject=subject, text="Sign in", about=about, at=make.NOW)


def run_jobs() -> None:
    """Send what is queued, as the worker does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'message_id' FROM procrastinate_jobs ORDER BY id")
        queued = [int(row[0]) for row in cursor.fetchall()]
    for number in queued:
        send_message(message_id=number)


def chosen(reader: User, by_mail: str, *kinds: MessageKind) -> None:
    with acting_as(make.acting(reader)):
        choose_messages(chosen={kind.value: by_mail for kind in kinds}, by=reader)


def test_at_once_unless_something_else_was_chosen(reader: User) -> None:
    written(reader, MessageKind.REFERRAL, "1")
    run_jobs()
    assert [one.to for one in mail.outbox] == [["helen@example.org"]]


def test_once_a_day_together_and_counted(reader: User) -> None:
    chosen(reader, "daily", MessageKind.REFERRAL, MessageKind.REVIEW)
    written(reader, MessageKind.REFERRAL, "1")
    written(reader, MessageKind.REFERRAL, "2")
    written(reader, MessageKind.REVIEW, "3", "A review waits for your feedback")
    run_jobs()
    assert mail.outbox == []
    assert send_digests(at=make.NOW + timedelta(hours=20)) == 1
    run_jobs()
    (sent,) = mail.outbox
    assert sent.subject == "3 messages in Throughline"
    assert sent.body.splitlines()[:2] == [
        "- A referral waits (2 times)",
        "- A review waits for your feedback",
    ]
    assert sent.body.endswith("/messages")
    assert send_digests(at=make.NOW + timedelta(hours=44)) == 0
    assert messages_of(reader).count() == 3


def test_not_by_email_and_read_on_the_site(reader: User) -> None:
    chosen(reader, "never", MessageKind.REFERRAL)
    written(reader, MessageKind.REFERRAL, "1")
    run_jobs()
    send_digests(at=make.NOW)
    run_jobs()
    assert mail.outbox == []
    with acting_as(make.acting(reader)):
        (message,) = messages_of(reader)
        assert message.read_at is None
        assert mark_read(up_to=message.pk, by=reader, at=make.NOW) == 1
        assert mark_read(up_to=message.pk, by=reader, at=make.NOW) == 0


@pytest.mark.parametrize("kind", [kind for kind in MessageKind if kind.must_be_told])
def test_what_must_be_told_is_told_at_once_whatever_was_chosen(reader: User, kind: MessageKind) -> None:
    chosen(reader, "never", kind)
    written(reader, kind, "1")
    run_jobs()
    assert len(mail.outbox) == 1


def test_a_change_of_mind_holds_for_what_comes_after(reader: User) -> None:
    for number, by_mail in enumerate(("daily", "at_once")):
        chosen(reader, by_mail, MessageKind.REFERRAL)
        written(reader, MessageKind.REFERRAL, str(number))
    assert list(Message.objects.order_by("pk").values_list("by_mail", flat=True)) == ["daily", "at_once"]


def test_nobody_reads_or_chooses_for_another(reader: User) -> None:
    written(reader, MessageKind.REFERRAL, "1")
    other = make.UserFactory()
    with acting_as(make.acting(other)):
        assert not Message.objects.exists()
        assert mark_read(up_to=10**9, by=other, at=make.NOW) == 0
    assert Message.objects.get().read_at is None


def test_into_files_where_a_folder_is_named(reader: User, settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    written(reader, MessageKind.RISK, "1")
    run_jobs()
    (file,) = tmp_path.iterdir()
    assert "helen@example.org" in file.read_text()
