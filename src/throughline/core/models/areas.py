"""Areas: a hierarchy, or several over the same ground, that holds over dates."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from throughline.core.fields import PeriodField


@pghistory.track()
class Area(models.Model):
    """A named piece of country of one kind (a division, a region …), over a period."""

    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    during = PeriodField()

    class Meta:
        ordering: ClassVar = ["kind", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "code"], name="area_code_once_in_its_kind")
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class AreaParent(models.Model):
    """An area lies within a larger one over a period; in one of each kind at most at a time (D2)."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="children")
    parent_kind = models.CharField(max_length=30)
    during = PeriodField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(area=F("parent")), name="area_not_within_itself"),
            ExclusionConstraint(
                name="area_within_one_parent_of_a_kind",
                expressions=[("area", "="), ("parent_kind", "="), ("during", "&&")],
                violation_error_message="This area already lies within another of this kind on these dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} in {self.parent}"
