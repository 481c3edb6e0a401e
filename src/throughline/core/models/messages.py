"""Messages to people outside the system, kept until they are sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from throughline.core.models.identity import User


class Message(models.Model):
    """
    One message, written in the transaction of its cause and sent by a job after that has committed.

    The text holds no personal data: it says that something waits, and where. `by_mail` is what its reader had
    chosen when it was written; it stands in their list on the site all the same.
    """

    class ByMail(models.TextChoices):
        AT_ONCE = "at_once", "At once"
        DAILY = "daily", "Once a day, all together"
        NEVER = "never", "Not by email: I read them here"

    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=20, blank=True, db_default="")
    by_mail = models.CharField(max_length=10, choices=ByMail, default=ByMail.AT_ONCE, db_default="at_once")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    about = models.CharField(max_length=60)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["to", "about"], name="message_once_about_one_thing")
        ]
        indexes: ClassVar = [
            models.Index("written_at", name="message_waiting", condition=models.Q(sent_at__isnull=True)),
            models.Index(fields=["to", "-written_at"], name="message_of_a_reader"),
        ]

    def __str__(self) -> str:
        return self.subject


class MessageChoice(models.Model):
    """How somebody wants one kind of message by email."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="message_choices")
    kind = models.CharField(max_length=20)
    by_mail = models.CharField(max_length=10, choices=Message.ByMail)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind"], name="message_kind_chosen_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.by_mail}"
