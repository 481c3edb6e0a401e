"""Risk flags and the restrictions they carry (D12)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughline.core.fields import PeriodField
from throughline.people.models.person import Person
from throughline.vocabulary.involved import Involved
from throughline.vocabulary.risks import RiskKind


@pghistory.track()
class RiskFlag(models.Model):
    """
    One risk over a period: live on the days within `during`. What it says is for those told of it only.

    `limits` is what it forbids or limits of all that services may involve (S96); its restrictions say so in
    the words of the order.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="risk_flags")
    kind = models.CharField(max_length=30, choices=RiskKind)
    detail = models.TextField()
    who_is_protected = models.TextField(blank=True)
    signs_to_watch = models.TextField(blank=True)
    what_to_do = models.TextField(blank=True)
    limits = ArrayField(models.CharField(max_length=12, choices=Involved), default=list, blank=True)
    during = PeriodField()

    class Meta:
        ordering: ClassVar = ["kind", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


@pghistory.track()
class Restriction(models.Model):
    """Something a risk flag forbids or limits, as the order puts it."""

    flag = models.ForeignKey(RiskFlag, on_delete=models.PROTECT, related_name="restrictions")
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.text
