"""What the court ordered: the sentence and its requirements."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from throughline.core.fields import PeriodField
from throughline.people.models.person import Person
from throughline.people.rules.custody_dates import LONGEST_DAYS
from throughline.vocabulary.offences import OffenceKind
from throughline.vocabulary.orders import AFTER_CUSTODY, OrderKind, RequirementKind

RAR_BELONGS_TO_AN_ORDER = """
IF NEW.kind = 'rar' AND EXISTS (SELECT 1 FROM people_sentence s
                                 WHERE s.id = NEW.sentence_id AND s.kind IN ('licence', 'post_sentence')) THEN
  RAISE EXCEPTION 'A licence and supervision after sentence carry no rehabilitation activity requirement'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'rar_belongs_to_an_order';
END IF;
RETURN NEW;
"""
"""Body of the trigger by which days are ordered by courts only: not on licence, nor after sentence (S231)."""


@pghistory.track()
class Sentence(models.Model):
    """
    One sentence of the court. `during` runs from the day it was passed to the day after it ends.

    `offence` is in the court's words, `offence_kind` the group it belongs to; either may not be recorded.
    `custody_days` is how much custody was imposed where it was under two years, from which the dates of
    release and of supervision follow (S231); `remand_days` of them were served on remand before sentence.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sentences")
    kind = models.CharField(max_length=20, choices=OrderKind)
    offence = models.CharField(max_length=200, blank=True)
    offence_kind = models.CharField(max_length=20, choices=OffenceKind, blank=True)
    court = models.CharField(max_length=120, blank=True)
    passed_on = models.DateField()
    during = PeriodField()
    custody_days = models.SmallIntegerField(null=True, blank=True)
    remand_days = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(custody_days__isnull=True)
                | (Q(kind__in=AFTER_CUSTODY) & Q(custody_days__range=(2, LONGEST_DAYS - 1))),
                name="custody_of_short_sentences_after_custody",
            ),
            models.CheckConstraint(
                condition=Q(remand_days=0) | Q(remand_days__gt=0, custody_days__isnull=False),
                name="remand_days_of_a_known_custody",
            ),
        ]
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
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="rar_belongs_to_an_order",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=RAR_BELONGS_TO_AN_ORDER,
            )
        ]

    def __str__(self) -> str:
        days = f", {self.rar_days} days" if self.rar_days else ""
        return f"{self.get_kind_display()}{days}"
