"""What was done to the order in which a provider takes referrals, and why (S75)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.line.models.referral import Referral
from throughline.supply.models import Service
from throughline.vocabulary.queues import Turn


class QueueOverride(models.Model):
    """
    One departure from the rule of a queue. Only ever added; of those on one referral the latest holds.

    `buyers` are the organisations it concerns: whose referral was moved, and whose were passed over, `passed`
    in number. They read it with the referral's number, and not the person.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="queue_overrides")
    referral_reference = models.CharField(max_length=16)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    deliverer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    moved_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    turn = models.CharField(max_length=20, choices=Turn)
    passed = models.IntegerField(default=0)
    passed_over = ArrayField(models.BigIntegerField(), default=list)
    buyers = ArrayField(models.BigIntegerField())
    why = models.TextField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(why=""), name="queue_override_says_why")]
        indexes: ClassVar = [
            models.Index("referral", "made_at", name="queue_override_by_referral"),
            models.Index("deliverer", "made_at", name="queue_override_by_deliverer"),
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.referral_reference}: {self.turn}"
