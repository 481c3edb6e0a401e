"""Training and guidance on working with providers: what was offered to whom, and what was taken (S119)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from throughline.core.models import Organisation, User


@pghistory.track()
class Training(models.Model):
    """One training or guidance on working with providers, offered to somebody; `taken_on` once it was."""

    class Kind(models.TextChoices):
        TRAINING = "training", "Training"
        GUIDANCE = "guidance", "Guidance"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="trainings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    offered_on = models.DateField()
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-offered_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken_on__isnull=True) | Q(taken_on__gte=F("offered_on")),
                name="training_taken_once_it_was_offered",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "title"],
                condition=Q(taken_on__isnull=True),
                name="training_waits_once",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="training_offered_stays",
                fields=["user", "organisation", "kind", "title", "offered_on", "offered_by"],
            ),
            pgtrigger.Protect(name="training_never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title
