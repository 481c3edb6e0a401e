"""What was decided about each risk flag, and who read what was shared, when (D14)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import User
from throughline.line.models.referral import Referral
from throughline.people.models import RiskFlag


class RiskSharing(models.Model):
    """The officer's decision on one live flag for one referral: shared, or withheld with a reason."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="risk_decisions")
    flag = models.ForeignKey(RiskFlag, on_delete=models.PROTECT, related_name="sharing")
    shared = models.BooleanField()
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "flag"], name="risk_decided_once_for_a_referral"),
            models.CheckConstraint(
                condition=Q(shared=True) | ~Q(reason=""), name="risk_withheld_has_its_reason"
            ),
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{'shared' if self.shared else 'withheld'} with referral {self.referral_id}"


class RiskReading(models.Model):
    """The first time somebody at the provider read a shared risk (S94)."""

    sharing = models.ForeignKey(RiskSharing, on_delete=models.PROTECT, related_name="readings")
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sharing", "read_by"], name="first_reading_of_a_risk")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"risk {self.sharing_id} read by {self.read_by_id}"
