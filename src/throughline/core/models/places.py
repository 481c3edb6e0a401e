"""Points on the ground: the districts of postcodes, and sites such as offices and courts."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from throughline.core.fields import PeriodField
from throughline.core.models.areas import Area, point_or_nothing


@pghistory.track()
class Outcode(models.Model):
    """
    The first half of postcodes (`TQ1`), with the middle of its ground in degrees.

    `areas` are the smallest areas that the middle lies in, those that have ended included: each holds over
    its own dates. One outside every area known here has none.
    """

    code = models.CharField(max_length=4, unique=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    areas = models.ManyToManyField(Area, through="OutcodeArea", related_name="outcodes")

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            point_or_nothing("outcode_point_on_the_globe"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{1,2}[0-9][0-9A-Z]?$"), name="outcode_is_written_as_one"
            ),
        ]

    def __str__(self) -> str:
        return self.code


@pghistory.track()
class OutcodeArea(models.Model):
    """The middle of an outcode lies in an area."""

    outcode = models.ForeignKey(Outcode, on_delete=models.CASCADE, related_name="ground")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["outcode", "area"], name="outcode_in_an_area_once")
        ]

    def __str__(self) -> str:
        return f"{self.outcode_id} in {self.area_id}"


@pghistory.track()
class Site(models.Model):
    """
    A place that people know by its name: an office, a court (its kind), over a period.

    Its point and its areas are those of its postcode's district, `outcode`, unless its own point is known.
    """

    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=400, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    outcode = models.ForeignKey(
        Outcode, null=True, blank=True, on_delete=models.PROTECT, related_name="sites"
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    during = PeriodField()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "code"], name="site_code_once_in_its_kind"),
            point_or_nothing("site_point_whole"),
        ]
        indexes: ClassVar = [GinIndex(OpClass("name", "gin_trgm_ops"), name="site_name_words")]

    def __str__(self) -> str:
        return self.name
