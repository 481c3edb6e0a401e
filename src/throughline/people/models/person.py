"""The person under supervision, and who supervises them."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models

from throughline.core.fields import PeriodField
from throughline.core.models import Area, Organisation, User
from throughline.core.reference_numbers import reference_default
from throughline.people.models.hiding_triggers import hidings_follow_accounts
from throughline.vocabulary.delivery import Language
from throughline.vocabulary.needs import Sex
from throughline.vocabulary.risks import Mappa, RiskLevel


@pghistory.track()
class Person(models.Model):
    """
    Somebody serving a sentence. `user` is their own account, when they have one.

    `language` is the one they are best spoken to in; left empty, it was not recorded.
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("PN")
    )
    first_names = models.CharField(max_length=120)
    last_name = models.CharField(max_length=120)
    born_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=10, choices=Sex, default=Sex.UNKNOWN)
    case_number = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=3, choices=Language, blank=True)
    risk_level = models.CharField(max_length=10, choices=RiskLevel, default=RiskLevel.UNKNOWN)
    mappa = models.CharField(max_length=10, choices=Mappa, default=Mappa.UNKNOWN)
    home_area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="person")
    is_invented = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["last_name", "first_names"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case_number"],
                condition=~models.Q(case_number=""),
                name="case_number_names_one_person",
            )
        ]
        indexes: ClassVar = [models.Index("last_name", "first_names", name="person_by_name")]
        triggers: ClassVar = [hidings_follow_accounts()]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """First names and last name."""
        return f"{self.first_names} {self.last_name}"


@pghistory.track()
class Supervision(models.Model):
    """A responsible officer supervises a person, for an organisation, over a period; one at a time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="supervisions")
    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supervises")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="supervises")
    during = PeriodField()

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_responsible_officer_at_a_time",
                expressions=[("person", "="), ("during", "&&")],
                violation_error_message="This person already has a responsible officer on these dates",
            )
        ]
        indexes: ClassVar = [models.Index("officer", "person", name="supervision_by_officer")]

    def __str__(self) -> str:
        return f"{self.officer} for person {self.person_id}"
