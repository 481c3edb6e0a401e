"""What a person agreed to beyond their supervision, and took back (S219)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from throughline.core.immutable import never_changed
from throughline.core.models import User
from throughline.people.models.person import Person
from throughline.vocabulary.consents import Asked, Use


class Consent(models.Model):
    """
    One answer of a person about one use: given, or refused and taken back; the latest holds.

    Rows are only ever added. No row, and nobody asked: that is never read as agreement.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    use = models.CharField(max_length=12, choices=Use)
    given = models.BooleanField()
    on_day = models.DateField()
    asked = models.CharField(max_length=12, choices=Asked)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-recorded_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["person", "use", "-recorded_at", "-id"], name="consent_latest")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.use} of person {self.person_id}: {'given' if self.given else 'not given'}"
