"""What officers of an organisation may choose without approval, and choices that wait for it (S240)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.core.fields import MoneyField, PeriodField
from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.core.money import Money
from throughline.core.reference_numbers import reference_default
from throughline.core.states import Move, MoveRow, Stateful, fsm
from throughline.line.models import Referral
from throughline.money.models.budgets import NAMES_ITS_REFERRAL
from throughline.money.states import CHOICE_MOVES, ChoiceState
from throughline.supply.models import Service
from throughline.vocabulary.choices import ChoiceReason
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.risks import RiskLevel


@pghistory.track()
class ChoiceLimit(models.Model):
    """
    What officers of an organisation choose alone over a period; beyond it the budget holder approves.

    A choice waits where it is expected to cost more than `most_cost` (empty: cost alone never matters), where
    the person's risk is one of `risk_levels`, and with `beyond_budget` where the budget does not hold it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="choice_limits")
    during = PeriodField()
    most_cost = MoneyField(null=True, blank=True)
    risk_levels = ArrayField(models.CharField(max_length=10, choices=RiskLevel), default=list, blank=True)
    beyond_budget = models.BooleanField(default=False)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-during"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_choice_limit_at_a_time",
                expressions=[("organisation", "="), ("during", "&&")],
            ),
            models.CheckConstraint(
                condition=Q(most_cost__isnull=True) | Q(most_cost__gte=Money.zero()),
                name="choice_limit_not_below_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} from {self.during.from_}"


@pghistory.track()
class ChoiceApproval(Stateful):
    """
    An officer's choice that waits for the budget holder before the referral can be sent.

    It says what the approver needs and names nobody: `case` is the officer's, `expected` what the choice was
    to cost when it was asked, empty where nothing is charged by use. `due_on` is the approver's clock.
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("CA")
    )
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="approvals")
    referral_reference = models.CharField(max_length=16, editable=False, db_default="")
    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    reasons = ArrayField(models.CharField(max_length=10, choices=ChoiceReason))
    expected = MoneyField(null=True, blank=True)
    sessions = models.SmallIntegerField()
    case = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=ChoiceState, default=ChoiceState.WAITING)

    MOVES: ClassVar[Sequence[Move]] = CHOICE_MOVES

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(state__in=[ChoiceState.WAITING, ChoiceState.ALLOWED]),
                name="choice_asked_about_once",
            ),
            models.CheckConstraint(condition=~Q(case=""), name="choice_says_its_case"),
        ]
        indexes: ClassVar = [models.Index("buyer", "state", name="choice_by_buyer")]
        triggers: ClassVar = [
            fsm(CHOICE_MOVES),
            pgtrigger.Trigger(
                name="choice_names_its_referral",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=NAMES_ITS_REFERRAL,
            ),
            pgtrigger.ReadOnly(
                name="choice_asked_stays",
                fields=[
                    "referral",
                    "buyer",
                    "service",
                    "reasons",
                    "expected",
                    "sessions",
                    "case",
                    "asked_by",
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.get_state_display()}"

    def organisations_for(self, permission: str) -> Iterable[int]:
        """The buyer, both of whoever asks and of whoever holds its budget."""
        return (self.buyer_id,) if permission in (Permission.HOLD_BUDGET, Permission.REFER) else ()


class ChoiceApprovalMove(MoveRow):
    """One move of a choice that waits."""

    subject = models.ForeignKey(ChoiceApproval, on_delete=models.PROTECT, related_name="moves")

    class Meta(MoveRow.Meta):
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.name}"
