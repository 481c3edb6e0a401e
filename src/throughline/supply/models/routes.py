"""By which routes a service is reached, who pays for it, and in which shares (D3, S18, S20, S172)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from throughline.core.fields import MoneyField, PeriodField
from throughline.core.models import Organisation
from throughline.core.money import Money
from throughline.supply.models.services import Service
from throughline.vocabulary.routes import FundingRoute, PriceUnit

MAKE_THE_WHOLE = """
IF TG_OP = 'DELETE' THEN concerned := OLD.route_id; ELSE concerned := NEW.route_id; END IF;
SELECT sum(share) INTO together FROM supply_routecontribution WHERE route_id = concerned;
IF together IS NOT NULL AND together <> 10000 THEN
  RAISE EXCEPTION 'The contributions to a route make up the whole'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'contributions_make_the_whole';
END IF;
RETURN NULL;
"""


@pghistory.track()
class ServiceRoute(models.Model):
    """
    One funding route of a service: for which buyer (any, when empty), who pays, over which dates (D3).

    `terms` are those on which the buyer's people get in. `unit_cost`, of one `cost_unit`, is what the work
    costs its payer where nothing is charged at use, as far as that is known, and `cost_source` who says
    so (S172).
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="routes")
    route = models.CharField(max_length=20, choices=FundingRoute)
    buyer = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="buys_by"
    )
    payer = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    terms = models.TextField(blank=True)
    unit_cost = MoneyField(null=True, blank=True)
    cost_unit = models.CharField(max_length=20, choices=PriceUnit, blank=True)
    cost_source = models.CharField(max_length=200, blank=True)
    during = PeriodField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(unit_cost__isnull=True, cost_unit="")
                | (Q(unit_cost__isnull=False, unit_cost__gte=Money.zero()) & ~Q(cost_unit="")),
                name="cost_of_a_route_has_its_unit",
            ),
            ExclusionConstraint(
                name="one_route_for_a_buyer_at_a_time",
                expressions=[
                    ("service", "="),
                    (models.functions.Coalesce("buyer", 0), "="),
                    ("during", "&&"),
                ],
                violation_error_message="This buyer already has a route to this service on these dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} by {self.route}"


@pghistory.track()
class RouteContribution(models.Model):
    """
    What one contributor pays of a co-commissioned route, in hundredths of a per cent (S20).

    The contributions to a route sum to the whole: 10,000. The database refuses anything else at the end of
    the transaction.
    """

    WHOLE: ClassVar = 10_000

    route = models.ForeignKey(ServiceRoute, on_delete=models.CASCADE, related_name="contributions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contributes")
    share = models.IntegerField()
    terms = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-share", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["route", "organisation"], name="contributes_to_a_route_once"),
            models.CheckConstraint(
                condition=Q(share__gte=1) & Q(share__lte=10_000), name="contribution_is_a_share"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="contributions_make_the_whole",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                func=MAKE_THE_WHOLE,
                declare=[("concerned", "bigint"), ("together", "bigint")],
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} pays {self.share / 100:g}% of {self.route_id}"
