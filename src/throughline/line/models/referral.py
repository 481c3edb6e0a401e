"""The referral: one person, one service, and everything that hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.core.reference_numbers import reference_default
from throughline.core.states import Move, MoveRow, Stateful, fsm
from throughline.line.models.listed import lines_follow_referrals
from throughline.line.models.places_taken import places_follow_referrals, waits_follow_moves
from throughline.line.states import ALLOCATED, COMPLETED, REFERRAL_MOVES, STARTED, ReferralState
from throughline.people.models import Objective, Person, Requirement
from throughline.supply.models import Agreement, Service
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.routes import FundingRoute

HANGS_TOGETHER = """
IF TG_OP = 'UPDATE' THEN
  IF (OLD.person_id, OLD.requirement_id, OLD.objective_id, OLD.service_id, OLD.nsi_code)
     IS DISTINCT FROM
     (NEW.person_id, NEW.requirement_id, NEW.objective_id, NEW.service_id, NEW.nsi_code)
  THEN
    RAISE EXCEPTION 'A referral keeps its person, requirement, objective, service and code'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_keeps_its_links';
  END IF;
  IF NEW.deliverer_id <> OLD.deliverer_id AND NOT EXISTS (
      SELECT 1 FROM line_handover h WHERE h.referral_id = NEW.id AND h.at = NEW.handed_over_at
         AND h.from_provider_id = OLD.deliverer_id AND h.to_provider_id = NEW.deliverer_id
         AND h.from_agreement_id IS NOT DISTINCT FROM OLD.agreement_id
         AND h.to_agreement_id IS NOT DISTINCT FROM NEW.agreement_id) THEN
    RAISE EXCEPTION 'A referral keeps its provider, unless it is handed over to another'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_keeps_its_links';
  END IF;
  RETURN NEW;
END IF;
IF NOT EXISTS (SELECT 1 FROM people_requirement r JOIN people_sentence s ON s.id = r.sentence_id
               WHERE r.id = NEW.requirement_id AND s.person_id = NEW.person_id) THEN
  RAISE EXCEPTION 'The requirement is not one of this person''s'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_requirement_is_the_persons';
END IF;
IF NOT EXISTS (SELECT 1 FROM people_objective o JOIN people_plan p ON p.id = o.plan_id
               WHERE o.id = NEW.objective_id AND p.person_id = NEW.person_id) THEN
  RAISE EXCEPTION 'The objective is not one of this person''s'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_objective_is_the_persons';
END IF;
SELECT k.nsi_code, v.deliverer_id INTO NEW.nsi_code, NEW.deliverer_id
  FROM supply_service v JOIN supply_servicekind k ON k.id = v.kind_id WHERE v.id = NEW.service_id;
RETURN NEW;
"""
"""Body of the trigger that derives the NSI code and refuses links that do not belong together (S90, S91)."""

EVERY_RISK_DECIDED = """
IF EXISTS (SELECT 1 FROM people_riskflag f
           WHERE f.person_id = NEW.person_id
             AND f.during @> (COALESCE(NEW.sent_at, now()) AT TIME ZONE 'Europe/London')::date
             AND NOT EXISTS (SELECT 1 FROM line_risksharing s
                             WHERE s.referral_id = NEW.id AND s.flag_id = f.id)) THEN
  RAISE EXCEPTION 'A live risk is neither shared nor withheld'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_sent_with_every_risk_decided';
END IF;
IF EXISTS (SELECT 1 FROM people_riskflag f
             JOIN supply_service v ON v.id = NEW.service_id
             CROSS JOIN LATERAL unnest(f.limits) AS thing
           WHERE f.person_id = NEW.person_id
             AND f.during @> (COALESCE(NEW.sent_at, now()) AT TIME ZONE 'Europe/London')::date
             AND (thing = ANY (v.involves) OR (thing = 'children' AND v.meets_children))
             AND NOT EXISTS (SELECT 1 FROM line_conflictdecision c
                               JOIN line_risksharing s ON s.id = c.sharing_id
                             WHERE s.referral_id = NEW.id AND s.flag_id = f.id AND thing = ANY (c.things)))
THEN
  RAISE EXCEPTION 'A risk forbids what the service involves, and nobody decided to go on'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_sent_with_every_conflict_decided';
END IF;
RETURN NEW;
"""
"""Body of the trigger that sends no draft before each risk (D14) and each conflict (S96) is decided on."""


@pghistory.track()
class Referral(Stateful):
    """
    One person referred to one service, for one requirement and one objective (S91).

    `nsi_code` and `deliverer` are derived by the database from the service, whatever is given (S90).
    `agreement`, `prime`, `buyer` and `route` are those of the day it was sent, and stay. Only where another
    provider takes the service over before work has started do deliverer and agreement follow, by a `Handover`
    of the moment `handed_over_at` (S232). `exception_reason` says why a service is used that is not given
    where the person lives (S57).
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("RF")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="referrals")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="referrals")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="referrals")
    nsi_code = models.CharField(max_length=20, editable=False)
    reason = models.TextField(blank=True)
    exception_reason = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=ReferralState, default=ReferralState.DRAFT)
    referred_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="referrals_made")
    supervisor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="referrals_made")
    deliverer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="referrals_taken")
    agreement = models.ForeignKey(Agreement, null=True, on_delete=models.PROTECT, related_name="referrals")
    prime = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    buyer = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=20, choices=FundingRoute, blank=True)
    worker = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="works_on")
    planned_sessions = models.SmallIntegerField(default=1)
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True)

    MOVES: ClassVar[Sequence[Move]] = REFERRAL_MOVES

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=ReferralState.DRAFT)
                | Q(sent_at__isnull=False)
                | Q(state=ReferralState.WITHDRAWN),
                name="referral_sent_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ALLOCATED, STARTED, COMPLETED]) | Q(worker__isnull=False),
                name="referral_allocated_has_its_worker",
            ),
            models.CheckConstraint(condition=Q(planned_sessions__gte=1), name="referral_plans_a_session"),
            models.UniqueConstraint(
                fields=["person", "service", "requirement"],
                condition=Q(state__in=["draft", "sent", "queried", "accepted", "allocated", "started"]),
                name="referral_open_once",
                violation_error_message="This person already has an open referral to this service",
            ),
        ]
        indexes: ClassVar = [
            models.Index("deliverer", "state", "sent_at", name="referral_for_deliverer"),
            models.Index("worker", "state", name="referral_for_worker"),
            models.Index("referred_by", "state", "sent_at", name="referral_by_officer"),
            models.Index("prime", "state", "sent_at", name="referral_for_prime"),
            models.Index("service", "state", name="referral_holding_places"),
        ]
        triggers: ClassVar = [
            fsm(REFERRAL_MOVES),
            pgtrigger.Trigger(
                name="hangs_together",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=HANGS_TOGETHER,
            ),
            pgtrigger.Trigger(
                name="risks_decided",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="draft", new__state="sent"),
                func=EVERY_RISK_DECIDED,
            ),
            *places_follow_referrals(),
            *lines_follow_referrals(),
        ]

    def __str__(self) -> str:
        return self.reference

    def organisations_for(self, permission: str) -> Iterable[int]:
        """The supervising organisation refers, sends and withdraws; the delivering one decides and works."""
        return (self.supervisor_id,) if permission == Permission.REFER else (self.deliverer_id,)


class ReferralMove(MoveRow):
    """One move in a referral's life."""

    subject = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="moves")

    class Meta(MoveRow.Meta):
        triggers: ClassVar = [*never_changed(), *waits_follow_moves()]

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.name}"
