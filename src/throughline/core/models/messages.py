"""Messages to people outside the system, kept until they are sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from throughline.core.models.identity import User


class Message(models.Model):
    """
    One message, written in the transaction of its cause and sent by a job after that has committed.

    The text holds no personal data: it says that something waits, and where.
    """

    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="messages")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    about = models.CharField(max_length=60)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["to", "about"], name="message_once_about_one_thing")
        ]
        indexes: ClassVar = [
            models.Index("written_at", name="message_waiting", condition=models.Q(sent_at__isnull=True))
        ]

    def __str__(self) -> str:
        return self.subject
