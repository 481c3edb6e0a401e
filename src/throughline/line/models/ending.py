"""Why a referral was ended before its work was done: the reasons there are, and the one that was given."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from throughline.core.fields import PeriodField
from throughline.core.immutable import never_changed
from throughline.core.models import User
from throughline.line.models.referral import Referral
from throughline.vocabulary.ending import EndGroup, EndSide


@pghistory.track()
class EndReason(models.Model):
    """One reason of a list that was loaded, on the days within `during`; it may ask to say more."""

    code = models.CharField(max_length=20)
    group = models.CharField(max_length=10, choices=EndGroup)
    words = models.CharField(max_length=200)
    asks_more = models.BooleanField(default=False)
    during = PeriodField()

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="end_reason_means_one_thing",
                expressions=[("code", "="), ("during", "&&")],
                violation_error_message="This reason already stands on these days",
            )
        ]

    def __str__(self) -> str:
        return self.words


class ReferralEnd(models.Model):
    """
    Why one referral was withdrawn, handed back or ended early, in the words that stood in the list that day.

    `had_begun` says whether work had begun, which settles what became of it. Never changed.
    """

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="end")
    code = models.CharField(max_length=20)
    group = models.CharField(max_length=10, choices=EndGroup)
    words = models.CharField(max_length=200)
    said = models.TextField(blank=True)
    side = models.CharField(max_length=10, choices=EndSide)
    had_begun = models.BooleanField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(words=""), name="referral_end_says_why")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.words}"


class Again(models.Model):
    """That `referral` was drafted again after `former` was declined, withdrawn or ended early."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="again")
    former = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="followed_by")
    linked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(referral=models.F("former")), name="referral_does_not_follow_itself"
            )
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.referral_id} after {self.former_id}"
