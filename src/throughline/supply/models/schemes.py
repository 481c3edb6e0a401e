"""Commissioning regimes and their rules as data, and who answers for which area in them."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from throughline.core.fields import PeriodField
from throughline.core.models import Area, Organisation


@pghistory.track()
class Scheme(models.Model):
    """One commissioning regime: who may buy from whom, what the tiers are called (design, section 3)."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    during = PeriodField()
    steward = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="schemes_overseen")
    is_invented = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class SchemeRule(models.Model):
    """One rule of a scheme over a period, everywhere or in one area: looked up by area and date (S20)."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="rules")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    value = models.JSONField()
    during = PeriodField()

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_value_of_a_rule_at_a_time",
                expressions=[
                    ("scheme", "="),
                    (models.functions.Coalesce("area", 0), "="),
                    ("name", "="),
                    ("during", "&&"),
                ],
                violation_error_message="This rule already has a value on these dates",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.name}"


@pghistory.track()
class AreaRole(models.Model):
    """What an organisation is for an area over a period: its CRC, its division, its region (S7)."""

    class Role(models.TextChoices):
        PRIME = "prime", "Prime (Tier 1)"
        DIVISION = "division", "Probation division or region"
        CO_COMMISSIONER = "co_commissioner", "Co-commissioner"

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="area_roles")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="area_roles")
    role = models.CharField(max_length=20, choices=Role)
    during = PeriodField()

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="area_role_once_at_a_time",
                expressions=[
                    ("scheme", "="),
                    ("area", "="),
                    ("organisation", "="),
                    ("role", "="),
                    ("during", "&&"),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} as {self.role} of {self.area}"


@pghistory.track()
class Ownership(models.Model):
    """An organisation belongs to an owner over a period; to one owner at a time (S7, S8)."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="owns")
    owned = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="owners")
    during = PeriodField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(owner=F("owned")), name="nobody_owns_itself"),
            ExclusionConstraint(
                name="one_owner_at_a_time",
                expressions=[("owned", "="), ("during", "&&")],
                violation_error_message="This organisation already has an owner on these dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} owns {self.owned}"
