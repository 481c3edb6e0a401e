"""The prices of one referral, fixed on the day it was sent (D22, S179)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from throughline.core.fields import MoneyField
from throughline.core.immutable import never_changed
from throughline.core.models import Organisation
from throughline.core.money import Money
from throughline.line.models import Referral
from throughline.supply.models import Agreement, Price, RateCardItem
from throughline.vocabulary.routes import PriceUnit


class FixedPrice(models.Model):
    """
    What one link of the chain pays for this referral, whatever the price becomes later.

    `expected` is what the whole referral is expected to cost at it, as planned on the day of sending.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="fixed_prices")
    tier = models.SmallIntegerField()
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(RateCardItem, on_delete=models.PROTECT, related_name="+")
    price = models.ForeignKey(Price, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=20, choices=PriceUnit)
    amount = MoneyField()
    expected = MoneyField()
    fixed_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["tier"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "tier"], name="price_fixed_once_for_a_tier"),
            models.CheckConstraint(
                condition=Q(amount__gte=Money.zero()), name="fixed_price_not_below_nothing"
            ),
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"tier {self.tier} of referral {self.referral_id}: {self.amount.display()}"
