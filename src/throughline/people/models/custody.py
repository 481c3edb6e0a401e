"""Prisons, and where somebody is: in the community, or in one of them until a day of release (S222)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from throughline.core.fields import PeriodField
from throughline.core.immutable import never_changed
from throughline.core.models import User
from throughline.people.models.person import Person
from throughline.vocabulary.custody import HeldAs, PrisonKind


class Prison(models.Model):
    """A prison, by the code that files name it by."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    is_invented = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class PrisonDesignation(models.Model):
    """Of which kind a prison is over a period; of one kind at a time."""

    prison = models.ForeignKey(Prison, on_delete=models.PROTECT, related_name="designations")
    kind = models.CharField(max_length=20, choices=PrisonKind)
    during = PeriodField()

    class Meta:
        ordering: ClassVar = ["prison", "during"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="prison_of_one_kind_at_a_time",
                expressions=[("prison", "="), ("during", "&&")],
                violation_error_message="This prison is of another kind on some of these days",
            )
        ]

    def __str__(self) -> str:
        return f"{self.prison_id}: {self.get_kind_display()}"


@pghistory.track()
class Custody(models.Model):
    """
    One time in custody. Who is in none is in the community.

    `during` runs from the first day inside to the day of release, on which the person is outside; it is open
    while that day is not known. It follows the latest `ReleaseDate`. `is_over` once somebody said that they
    were released.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="custodies")
    during = PeriodField()
    is_over = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-during", "-pk"]
        verbose_name_plural: ClassVar[str] = "times in custody"
        constraints: ClassVar = [
            ExclusionConstraint(
                name="in_custody_once_at_a_time",
                expressions=[("person", "="), ("during", "&&")],
                violation_error_message="This person is in custody already on some of these days",
            )
        ]

    def __str__(self) -> str:
        return f"custody of person {self.person_id} from {self.during.from_:%-d %B %Y}"


class HeldIn(models.Model):
    """In which prison somebody is from a day on, and as what; the latest of a time in custody stands."""

    custody = models.ForeignKey(Custody, on_delete=models.PROTECT, related_name="held_in")
    prison = models.ForeignKey(Prison, on_delete=models.PROTECT, related_name="+")
    held_as = models.CharField(max_length=20, choices=HeldAs)
    from_on = models.DateField()
    reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-from_on", "-pk"]
        indexes: ClassVar = [models.Index("custody", "from_on", name="held_in_latest")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"custody {self.custody_id} from {self.from_on:%-d %B %Y}"


class ReleaseDate(models.Model):
    """
    The day on which a release is expected, or why it is not known; the latest stands, none is ever changed.

    The first of a time in custody needs no reason, each after it says why. `is_released` says that they were
    released on that day.
    """

    custody = models.ForeignKey(Custody, on_delete=models.PROTECT, related_name="release_dates")
    expected_on = models.DateField(null=True, blank=True)
    why_not_known = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    is_released = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-recorded_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(expected_on__isnull=False, why_not_known="")
                | (Q(expected_on__isnull=True, is_released=False) & ~Q(why_not_known="")),
                name="release_is_known_or_says_why_not",
            )
        ]
        indexes: ClassVar = [models.Index("custody", "recorded_at", name="release_date_latest")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.expected_on:%-d %B %Y}" if self.expected_on else "Not known"
