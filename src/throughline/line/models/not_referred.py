"""That an eligible service was not used for somebody, and why (S69)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from throughline.core.models import Organisation, User
from throughline.people.models import Person
from throughline.supply.models import Service
from throughline.vocabulary.needs import Need
from throughline.vocabulary.not_referring import NotReferredBecause


@pghistory.track()
class NotReferred(models.Model):
    """
    An officer of `organisation` decided on a day not to refer a person to a service that answers their need.

    What was said stays. It can be taken back by whoever recorded it, and then counts nowhere; of one person
    and service one record stands at a time.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="not_referred")
    need = models.CharField(max_length=20, choices=Need)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="not_used_for")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=NotReferredBecause)
    details = models.TextField(blank=True)
    decided_on = models.DateField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-recorded_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "service"],
                condition=Q(taken_back_at__isnull=True),
                name="not_referred_stands_once",
            )
        ]
        indexes: ClassVar = [
            models.Index("organisation", "decided_on", name="not_referred_by_organisation"),
            models.Index("person", name="not_referred_by_person"),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="said_stays",
                fields=[
                    "person", "need", "service", "organisation", "reason", "details", "decided_on",
                    "recorded_by", "recorded_at",
                ],
            ),
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person_id} not referred to {self.service_id}: {self.reason}"
