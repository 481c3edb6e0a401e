"""What is wanted of a referral, and every change of it after it was sent."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import User
from throughline.line.models.referral import Referral
from throughline.vocabulary.complexity import Complexity


@pghistory.track()
class ReferralDetails(models.Model):
    """
    What the officer wants of one referral: outcomes, by when, how many RAR days at most, how complex it is.

    `outcomes` are codes of `vocabulary.desired_outcomes`. What is empty was not said.
    """

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="details")
    outcomes = ArrayField(models.CharField(max_length=30), default=list)
    complexity = models.CharField(max_length=10, choices=Complexity, blank=True)
    days_wanted = models.SmallIntegerField(null=True, blank=True)
    finish_by = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(days_wanted__isnull=True) | Q(days_wanted__gte=1), name="details_want_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"details of referral {self.referral_id}"


class Amendment(models.Model):
    """One thing about a referral that was changed after it was sent: what it was, what it is, and why."""

    class Topic(models.TextChoices):
        REASON = "reason", "Why they are referred"
        OUTCOMES = "outcomes", "What is to be achieved"
        COMPLEXITY = "complexity", "How complex it is"
        DAYS = "days_wanted", "RAR days wanted"
        FINISH = "finish_by", "To be finished by"
        SESSIONS = "planned_sessions", "Sessions planned"

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="amendments")
    topic = models.CharField(max_length=20, choices=Topic)
    was = models.TextField(blank=True)
    now = models.TextField(blank=True)
    why = models.TextField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(why=""), name="amendment_says_why"),
            models.CheckConstraint(condition=~Q(was=models.F("now")), name="amendment_changes_something"),
        ]
        indexes: ClassVar = [models.Index("referral", "made_at", name="amendment_by_referral")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.get_topic_display()} of referral {self.referral_id}"
