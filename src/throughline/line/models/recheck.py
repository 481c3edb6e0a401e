"""Open referrals that a risk which has grown rules out, and what the officer decided (S108)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import User
from throughline.line.models.referral import Referral
from throughline.people.models import Person, RiskLevelChange


class RiskRecheck(models.Model):
    """
    That a service takes nobody of the risk or MAPPA level that a person was found to be of after referral.

    `why` is the rule and the fact it met. It waits on the officer until there is a `RecheckDecision`.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="rechecks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    change = models.ForeignKey(RiskLevelChange, on_delete=models.PROTECT, related_name="rechecks")
    why = models.TextField()
    found_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["found_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["referral", "change"], name="referral_rechecked_once_for_a_change"
            )
        ]
        indexes: ClassVar = [models.Index("person", name="recheck_by_person")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"referral {self.referral_id}: {self.why}"


class RecheckDecision(models.Model):
    """What became of a referral that a grown risk rules out; once, and it stays."""

    class Decided(models.TextChoices):
        KEEP = "keep", "It goes on all the same"
        END = "end", "It ends"
        FITS = "fits", "The risk changed again, and the service takes it"

    recheck = models.OneToOneField(RiskRecheck, on_delete=models.PROTECT, related_name="decision")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided = models.CharField(max_length=10, choices=Decided)
    reason = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="recheck_decided_for_a_reason")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.get_decided_display()}: recheck {self.recheck_id}"
