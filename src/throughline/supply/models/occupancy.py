"""How far a service is taken up, in counts alone: kept by the moves of referrals (S63)."""

from __future__ import annotations

from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughline.supply.models.services import Service

WAITS_KEPT: Final = 20
"""Over how many of the latest referrals the usual wait is measured."""


class Occupancy(models.Model):
    """
    Places taken, referrals of a month, and how long people waited, of one service.

    Written by triggers of the line in the transaction of each move, and by nothing else. `taken` counts the
    referrals that hold a place; `sent` those sent in the calendar month in London that begins on `month`, the
    latest in which there was one. `waits` are the days from sending to start of the last `WAITS_KEPT`
    referrals that started, the latest first, and `usual_wait` their median. A service without a row never
    had a referral.
    """

    service = models.OneToOneField(
        Service, on_delete=models.CASCADE, primary_key=True, related_name="occupancy"
    )
    taken = models.IntegerField(default=0)
    month = models.DateField(null=True)
    sent = models.IntegerField(default=0)
    waits = ArrayField(models.SmallIntegerField(), default=list)
    usual_wait = models.SmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(waits__len__lte=WAITS_KEPT), name="occupancy_keeps_the_last_waits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.taken} places of service {self.service_id} taken"
