"""A buyer's budget, and what is committed against it (D22)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from throughline.core.fields import MoneyField, PeriodField
from throughline.core.immutable import never_changed
from throughline.core.models import Organisation
from throughline.core.money import Money
from throughline.core.reference_numbers import reference_default
from throughline.core.states import Move, MoveRow, Stateful, fsm
from throughline.line.models import Referral
from throughline.money.models.pots import Pot, shares_sum_to_the_pot
from throughline.money.states import COMMITMENT_MOVES, CommitmentState
from throughline.supply.models import Scheme

NAMES_ITS_REFERRAL = """
SELECT r.reference INTO NEW.referral_reference FROM line_referral r WHERE r.id = NEW.referral_id;
RETURN NEW;
"""
"""Body of the trigger that writes the referral's number, for those who see the money and not the referral."""


@pghistory.track()
class Budget(models.Model):
    """
    What a buyer may spend in a scheme over a period; two budgets of one buyer never overlap.

    A budget with a `pot` is the buyer's share of it (S77), and stands beside the buyer's own.
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("BU")
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="budgets")
    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="budgets")
    name = models.CharField(max_length=120)
    amount = MoneyField()
    during = PeriodField()
    pot = models.ForeignKey(Pot, null=True, blank=True, on_delete=models.PROTECT, related_name="shares")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=Money.zero()), name="budget_not_below_nothing"),
            ExclusionConstraint(
                name="one_budget_at_a_time",
                expressions=[
                    ("scheme", "="),
                    ("buyer", "="),
                    (models.functions.Coalesce("pot", 0), "="),
                    ("during", "&&"),
                ],
                violation_error_message="This buyer already has a budget on these dates",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="stays_in_its_pot", fields=["pot"]),
            shares_sum_to_the_pot(pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Commitment(Stateful):
    """
    What one accepted referral is expected to cost its buyer: the fixed price times what was planned.

    `referral_reference` is written by the database: the buyer knows the number, and not the person.
    """

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="commitment")
    referral_reference = models.CharField(max_length=16, editable=False, db_default="")
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="commitments")
    amount = MoneyField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=CommitmentState)

    MOVES: ClassVar[Sequence[Move]] = COMMITMENT_MOVES

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=Money.zero()), name="commitment_not_below_nothing")
        ]
        indexes: ClassVar = [models.Index("budget", "state", name="commitment_by_budget")]
        triggers: ClassVar = [
            fsm(COMMITMENT_MOVES),
            pgtrigger.Trigger(
                name="names_its_referral",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=NAMES_ITS_REFERRAL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount.display()} for referral {self.referral_id}"

    def organisations_for(self, permission: str) -> Iterable[int]:
        """The buyer whose budget it is."""
        return (self.budget.buyer_id,)


class CommitmentMove(MoveRow):
    """One move in a commitment's life."""

    subject = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="moves")

    class Meta(MoveRow.Meta):
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.name}"
