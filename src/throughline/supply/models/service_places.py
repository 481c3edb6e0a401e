"""Where and when a service is given. A withheld place is shown to those alone who keep the entry."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from throughline.core.models import Area
from throughline.supply.models.services import Service
from throughline.vocabulary.delivery import Weekday


@pghistory.track()
class ServicePlace(models.Model):
    """
    One place where a service is given.

    `latitude` and `longitude` are degrees (WGS 84), both or neither. `area` is the smallest area known to
    hold it. `in_office` names the probation office in which the provider is present (S66). A place that
    `is_withheld` (a refuge, say) is kept from everybody else by row security: its address stands on no page,
    feed, map, search or file. `by_arrangement` is said of a place without set hours.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="given_at")
    name = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    in_office = models.CharField(max_length=200, blank=True)
    is_withheld = models.BooleanField(default=False)
    by_arrangement = models.BooleanField(default=False)
    access = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="place_has_both_its_degrees",
            ),
            models.CheckConstraint(
                condition=Q(is_withheld=False) | Q(in_office=""), name="withheld_place_is_no_office"
            ),
            models.UniqueConstraint(fields=["service", "name"], name="service_at_a_place_once"),
        ]
        indexes: ClassVar = [models.Index("latitude", "longitude", name="place_by_degrees")]

    def __str__(self) -> str:
        return self.name


class ServiceHours(models.Model):
    """On which day of the week, from when until when, a service is given at a place; London time."""

    place = models.ForeignKey(ServicePlace, on_delete=models.CASCADE, related_name="hours")
    weekday = models.SmallIntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering: ClassVar = ["weekday", "opens"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="hours_end_after_they_begin"),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="hours_on_a_weekday"),
            models.UniqueConstraint(fields=["place", "weekday", "opens"], name="hours_begin_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M} to {self.closes:%H:%M}"
