"""What the responsible officer decided about a missed appointment (D19)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import User
from throughline.line.models.attendance import Attendance
from throughline.people.models import Person


class MissedDecision(models.Model):
    """
    The decision on one record that says the person did not come: acceptable, a warning, or breach (S118).

    One for each record; a correction of the record is a new record, and waits for its own.
    """

    class Decided(models.TextChoices):
        ACCEPTABLE = "acceptable", "The absence is acceptable"
        WARNING = "warning", "Warn the person"
        BREACH = "breach", "Begin breach action"

    attendance = models.OneToOneField(Attendance, on_delete=models.PROTECT, related_name="missed_decision")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided = models.CharField(max_length=20, choices=Decided)
    reason = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="missed_decision_has_its_reason")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.get_decided_display()}: record {self.attendance_id}"
