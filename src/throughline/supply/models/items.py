"""What can be bought of a service: items, who may buy each, and where."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import Area, Organisation
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
