"""The rate card: items, and what each link of the chain pays for one, over dates that never overlap."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from throughline.core.fields import MoneyField, PeriodField
from throughline.core.money import Money
from throughline.supply.models.agreements import Agreement
from throughline.supply.models.services import Service
from throughline.vocabulary.routes import PriceUnit


@pghistory.track()
class RateCardItem(models.Model):
    """What can be bought of a service, and by what unit."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="items")
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=20, choices=PriceUnit)
    usual_sessions = models.SmallIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "name"], name="rate_card_item_once_in_a_service"),
            models.CheckConstraint(condition=Q(usual_sessions__gte=1), name="rate_card_item_has_sessions"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_unit_display()}"


@pghistory.track()
class Price(models.Model):
    """
    What the payer of one agreement of the chain pays its provider for one item, over a period.

    The price on the agreement at the top is the rate card price; those below are what passes down
    (D24). Two prices of one item on one agreement never overlap: the database refuses (D2).
    """

    item = models.ForeignKey(RateCardItem, on_delete=models.PROTECT, related_name="prices")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="prices")
    amount = MoneyField()
    during = PeriodField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=Money.zero()), name="price_not_below_nothing"),
            ExclusionConstraint(
                name="one_price_at_a_time",
                expressions=[("item", "="), ("agreement", "="), ("during", "&&")],
                violation_error_message="There is already a price for this item on these dates: end it first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount.display()} from {self.during}"
