"""Attendance: recorded once by whoever was there; a correction is a new record (D18)."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.line.models.appointment import Appointment
from throughline.people.models import Person

SAME_APPOINTMENT = """
IF NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM line_attendance a
    WHERE a.id = NEW.supersedes_id AND a.appointment_id = NEW.appointment_id) THEN
  RAISE EXCEPTION 'A correction supersedes a record of the same appointment'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_corrects_its_own_appointment';
END IF;
RETURN NEW;
"""


class Attendance(models.Model):
    """
    What happened at one appointment, as somebody recorded it. Never changed, never removed.

    The record that holds is the one that nothing supersedes. `key` is given by whoever sends the
    record, so that the same one sent twice has one effect.
    """

    class Happened(models.TextChoices):
        ATTENDED = "attended", "Took part"
        LATE = "late", "Came late and took part"
        NO_SESSION = "no_session", "Came, but no session was held"
        ACCEPTABLE = "acceptable", "Did not come, for an acceptable reason"
        MISSED = "missed", "Did not come"

    TOOK_PART: ClassVar = (Happened.ATTENDED, Happened.LATE)

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    happened = models.CharField(max_length=20, choices=Happened)
    took_part = models.BooleanField()
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    why_corrected = models.TextField(blank=True)
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering: ClassVar = ["recorded_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(supersedes__isnull=True), name="attendance_recorded_once"
            ),
            models.CheckConstraint(
                condition=Q(happened__in=["attended", "late"], took_part=True)
                | Q(happened__in=["no_session", "acceptable", "missed"], took_part=False),
                name="attendance_took_part_as_it_happened",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(why_corrected=""),
                name="attendance_corrected_says_why",
            ),
        ]
        indexes: ClassVar = [models.Index("person", "recorded_at", name="attendance_of_person")]
        triggers: ClassVar = [
            *never_changed(),
            pgtrigger.Trigger(
                name="same_appointment",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=SAME_APPOINTMENT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_happened_display()}: appointment {self.appointment_id}"


class LaterDecision(models.Model):
    """
    The responsible officer's decision on activity that was not planned as RAR before it took place (D17).

    Accepted activity counts as retrospective, apart from what was planned (S126). The decision that
    holds is the latest; each stays.
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="later_decisions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField()
    reason = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["decided_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="later_decision_has_its_reason")
        ]
        indexes: ClassVar = [models.Index("appointment", "decided_at", name="later_decision_latest")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{'accepted' if self.accepted else 'refused'}: appointment {self.appointment_id}"
