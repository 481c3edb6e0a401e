"""Assessments and the needs they found. Silence is never read as "no need" (D11)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models

from throughline.people.models.person import Person
from throughline.vocabulary.needs import Need


@pghistory.track()
class Assessment(models.Model):
    """One dated assessment, full or abridged (Layer 1)."""

    class Depth(models.TextChoices):
        FULL = "full", "Full assessment"
        ABRIDGED = "abridged", "Abridged assessment (Layer 1)"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessments")
    depth = models.CharField(max_length=10, choices=Depth)
    made_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["-made_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_depth_display()} of {self.made_on:%-d %B %Y}"


@pghistory.track()
class AssessedNeed(models.Model):
    """What one assessment says of one need; a need it does not name was not assessed."""

    class Level(models.TextChoices):
        NONE = "none", "No need"
        SOME = "some", "Some need"
        SEVERE = "severe", "Severe need"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="needs")
    need = models.CharField(max_length=20, choices=Need)
    level = models.CharField(max_length=10, choices=Level)
    self_reported = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "need", "self_reported"], name="need_answered_once_in_an_assessment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_need_display()}: {self.get_level_display()}"
