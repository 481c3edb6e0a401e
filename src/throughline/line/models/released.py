"""Referrals of people in custody, and what moved because a day of release did (S222)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from throughline.core.immutable import never_changed
from throughline.line.models.appointment import Appointment
from throughline.line.models.referral import Referral
from throughline.people.models import Custody, PlannedWork, Prison, ReleaseDate
from throughline.vocabulary.custody import Begins, GateTerms, PrisonKind, WhyLeft


@pghistory.track()
class FromCustody(models.Model):
    """
    That somebody was in custody when a referral was made, and whether its work begins there or on release.

    `prison`, `prison_kind` and `terms` are those of the day it was sent, and stay; the kind is empty where it
    was not recorded, the terms where the prison settles nothing about who pays.
    """

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="from_custody")
    custody = models.ForeignKey(Custody, on_delete=models.PROTECT, related_name="referrals")
    begins = models.CharField(max_length=10, choices=Begins)
    prison = models.ForeignKey(Prison, null=True, on_delete=models.PROTECT, related_name="+")
    prison_kind = models.CharField(max_length=20, choices=PrisonKind, blank=True)
    terms = models.CharField(max_length=20, choices=GateTerms, blank=True)

    class Meta:
        verbose_name_plural: ClassVar[str] = "referrals from custody"

    def __str__(self) -> str:
        return f"referral {self.referral_id} from custody"


class MovedWithRelease(models.Model):
    """
    What a day of release moved with it, or did not: an appointment, work of a plan, or the end of a referral.

    It is planned for `days_after` release; nothing where it stands on a day inside. Left where it was,
    `now_on` is `was_on` and `why_left` says why. None is ever changed: moved back, there is another.
    """

    release = models.ForeignKey(ReleaseDate, on_delete=models.PROTECT, related_name="moved")
    appointment = models.ForeignKey(
        Appointment, null=True, on_delete=models.PROTECT, related_name="moved_with_release"
    )
    work = models.ForeignKey(
        PlannedWork, null=True, on_delete=models.PROTECT, related_name="moved_with_release"
    )
    referral = models.ForeignKey(
        Referral, null=True, on_delete=models.PROTECT, related_name="moved_with_release"
    )
    days_after = models.SmallIntegerField(null=True)
    was_on = models.DateField()
    now_on = models.DateField()
    why_left = models.CharField(max_length=20, choices=WhyLeft, blank=True)

    class Meta:
        ordering: ClassVar = ["-release", "pk"]
        verbose_name_plural: ClassVar[str] = "moved with release"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(appointment__isnull=False, work__isnull=True, referral__isnull=True)
                | Q(appointment__isnull=True, work__isnull=False, referral__isnull=True)
                | Q(appointment__isnull=True, work__isnull=True, referral__isnull=False),
                name="one_thing_moved_with_release",
            ),
            models.CheckConstraint(
                condition=(Q(why_left="") & ~Q(was_on=F("now_on")))
                | (~Q(why_left="") & Q(was_on=F("now_on"))),
                name="moved_with_release_or_says_why_not",
            ),
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.was_on:%-d %B %Y} to {self.now_on:%-d %B %Y}"
