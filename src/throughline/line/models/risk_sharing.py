"""What was decided about each risk flag, who read what was shared, when, and what it forbids (D14, S96)."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import User
from throughline.line.models.referral import Referral
from throughline.people.models import RiskFlag
from throughline.vocabulary.involved import Involved


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


_OF_A_SHARED_RISK_AND_IN_TIME = """
IF NOT EXISTS (SELECT 1 FROM line_risksharing s JOIN people_riskflag f ON f.id = s.flag_id
               WHERE s.id = NEW.sharing_id AND s.shared) THEN
  RAISE EXCEPTION 'Nobody goes on against a risk that the provider is not told of'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'conflict_is_of_a_shared_risk';
END IF;
IF NOT EXISTS (SELECT 1 FROM line_risksharing s JOIN people_riskflag f ON f.id = s.flag_id
               WHERE s.id = NEW.sharing_id AND NEW.spoke_on >= lower(f.during)
                 AND NEW.spoke_on <= (NEW.decided_at AT TIME ZONE 'Europe/London')::date) THEN
  RAISE EXCEPTION 'The conversation was held after the risk was raised and before it is recorded'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'conflict_spoken_of_in_time';
END IF;
RETURN NEW;
"""


class ConflictDecision(models.Model):
    """
    Why a referral goes on although a shared risk forbids or limits what the service involves (S96).

    `things` are what it forbade of what the service involved that day; where the service begins to involve
    more, there is another decision. Both sides give their reason, in a conversation with somebody named at
    the provider on the day `spoke_on`.
    """

    sharing = models.ForeignKey(RiskSharing, on_delete=models.PROTECT, related_name="going_on")
    things = ArrayField(models.CharField(max_length=12, choices=Involved))
    reason = models.TextField()
    coordinator = models.CharField(max_length=120)
    coordinator_reason = models.TextField()
    spoke_on = models.DateField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["decided_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~(Q(reason="") | Q(coordinator="") | Q(coordinator_reason="") | Q(things=[])),
                name="conflict_has_both_reasons",
            ),
        ]
        triggers: ClassVar = [
            *never_changed(),
            pgtrigger.Trigger(
                name="shared_and_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_OF_A_SHARED_RISK_AND_IN_TIME,
            ),
        ]

    def __str__(self) -> str:
        return f"{', '.join(self.things)}, spoken of with {self.coordinator}"


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
