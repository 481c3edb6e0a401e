"""The log of what was shared about a person, with whom, and on which basis (S111)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.line.models.concern import RiskConcern
from throughline.line.models.referral import Referral
from throughline.people.models import Person, RiskFlag
from throughline.vocabulary.legal_bases import LegalBasis


class Shared(models.Model):
    """
    What one organisation was told of one person in one moment, on one basis. Never changed.

    `items` says what. A risk or a concern is one row of its own, which names it.
    """

    class Item(models.TextChoices):
        IDENTITY = "identity", "Who they are: name, date of birth, sex, language"
        SENTENCE = "sentence", "The sentence and the requirement this is done for"
        NEED = "need", "The need and the objective of the plan"
        REASON = "reason", "Why they are referred"
        RISK = "risk", "A risk"
        CONCERN = "concern", "A concern about risk"
        BREACH = "breach", "That breach action began"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sharings")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="sharings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    items = ArrayField(models.CharField(max_length=20, choices=Item))
    flag = models.ForeignKey(RiskFlag, null=True, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(RiskConcern, null=True, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=20, choices=LegalBasis)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(items=[]), name="shared_says_what"),
            models.CheckConstraint(
                condition=Q(flag__isnull=True) | Q(items=["risk"]), name="shared_risk_is_named_alone"
            ),
            models.CheckConstraint(
                condition=Q(concern__isnull=True) | Q(items=["concern"]), name="shared_concern_is_named_alone"
            ),
        ]
        indexes: ClassVar = [models.Index("person", "at", name="shared_by_person")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{', '.join(self.items)} of person {self.person_id} with {self.organisation_id}"
