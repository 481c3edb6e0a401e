"""What the court ordered: the sentence and its requirements."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from throughline.core.fields import PeriodField
from throughline.people.models.person import Person
from throughline.vocabulary.offences import OffenceKind
from throughline.vocabulary.orders import OrderKind, RequirementKind


@pghistory.track()
class Sentence(models.Model):
    """
    One sentence of the court. `during` runs from the day it was passed to the day after it ends.

    `offence` is in the court's words, `offence_kind` the group it belongs to; either may not be recorded.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sentences")
    kind = models.CharField(max_length=20, choices=OrderKind)
    offence = models.CharField(max_length=200, blank=True)
    offence_kind = models.CharField(max_length=20, choices=OffenceKind, blank=True)
    court = models.CharField(max_length=120, blank=True)
    passed_on = models.DateField()
    during = PeriodField()

    class Meta:
        ordering: ClassVar = ["-passed_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.passed_on:%-d %B %Y}"


@pghistory.track()
class Requirement(models.Model):
    """
    One requirement of a sentence. `rar_days` is the number of days the court ordered, for a RAR only.

    It holds over the dates of the sentence (D17: none counts outside the order's dates).
    """

    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="requirements")
    kind = models.CharField(max_length=20, choices=RequirementKind)
    rar_days = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(kind=RequirementKind.RAR) & Q(rar_days__gte=1))
                | (~Q(kind=RequirementKind.RAR) & Q(rar_days__isnull=True)),
                name="rar_days_on_rar_requirements_only",
            )
        ]

    def __str__(self) -> str:
        days = f", {self.rar_days} days" if self.rar_days else ""
        return f"{self.get_kind_display()}{days}"
