"""What an entry of the directory says of the work: where it is given, what it answers, for whom, how."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from throughline.core.models import Area
from throughline.supply.models.said import say_again_with_the_service
from throughline.supply.models.services import Service
from throughline.vocabulary.needs import Need
from throughline.vocabulary.populations import Population


class ServiceArea(models.Model):
    """A service is actually given in an area (S6: footprint as areas, never as a label)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    area = models.ForeignKey(Area, on_delete=models.PROTECT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "area"], name="service_in_an_area_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} in {self.area_id}"


class ServiceNeed(models.Model):
    """A need that a service answers; a service may answer several (S17)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="needs")
    need = models.CharField(max_length=20, choices=Need)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "need"], name="service_answers_a_need_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} answers {self.need}"


class ServiceActivity(models.Model):
    """What happens in a service: one activity, how it is given and where, in the provider's words."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="activities")
    need_area = models.CharField(max_length=200, blank=True)
    activity = models.TextField(blank=True)
    method = models.TextField(blank=True)
    place = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        triggers: ClassVar = say_again_with_the_service()

    def __str__(self) -> str:
        return self.activity[:60]


class ServicePopulation(models.Model):
    """A group that a service is made for (`is_main`) or serves as well (S163)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="populations")
    population = models.CharField(max_length=20, choices=Population)
    is_main = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "population"], name="service_serves_a_population_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} serves {self.population}"


class ServiceInformation(models.Model):
    """What a provider has to be told with a referral, and why (S98). `is_essential`: no referral without."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="information")
    what = models.CharField(max_length=200)
    why = models.TextField()
    is_essential = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-is_essential", "what"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "what"], name="service_asks_for_a_thing_once")
        ]

    def __str__(self) -> str:
        return self.what


class ServiceEvidence(models.Model):
    """What is known of whether the work helps, and where that can be read."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="evidence")
    finding = models.TextField()
    source = models.CharField(max_length=250)
    address = models.URLField(blank=True)
    published_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-published_on", "pk"]

    def __str__(self) -> str:
        return self.source
