"""Where another case system holds something else of a referral than we do (S90, S123)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from throughline.core.models import User
from throughline.line.models.referral import Referral
from throughline.vocabulary.nsi import NsiAspect


class CaseDifference(models.Model):
    """
    One thing of a referral that a case system held differently when its file was read.

    What we hold is derived and stays (S90, S91): the difference is for somebody to put right over there. It
    is gone once a later file agrees, or says something else again.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="case_differences")
    system = models.CharField(max_length=40)
    aspect = models.CharField(max_length=20, choices=NsiAspect)
    ours = models.CharField(max_length=60)
    theirs = models.CharField(max_length=60)
    noticed_at = models.DateTimeField()
    noticed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-noticed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["referral", "system", "aspect"],
                condition=Q(gone_at=None),
                name="case_difference_open_once",
            ),
            models.CheckConstraint(condition=~Q(ours=F("theirs")), name="case_difference_differs"),
        ]

    def __str__(self) -> str:
        return f"{self.get_aspect_display()}: {self.ours}, and {self.theirs} in {self.system}"
