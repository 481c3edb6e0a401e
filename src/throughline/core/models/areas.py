"""Areas: a hierarchy, or several over the same ground, that holds over dates."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from throughline.core.fields import PeriodField


def point_or_nothing(name: str) -> models.CheckConstraint:
    """A latitude and a longitude are both there or neither, and within what a globe has."""
    neither = Q(latitude__isnull=True, longitude__isnull=True)
    # Said in full, because a check that comes out as NULL lets a row through.
    both = Q(latitude__isnull=False, longitude__isnull=False)
    on_the_globe = both & Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180)
    return models.CheckConstraint(condition=neither | on_the_globe, name=name)


@pghistory.track()
class Area(models.Model):
    """
    A named piece of country of one kind (a division, a region …), over a period.

    Its point is the middle of its ground, from which distances to it are taken; in degrees.
    """

    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    during = PeriodField()

    class Meta:
        ordering: ClassVar = ["kind", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "code"], name="area_code_once_in_its_kind"),
            point_or_nothing("area_point_whole"),
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
