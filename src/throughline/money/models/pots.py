"""Ring-fenced pots: money for a purpose, with a deadline, divided between buyers to the penny (S77)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.core.fields import MoneyField, PeriodField
from throughline.core.models import Organisation, User
from throughline.core.money import Money
from throughline.core.reference_numbers import reference_default
from throughline.supply.models import Scheme, ServiceKind
from throughline.vocabulary.routes import FundingRoute

SHARES_SUM_TO_THE_POT = """
IF TG_TABLE_NAME = 'money_pot' THEN
  pot := NEW.id;
ELSIF TG_OP = 'DELETE' THEN
  pot := OLD.pot_id;
ELSE
  pot := coalesce(NEW.pot_id, OLD.pot_id);
END IF;
SELECT count(*), sum(b.amount) INTO shares, shared FROM money_budget b WHERE b.pot_id = pot;
SELECT p.amount INTO whole FROM money_pot p WHERE p.id = pot;
IF pot IS NOT NULL AND shares > 0 AND shared IS DISTINCT FROM whole THEN
  RAISE EXCEPTION 'The shares of a pot are £% and the pot is £%', shared, whole
    USING ERRCODE = 'check_violation', CONSTRAINT = 'shares_sum_to_the_pot';
END IF;
RETURN NULL;
"""
"""
Body of the trigger that holds the shares of a pot to the whole of it, at the end of each transaction.

It sees what whoever acts sees: with a part of the shares the sum is wrong, and the change refused.
"""


def shares_sum_to_the_pot(*operations: pgtrigger.Operation) -> pgtrigger.Trigger:
    """The trigger itself, for pots and for the budgets that are shares of one."""
    operation = operations[0]
    for one in operations[1:]:
        operation = operation | one
    return pgtrigger.Trigger(
        name="shares_sum_to_the_pot",
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        declare=[("pot", "bigint"), ("shares", "bigint"), ("shared", "numeric"), ("whole", "numeric")],
        func=SHARES_SUM_TO_THE_POT,
    )


@pghistory.track()
class Pot(models.Model):
    """
    Money that may be spent on some things only, until the last day of `during`: its deadline.

    What it may be spent on is `routes` and `kinds`, each any when empty; `principles` say it in words.
    Each buyer's share is a budget of its own (`Budget.pot`); together the shares are the pot, to the penny.
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("PT")
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="pots")
    giver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pots_given")
    name = models.CharField(max_length=120)
    principles = models.TextField()
    amount = MoneyField()
    during = PeriodField()
    routes = ArrayField(models.CharField(max_length=20, choices=FundingRoute), default=list)
    kinds = models.ManyToManyField(ServiceKind, through="PotKind", related_name="pots")
    set_up_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_up_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-during", "name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=Money.zero()), name="pot_holds_something"),
            models.CheckConstraint(condition=Q(during__endswith__isnull=False), name="pot_has_its_deadline"),
        ]
        triggers: ClassVar = [shares_sum_to_the_pot(pgtrigger.Update)]

    def __str__(self) -> str:
        return self.name


class PotKind(models.Model):
    """A kind of service that a pot may be spent on."""

    pot = models.ForeignKey(Pot, on_delete=models.CASCADE)
    kind = models.ForeignKey(ServiceKind, on_delete=models.PROTECT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pot", "kind"], name="pot_names_a_kind_once")
        ]

    def __str__(self) -> str:
        return f"{self.pot_id} for {self.kind_id}"
