"""The prices of one referral, fixed on the day it was sent (D22, S179)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from throughline.core.fields import MoneyField
from throughline.core.immutable import never_changed
from throughline.core.models import Organisation
from throughline.core.money import Money
from throughline.line.models import Handover, Referral
from throughline.supply.models import Agreement, Price, RateCardItem
from throughline.vocabulary.routes import PriceUnit


class FixedPrices(models.QuerySet["FixedPrice"]):
    """Fixed prices, and those that stand."""

    def standing(self) -> FixedPrices:
        """The price that stands for each tier of each referral, in order of tier."""
        latest = self.order_by("referral", "tier", models.F("handover").desc(nulls_last=True))
        return latest.distinct("referral", "tier")


class FixedPrice(models.Model):
    """
    What one link of the chain pays for this referral, whatever the price becomes later.

    `expected` is what the whole referral is expected to cost at it, as planned on the day of sending. Where
    the referral went to another provider, the links that changed have a second price, because of that
    `handover`; of two for a tier the later stands (`standing`).
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
    handover = models.ForeignKey(
        Handover, null=True, blank=True, on_delete=models.PROTECT, related_name="fixed_prices"
    )

    objects = FixedPrices.as_manager()

    class Meta:
        ordering: ClassVar = ["tier"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["referral", "tier", "handover"],
                nulls_distinct=False,
                name="price_fixed_once_for_a_tier",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=Money.zero()), name="fixed_price_not_below_nothing"
            ),
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"tier {self.tier} of referral {self.referral_id}: {self.amount.display()}"
