"""What an officer and whoever manages them said of working with providers (S120)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User


class OfficerSupervision(models.Model):
    """One talk with an officer about their joint cases: what was looked at, and what was agreed. It stays."""

    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supervisions_had")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    discussed = models.TextField()
    agreed = models.TextField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(discussed="") & ~Q(agreed=""), name="officer_supervision_says_what_was_agreed"
            )
        ]
        indexes: ClassVar = [models.Index("officer", "held_on", name="officer_supervision_latest")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.officer} on {self.held_on:%-d %B %Y}"
