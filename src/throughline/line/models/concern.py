"""New risk information from whoever works with a person, straight to the responsible officer (S97, S107)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.core.reference_numbers import reference_default
from throughline.line.models.referral import Referral
from throughline.people.models import Person


class RiskConcern(models.Model):
    """
    What somebody at a provider, of whichever tier, learned about a person and their officer must know.

    It reaches the officer without passing through the chain. What was said stays; the answer is a
    `ConcernDecision`, due by `due_at` where the scheme says when, and further providers are told by a
    `ConcernCopy` each; `deliverer` is who raised it, for those who see not the referral.
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("RC")
    )
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="concerns")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="concerns")
    deliverer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    what = models.TextField()
    how_known = models.TextField(blank=True)
    in_danger = models.BooleanField(default=False)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-raised_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="concern_says_what_it_is"),
        ]
        indexes: ClassVar = [models.Index("person", "raised_at", name="concern_by_person")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.reference} under referral {self.referral_id}"


class ConcernDecision(models.Model):
    """What the responsible officer decided about a concern; once, and it stays."""

    class Decided(models.TextChoices):
        RISK_CHANGED = "risk_changed", "The risk has changed"
        PLAN_CHANGED = "plan_changed", "The plan changes, the risk does not"
        NOTHING = "nothing", "Nothing changes"

    concern = models.OneToOneField(RiskConcern, on_delete=models.PROTECT, related_name="decision")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided = models.CharField(max_length=20, choices=Decided)
    what_follows = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what_follows=""), name="concern_decided_with_what_follows")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.get_decided_display()}: concern {self.concern_id}"


class ConcernCopy(models.Model):
    """That the officer told another provider who works with the person, under their own referral."""

    concern = models.ForeignKey(RiskConcern, on_delete=models.PROTECT, related_name="copies")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern", "referral"], name="concern_copied_once_to_a_referral")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"concern {self.concern_id} to referral {self.referral_id}"


class ConcernReading(models.Model):
    """The first time somebody read a concern."""

    concern = models.ForeignKey(RiskConcern, on_delete=models.PROTECT, related_name="readings")
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern", "read_by"], name="first_reading_of_a_concern")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"concern {self.concern_id} read by {self.read_by_id}"
