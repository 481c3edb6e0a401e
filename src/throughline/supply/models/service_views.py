"""How often those who refer people open the page of a service, in counts alone (S68)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from throughline.core.models import Organisation
from throughline.supply.models.services import Service


class ServiceViews(models.Model):
    """
    How often people who refer for one organisation opened the page of one service on one day.

    Whoever opened it is not kept. A service without a row was not opened that day.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="views")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service", "organisation", "day"], name="views_of_a_service_once_a_day"
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="views_above_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} opened {self.number} times on {self.day}"
