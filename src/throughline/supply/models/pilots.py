"""Trials and pilots: services for a time, with rules of their own and a decision at the end (S235)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from throughline.core.fields import PeriodField
from throughline.core.models import User
from throughline.supply.models.services import Service
from throughline.vocabulary.trials import TrialDecision


@pghistory.track()
class Pilot(models.Model):
    """A service on trial over a period, for at most so many people; what becomes of it is decided once."""

    Decision = TrialDecision

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="pilots")
    during = PeriodField()
    purpose = models.TextField()
    rules = models.TextField(blank=True)
    most_people = models.SmallIntegerField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decision="", decided_on__isnull=True)
                | (~Q(decision="") & Q(decided_on__isnull=False) & ~Q(why="")),
                name="pilot_decided_on_a_day_and_says_why",
            ),
            models.UniqueConstraint(
                fields=["service"], condition=Q(decision=""), name="one_undecided_pilot_of_a_service"
            ),
        ]

        triggers: ClassVar = [
            pgtrigger.Protect(
                name="decision_stays",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__decision=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id} on trial {self.during}"
