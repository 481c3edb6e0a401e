"""Whom to ask about a service, and who follows them (S63, S66)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from throughline.core.fields import PeriodField
from throughline.core.models import User
from throughline.supply.models.services import Service


@pghistory.track()
class ServiceContact(models.Model):
    """
    Whom to ask about a service over a period, and who follows when that ends.

    Anybody sees contacts that are for the public; the others are seen by whoever is signed in.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    job = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField(default=False)
    during = PeriodField()
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="follows"
    )

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(telephone="") | ~Q(email=""), name="contact_can_be_reached"),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")), name="nobody_follows_themselves"
            ),
        ]

    def __str__(self) -> str:
        return self.name
