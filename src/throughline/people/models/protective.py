"""What protects a person, as it was recorded in an assessment (S121)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughline.core.immutable import never_changed
from throughline.core.models import User
from throughline.people.models.needs import Assessment
from throughline.people.models.person import Person
from throughline.vocabulary.protective import ProtectiveFactor


class FactorsRecorded(models.Model):
    """The protective factors that one assessment found, or that it found none; the latest record holds."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="factors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    factors = ArrayField(models.CharField(max_length=20, choices=ProtectiveFactor))
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-recorded_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(factors__len__gt=0), name="factors_name_one_or_none")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"protective factors of assessment {self.assessment_id}"

    @property
    def names(self) -> list[str]:
        """What was found, in words."""
        return [str(ProtectiveFactor(one).label) for one in self.factors]
