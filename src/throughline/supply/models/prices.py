"""The rate card: what each link of the chain pays for an item, over dates that never overlap."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from throughline.core.fields import MoneyField, PeriodField
from throughline.core.money import Money
from throughline.supply.models.agreements import Agreement
from throughline.supply.models.changes import ChangeLine
from throughline.supply.models.items import RateCardItem

KEEPS_WHAT_IT_IS = """
IF (OLD.item_id, OLD.agreement_id, OLD.amount, OLD.line_id, lower(OLD.during))
   IS DISTINCT FROM (NEW.item_id, NEW.agreement_id, NEW.amount, NEW.line_id, lower(NEW.during))
   OR (NOT upper_inf(OLD.during) AND (upper_inf(NEW.during) OR upper(NEW.during) > upper(OLD.during))) THEN
  RAISE EXCEPTION 'A price is only ever ended, or ended sooner: set another'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'price_keeps_what_it_is';
END IF;
RETURN NEW;
"""
"""Body of the trigger by which a price can be ended and nothing else."""


BECAUSE_OF_AN_APPROVED_LINE = """
SELECT * INTO link FROM supply_agreement a WHERE a.id = NEW.agreement_id;
IF NEW.line_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM supply_changeline l
     WHERE l.id = NEW.line_id AND l.state = 'approved' AND l.item_id = NEW.item_id
       AND l.agreement_id = NEW.agreement_id AND l.amount = NEW.amount
       AND l.in_force_on = lower(NEW.during)) THEN
  RAISE EXCEPTION 'A price is what the line that it names was approved for'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'price_is_what_was_approved';
END IF;
IF NEW.line_id IS NULL AND link.tier = 1 AND EXISTS (
    SELECT 1 FROM supply_schemerule r
     WHERE r.scheme_id = link.scheme_id AND r.name = 'price_approvals' AND r.area_id IS NULL
       AND r.during @> lower(NEW.during) AND jsonb_array_length(r.value) > 0) THEN
  RAISE EXCEPTION 'A price at the top of this scheme needs an approved line of a Change Notification'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'price_needs_an_approved_line';
END IF;
RETURN NEW;
"""
"""Body of the trigger by which nothing provisional or rejected is ever a price (D6, S60)."""


@pghistory.track()
class Price(models.Model):
    """
    What the payer of one agreement of the chain pays its provider for one item, over a period.

    The price on the agreement at the top is the rate card price; those below are what passes down
    (D24). Two prices of one item on one agreement never overlap: the database refuses (D2). Where the
    scheme asks for approvals, a price at the top is there because of the approved `line` of a Change
    Notification that says exactly this, and the database refuses any other (D6).
    """

    item = models.ForeignKey(RateCardItem, on_delete=models.PROTECT, related_name="prices")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="prices")
    amount = MoneyField()
    during = PeriodField()
    line = models.OneToOneField(
        ChangeLine, null=True, blank=True, on_delete=models.PROTECT, related_name="price"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=Money.zero()), name="price_not_below_nothing"),
            ExclusionConstraint(
                name="one_price_at_a_time",
                expressions=[("item", "="), ("agreement", "="), ("during", "&&")],
                violation_error_message="There is already a price for this item on these dates: end it first",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="keeps_what_it_is",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=KEEPS_WHAT_IT_IS,
            ),
            pgtrigger.Trigger(
                name="because_of_an_approved_line",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=BECAUSE_OF_AN_APPROVED_LINE,
                declare=[("link", "supply_agreement%ROWTYPE")],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount.display()} from {self.during}"
