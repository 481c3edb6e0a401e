"""Organisations: the party register that accounts, supply, delivery and money all point at."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from throughline.core.fields import PeriodField
from throughline.core.reference_numbers import reference_default


@pghistory.track()
class Organisation(models.Model):
    """Any body that buys, delivers, oversees or is served: told apart by identifiers, never by its name."""

    class Kind(models.TextChoices):
        PUBLIC = "public", "Public body"
        COMPANY = "company", "Company"
        CHARITY = "charity", "Charity or community organisation"
        CONSORTIUM = "consortium", "Consortium or alliance"
        UNKNOWN = "unknown", "Not recorded"

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("OR")
    )
    name = models.CharField(max_length=250)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.UNKNOWN)
    is_invented = models.BooleanField(default=False)
    became = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="formerly"
    )

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [models.Index("name", name="organisation_by_name")]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class OrganisationIdentifier(models.Model):
    """A number that another register gives an organisation, with its org-id code (GB-COH, GB-CHC …)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "value"], name="identifier_names_one_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.scheme}-{self.value}"


@pghistory.track()
class OrganisationMember(models.Model):
    """A member of a consortium over a period: it counts as one organisation, its members stay seen (S2)."""

    consortium = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    member = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consortia")
    during = PeriodField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(consortium=F("member")), name="consortium_not_its_own_member"
            ),
            ExclusionConstraint(
                name="consortium_member_once_at_a_time",
                expressions=[("consortium", "="), ("member", "="), ("during", "&&")],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.consortium}"
