"""Risk flags, the restrictions they carry (D12), and how grave harm was held to be from when on (S108)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughline.core.fields import PeriodField
from throughline.core.immutable import never_changed
from throughline.core.models import User
from throughline.people.models.person import Person
from throughline.vocabulary.involved import Involved
from throughline.vocabulary.risks import Mappa, RiskKind, RiskLevel


@pghistory.track()
class RiskFlag(models.Model):
    """
    One risk over a period: live on the days within `during`. What it says is for those told of it only.

    `limits` is what it forbids or limits of all that services may involve (S96); its restrictions say so in
    the words of the order. `why_ended` is empty while it goes on.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="risk_flags")
    kind = models.CharField(max_length=30, choices=RiskKind)
    detail = models.TextField()
    who_is_protected = models.TextField(blank=True)
    signs_to_watch = models.TextField(blank=True)
    what_to_do = models.TextField(blank=True)
    limits = ArrayField(models.CharField(max_length=12, choices=Involved), default=list, blank=True)
    during = PeriodField()
    why_ended = models.TextField(blank=True)

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


class RiskLevelChange(models.Model):
    """
    That an officer held the risk of serious harm, or the MAPPA level, to be another from a moment on (S108).

    `Person.risk_level` and `Person.mappa` are what the last of these says; none is ever changed.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="risk_level_changes")
    was_level = models.CharField(max_length=10, choices=RiskLevel)
    level = models.CharField(max_length=10, choices=RiskLevel)
    was_mappa = models.CharField(max_length=10, choices=Mappa)
    mappa = models.CharField(max_length=10, choices=Mappa)
    reason = models.TextField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-changed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="risk_level_changed_for_a_reason"),
            models.CheckConstraint(
                condition=~Q(was_level=F("level"), was_mappa=F("mappa")), name="risk_level_really_changed"
            ),
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.get_level_display()}, {self.get_mappa_display()}"
