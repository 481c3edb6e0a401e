"""Whether the person has seen the plan, and knows what is in it and what each organisation is for (S116)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.people.models.person import Person
from throughline.people.models.plan import PlanVersion


class PlanAnswer(models.Model):
    """
    What the person said of one version of their plan when they had seen it; the latest counts.

    `organisation` supervised them then, where anybody did. `how` they were asked: on their own screen, or by
    the officer, who then recorded it.
    """

    class Answer(models.TextChoices):
        BOTH = "both", "Yes, both"
        PLAN_ONLY = "plan_only", "What is in the plan, but not what each organisation is for"
        NEITHER = "neither", "No, not yet"

    class How(models.TextChoices):
        ON_SCREEN = "on_screen", "On their own screen"
        IN_PERSON = "in_person", "Face to face"
        PHONE = "phone", "By telephone"
        VIDEO = "video", "By video"
        PAPER = "paper", "On paper"

    KNOWS_THE_PLAN: ClassVar = (Answer.BOTH, Answer.PLAN_ONLY)

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_answers")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=20, choices=Answer)
    how = models.CharField(max_length=20, choices=How)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-recorded_at", "-pk"]
        indexes: ClassVar = [models.Index("version", "recorded_at", name="plan_answer_latest")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: version {self.version_id}"
