"""How many referrals a worker takes on at once, as agreed, and each time somebody was given more (S110)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from throughline.core.fields import PeriodField
from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.line.models.referral import Referral


@pghistory.track()
class CaseloadLimit(models.Model):
    """
    The most open referrals that is agreed for a worker of an organisation over a period.

    Without a `worker` it is everybody's there for whom none of their own is agreed.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="caseload_limits")
    worker = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    most = models.SmallIntegerField()
    during = PeriodField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-during", "pk"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_caseload_limit_at_a_time",
                expressions=[
                    (F("organisation"), "="),
                    (Coalesce(F("worker"), Value(0)), "="),
                    (F("during"), "&&"),
                ],
            ),
            models.CheckConstraint(condition=Q(most__gte=1), name="caseload_limit_holds_one"),
        ]

    def __str__(self) -> str:
        return f"{self.most} from {self.during.from_}"


class OverCaseload(models.Model):
    """That a referral was given to a worker who had as many as agreed, and why."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="over_caseload")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    had = models.SmallIntegerField()
    most = models.SmallIntegerField()
    why = models.TextField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-given_at", "-pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(why=""), name="over_caseload_says_why")]
        indexes: ClassVar = [models.Index("referral", name="over_caseload_by_referral")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"referral {self.referral_id} to {self.worker_id}, who had {self.had} of {self.most}"
