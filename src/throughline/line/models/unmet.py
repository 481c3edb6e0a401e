"""What somebody needed and nothing on offer answered (S72)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from throughline.core.models import Area, Organisation, User
from throughline.people.models import Person
from throughline.vocabulary.needs import Need
from throughline.vocabulary.populations import Population
from throughline.vocabulary.unmet import NothingFits


@pghistory.track()
class UnmetNeed(models.Model):
    """
    An officer of `organisation` found nothing on offer for a need of a person: what was wanted, and where.

    `area` is where it was wanted, empty where that is not recorded; `population`, for whom it would have to
    be made, empty where that does not matter. What was said stays; it can be taken back by whoever recorded
    it, and then counts nowhere. Of one person and need one record stands at a time.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="unmet_needs")
    need = models.CharField(max_length=20, choices=Need)
    wanted = models.TextField()
    reason = models.CharField(max_length=20, choices=NothingFits)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    population = models.CharField(max_length=20, choices=Population, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    found_on = models.DateField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-recorded_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "need"],
                condition=Q(taken_back_at__isnull=True),
                name="unmet_need_stands_once",
            ),
            models.CheckConstraint(condition=~Q(wanted=""), name="unmet_need_says_what_was_wanted"),
        ]
        indexes: ClassVar = [
            models.Index("organisation", "found_on", name="unmet_need_by_organisation"),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="unmet_said_stays",
                fields=[
                    "person", "need", "wanted", "reason", "area", "population", "organisation", "found_on",
                    "recorded_by", "recorded_at",
                ],
            ),
            pgtrigger.Protect(name="unmet_never_removed", operation=pgtrigger.Delete),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person_id} found nothing for {self.need}: {self.reason}"
