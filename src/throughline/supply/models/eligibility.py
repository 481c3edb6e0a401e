"""For whom a service is, as data that explains itself (D5, S65)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.core.fields import PeriodField
from throughline.core.models import User
from throughline.supply.models.services import Service
from throughline.vocabulary.eligibility import Aspect


@pghistory.track()
class EligibilityRule(models.Model):
    """
    One rule of eligibility: what it looks at, which values let in, which keep out.

    `accepts` lets in whoever has one of its values (everybody, when empty); `refuses` keeps out whoever has
    one of its values. Sex, ages and areas stand on the service itself, and clearance for MAPPA cases in
    `HighRiskClearance`: rules here look at risk, offence, order, need and language.
    """

    LOOKS_AT: ClassVar = (Aspect.RISK, Aspect.OFFENCE, Aspect.ORDER, Aspect.NEED, Aspect.LANGUAGE)

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="eligibility")
    aspect = models.CharField(max_length=10, choices=Aspect)
    accepts = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    refuses = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["aspect"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "aspect"], name="one_rule_for_each_aspect"),
            models.CheckConstraint(
                condition=~Q(accepts=[]) | ~Q(refuses=[]), name="rule_lets_in_or_keeps_out"
            ),
            models.CheckConstraint(
                condition=Q(aspect__in=("risk", "offence", "order", "need", "language")),
                name="rule_looks_at_what_is_not_on_the_service",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} by {self.aspect}"


@pghistory.track()
class HighRiskClearance(models.Model):
    """
    Whoever oversees the scheme has checked that a service may work with people managed under MAPPA (S246).

    Without one in force a service is not for them. Two of a service hold on no day together; one that was
    ended before its time says by whom, when and why.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="clearances")
    during = PeriodField()
    given_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    checks = models.TextField()
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    why_ended = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-given_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, why_ended="")
                | (Q(ended_at__isnull=False) & ~Q(why_ended="")),
                name="clearance_ended_says_why",
            ),
            ExclusionConstraint(
                name="one_clearance_at_a_time",
                expressions=[("service", "="), ("during", "&&")],
                violation_error_message="This service is cleared already on these dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} cleared {self.during}"
