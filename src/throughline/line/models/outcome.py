"""What a referral achieved."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from throughline.core.immutable import never_changed
from throughline.core.models import User
from throughline.line.models.referral import Referral
from throughline.vocabulary.needs import Need


class Outcome(models.Model):
    """How far one need was met when the referral ended, with what shows it (D20; S99: no end without one)."""

    class Achieved(models.TextChoices):
        YES = "yes", "Achieved"
        PARTLY = "partly", "Partly achieved"
        NO = "no", "Not achieved"

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="outcomes")
    need = models.CharField(max_length=20, choices=Need)
    achieved = models.CharField(max_length=10, choices=Achieved)
    evidence = models.TextField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "need"], name="outcome_of_a_need_once")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.get_need_display()}: {self.get_achieved_display()}"
