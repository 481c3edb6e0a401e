"""Which piece of the plan's work a referral carries out (D13)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models

from throughline.line.models.referral import Referral
from throughline.people.models import PlannedWork

SERVES_THE_SAME_OBJECTIVE = """
IF NOT EXISTS (
    SELECT 1 FROM people_plannedwork w JOIN line_referral r ON r.id = NEW.referral_id
    WHERE w.id = NEW.work_id AND w.who = 'provider' AND w.objective_id = r.objective_id
      AND (w.organisation_id IS NULL OR w.organisation_id = r.deliverer_id)) THEN
  RAISE EXCEPTION 'The referral carries out work for the same objective by the same provider'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'planned_referral_serves_the_same_objective';
END IF;
RETURN NEW;
"""


@pghistory.track()
class PlannedReferral(models.Model):
    """A referral carries out one piece of work of the plan: the same objective, by the same provider."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="in_plan")
    work = models.ForeignKey(PlannedWork, on_delete=models.PROTECT, related_name="referrals")
    since = models.DateTimeField()

    class Meta:
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="same_objective",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=SERVES_THE_SAME_OBJECTIVE,
            )
        ]

    def __str__(self) -> str:
        return f"referral {self.referral_id} does work {self.work_id}"
