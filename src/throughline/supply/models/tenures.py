"""Who delivers a service, under which agreement, and over which days, where that changes (D2, S232)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models

from throughline.core.fields import PeriodField
from throughline.core.models import Organisation
from throughline.supply.models.agreements import Agreement
from throughline.supply.models.changes import ChangeLine
from throughline.supply.models.services import Service

KEEPS_WHAT_IT_IS = """
IF TG_OP = 'DELETE' OR (OLD.service_id, OLD.deliverer_id, OLD.agreement_id, OLD.line_id, lower(OLD.during))
   IS DISTINCT FROM (NEW.service_id, NEW.deliverer_id, NEW.agreement_id, NEW.line_id, lower(NEW.during))
   OR (NOT upper_inf(OLD.during) AND (upper_inf(NEW.during) OR upper(NEW.during) > upper(OLD.during))) THEN
  RAISE EXCEPTION 'Who delivered a service stays as it was: it is only ever ended, or ended sooner'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'tenure_keeps_what_it_is';
END IF;
RETURN NEW;
"""
"""Body of the trigger by which the time of one deliverer can be ended and nothing else."""


@pghistory.track()
class Tenure(models.Model):
    """
    One deliverer of a service over a period, under one agreement; two of a service never overlap.

    Written when a subcontractor is replaced or taken out, also for a day that lies ahead: `line` is the one
    it began with, and empty for the deliverer there was at first. A service whose deliverer never changed has
    none: it is the one the service names. What the service names follows on the day.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="tenures")
    deliverer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tenures")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="tenures")
    during = PeriodField()
    line = models.ForeignKey(
        ChangeLine, null=True, blank=True, on_delete=models.PROTECT, related_name="tenures"
    )

    class Meta:
        ordering: ClassVar = ["service", "during"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_deliverer_at_a_time",
                expressions=[("service", "="), ("during", "&&")],
                violation_error_message="Another provider delivers this service on these dates",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="keeps_what_it_is",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=KEEPS_WHAT_IT_IS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id} by {self.deliverer_id} {self.during}"
