"""When a worker is away, and who covers (D16, S100)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F

from throughline.core.fields import PeriodField
from throughline.core.models import Organisation, User


@pghistory.track()
class Absence(models.Model):
    """A worker is away over a period, open while nobody knows for how long. No reason is kept."""

    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    during = PeriodField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-during", "pk"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="absence_once_at_a_time",
                expressions=[("worker", "="), ("organisation", "="), ("during", "&&")],
                violation_error_message="An absence on these days is recorded already",
            )
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} from {self.during.from_}"


@pghistory.track()
class AbsenceCover(models.Model):
    """Somebody answers for an absent worker's people over a period: whom to telephone in their place."""

    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="covers")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    during = PeriodField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["during", "pk"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_cover_of_an_absence_at_a_time",
                expressions=[(F("absence"), "="), (F("during"), "&&")],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} for absence {self.absence_id}"
