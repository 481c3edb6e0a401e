"""Referrals that went from one provider to another with the service they are to (S232)."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.line.models.referral import Referral
from throughline.supply.models import Agreement, ChangeLine

BY_AN_APPROVED_LINE = """
IF NOT EXISTS (
    SELECT 1 FROM supply_changeline l JOIN supply_agreement m ON m.id = l.made_id
      JOIN supply_agreement f ON f.id = l.replaces_id
     WHERE l.id = NEW.line_id AND l.state = 'approved' AND l.in_force_on = NEW.on_day
       AND m.provider_id = NEW.to_provider_id AND f.provider_id = NEW.from_provider_id
       AND (NEW.to_agreement_id IS NULL OR NEW.to_agreement_id = m.id)) THEN
  RAISE EXCEPTION 'A referral is handed over by an approved line, to whom it names'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_by_an_approved_line';
END IF;
RETURN NEW;
"""
"""Body of the trigger by which no referral changes its provider but by a decision of the Change Board."""


class Handover(models.Model):
    """
    One referral, on which work had not started, went to the provider who took its service over.

    `on_day` is the day decided and `at` the moment it was done; `state` is where the referral stood. The
    agreements are empty for one that had not been sent.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="handovers")
    line = models.ForeignKey(ChangeLine, on_delete=models.PROTECT, related_name="handovers")
    state = models.CharField(max_length=20)
    from_provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on_day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "line"], name="handed_over_once_by_a_line"),
            models.CheckConstraint(
                condition=~Q(from_provider=F("to_provider")), name="handed_over_between_two"
            ),
        ]
        triggers: ClassVar = [
            *never_changed(),
            pgtrigger.Trigger(
                name="by_an_approved_line",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=BY_AN_APPROVED_LINE,
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.referral_id} from {self.from_provider_id} to {self.to_provider_id}"
