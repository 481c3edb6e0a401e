"""Who looked at whose record, and when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from throughline.core.immutable import never_changed
from throughline.core.models.identity import User


class Reading(models.Model):
    """
    One reading of one person's record. Only ever added.

    `subject` and `subject_id` name the record without a foreign key, because the core knows no
    person; `page` is the page or endpoint through which it was read.
    """

    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    page = models.CharField(max_length=100)

    class Meta:
        indexes: ClassVar = [models.Index("subject", "subject_id", "at", name="reading_by_subject")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id} read on {self.page}"
