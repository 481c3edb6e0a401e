"""The rate card: items, and what each link of the chain pays for one, over dates that never overlap."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from throughline.core.fields import MoneyField, PeriodField
from throughline.core.immutable import never_changed
from throughline.core.models import Area, Organisation
from throughline.core.money import Money
from throughline.supply.models.agreements import Agreement
from throughline.supply.models.services import Service
from throughline.supply.rules.costs import AN_HOUR
from throughline.vocabulary.routes import CardPart, PriceUnit

KEEPS_ITS_TERMS = """
IF (OLD.service_id, OLD.part, OLD.unit, OLD.usual_minutes)
   IS DISTINCT FROM (NEW.service_id, NEW.part, NEW.unit, NEW.usual_minutes)
   AND EXISTS (SELECT 1 FROM supply_price p WHERE p.item_id = OLD.id) THEN
  RAISE EXCEPTION 'An item that has a price keeps its service, part and unit: withdraw it and propose another'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'rate_card_item_keeps_its_terms';
END IF;
RETURN NEW;
"""
"""Body of the trigger by which a price always means what was agreed."""

KEEPS_WHAT_IT_IS = """
IF (OLD.item_id, OLD.agreement_id, OLD.amount, lower(OLD.during))
   IS DISTINCT FROM (NEW.item_id, NEW.agreement_id, NEW.amount, lower(NEW.during))
   OR (NOT upper_inf(OLD.during) AND (upper_inf(NEW.during) OR upper(NEW.during) > upper(OLD.during))) THEN
  RAISE EXCEPTION 'A price is only ever ended, or ended sooner: set another'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'price_keeps_what_it_is';
END IF;
RETURN NEW;
"""
"""Body of the trigger by which a price can be ended and nothing else."""


@pghistory.track()
class RateCardItem(models.Model):
    """
    What can be bought of a service, and by what unit.

    `part` is that of the rate card it stands in. `buyers` are who may buy it and `areas` where: for people
    who live in one of them or in a part of one. Empty, whoever has a route to the service may, wherever it
    leads. `usual_minutes` is how long a session usually lasts, for what an hourly price is expected to cost.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="items")
    name = models.CharField(max_length=120)
    part = models.CharField(max_length=3, choices=CardPart, default=CardPart.TWO)
    unit = models.CharField(max_length=20, choices=PriceUnit)
    usual_sessions = models.SmallIntegerField(default=1)
    usual_minutes = models.SmallIntegerField(default=AN_HOUR)
    buyers = models.ManyToManyField(Organisation, through="ItemBuyer", related_name="may_buy")
    areas = models.ManyToManyField(Area, through="ItemArea", related_name="items_for")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "name"], name="rate_card_item_once_in_a_service"),
            models.CheckConstraint(condition=Q(usual_sessions__gte=1), name="rate_card_item_has_sessions"),
            models.CheckConstraint(condition=Q(usual_minutes__gte=1), name="rate_card_item_has_minutes"),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="keeps_its_terms",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=KEEPS_ITS_TERMS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_unit_display()}"


class ItemBuyer(models.Model):
    """An organisation that may buy an item; where one is named, nobody else may."""

    item = models.ForeignKey(RateCardItem, on_delete=models.PROTECT)
    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "buyer"], name="item_for_a_buyer_once")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.item_id} for {self.buyer_id}"


class ItemArea(models.Model):
    """An area for whose people an item may be bought; where one is named, for nobody from elsewhere."""

    item = models.ForeignKey(RateCardItem, on_delete=models.PROTECT)
    area = models.ForeignKey(Area, on_delete=models.PROTECT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "area"], name="item_in_an_area_once")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.item_id} in {self.area_id}"


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
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="keeps_what_it_is",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=KEEPS_WHAT_IT_IS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount.display()} from {self.during}"
