"""Notice to everybody who works with a person that breach action began (S107)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from throughline.core.immutable import never_changed
from throughline.core.models import User
from throughline.line.models.missed import MissedDecision
from throughline.line.models.referral import Referral
from throughline.people.models import Person


class BreachNotice(models.Model):
    """
    That the provider of one open referral was told that breach action began, by the decision that began it.

    It says no more than that: what was missed, and why the officer decided so, is not every provider's.
    """

    decision = models.ForeignKey(MissedDecision, on_delete=models.PROTECT, related_name="notices")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="breach_notices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision", "referral"], name="breach_noticed_once_under_a_referral"
            )
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"breach of person {self.person_id} under referral {self.referral_id}"


class BreachReading(models.Model):
    """The first time somebody of the provider read a notice."""

    notice = models.ForeignKey(BreachNotice, on_delete=models.PROTECT, related_name="readings")
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["read_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "read_by"], name="first_reading_of_a_breach_notice")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"breach notice {self.notice_id} read by {self.read_by_id}"
