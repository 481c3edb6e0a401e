"""
Files exchanged in order with another system: what came, what waits, what went out (S122).

What a row is known by and a digest of it are kept, and never the row: it stands in the records, or in the
file of rejected lines of whoever loaded it.
"""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from throughline.core.models.files import ImportedFile
from throughline.core.models.identity import User
from throughline.core.models.organisations import Organisation


@pghistory.track()
class Stream(models.Model):
    """
    One kind of file that an organisation and another system exchange, by a mapping.

    `taken_to` is the number of the last file taken in, `sent_to` of the last one written, `acknowledged_to`
    of the last one that the other side says it has.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="streams")
    system = models.CharField(max_length=40)
    record = models.CharField(max_length=20)
    title = models.CharField(max_length=100)
    mapping = models.TextField()
    kept_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    taken_to = models.IntegerField(default=0)
    sent_to = models.IntegerField(default=0)
    acknowledged_to = models.IntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "system", "record"], name="stream_kept_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_to__lte=models.F("sent_to")),
                name="stream_acknowledges_what_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReceivedFile(models.Model):
    """
    One file that came: taken in at once, or waiting for those before it where files are numbered.

    `loaded` has its counts and rejected rows, and is empty while it waits.
    """

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="received")
    number = models.IntegerField(null=True, blank=True)
    name = models.CharField(max_length=250)
    sha256 = models.CharField(max_length=64)
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    loaded = models.OneToOneField(
        ImportedFile, null=True, blank=True, on_delete=models.PROTECT, related_name="received"
    )

    class Meta:
        ordering: ClassVar = ["-received_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["stream", "sha256"], condition=Q(number=None), name="received_without_number_once"
            ),
            models.UniqueConstraint(
                fields=["stream", "number"], condition=Q(number__isnull=False), name="received_number_once"
            ),
            models.CheckConstraint(
                condition=Q(applied_at=None, loaded=None) | Q(applied_at__isnull=False, loaded__isnull=False),
                name="received_applied_has_its_counts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WaitingContent(models.Model):
    """The bytes of a file that waits, removed when it is taken in."""

    file = models.OneToOneField(ReceivedFile, on_delete=models.CASCADE, related_name="waiting")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.file_id}: {len(self.content):,} bytes"


class RowKept(models.Model):
    """What a row is known by in a stream, with a digest of it as it last came in or went out."""

    class Way(models.TextChoices):
        IN = "in", "Came in"
        OUT = "out", "Went out"

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="rows")
    way = models.CharField(max_length=3, choices=Way)
    row = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stream", "way", "row"], name="row_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.way}: {self.row}"


class SentFile(models.Model):
    """One file that was written, for whoever wrote it to hand over until it is acknowledged."""

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="sent")
    number = models.IntegerField()
    name = models.CharField(max_length=250)
    rows = models.IntegerField()
    content = models.BinaryField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stream", "number"], name="sent_number_once"),
            models.CheckConstraint(
                condition=Q(content__isnull=False, acknowledged_at=None)
                | Q(content=None, acknowledged_at__isnull=False),
                name="sent_kept_until_acknowledged",
            ),
        ]

    def __str__(self) -> str:
        return self.name
