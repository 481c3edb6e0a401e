"""The ledger: double entry, in balance by its shape, and never changed (D23)."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from throughline.core.fields import MoneyField
from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.core.money import Money
from throughline.line.models import Referral
from throughline.money.rules.earning import EarnedBy
from throughline.supply.models import Agreement, Scheme, Service

REVERSES_EXACTLY = """
IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM money_ledgerentry e WHERE e.id = NEW.reverses_id AND e.reverses_id IS NULL
      AND e.debit_id = NEW.credit_id AND e.credit_id = NEW.debit_id AND e.amount = NEW.amount
      AND e.payer_id = NEW.payer_id AND e.provider_id = NEW.provider_id AND e.happened_on = NEW.happened_on
      AND e.referral_id IS NOT DISTINCT FROM NEW.referral_id AND e.tier IS NOT DISTINCT FROM NEW.tier) THEN
  RAISE EXCEPTION 'A reversing entry is the mirror of the entry it reverses'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_reversal_is_a_mirror';
END IF;
IF NEW.reverses_id IS NULL AND NEW.turn > 1 AND NOT EXISTS (
    SELECT 1 FROM money_ledgerentry e JOIN money_ledgerentry r ON r.reverses_id = e.id
     WHERE e.cause = NEW.cause AND e.cause_id = NEW.cause_id AND e.tier IS NOT DISTINCT FROM NEW.tier
       AND e.reverses_id IS NULL AND e.turn = NEW.turn - 1) THEN
  RAISE EXCEPTION 'A cause is entered again only after its last entry was reversed'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entered_again_only_after_reversal';
END IF;
RETURN NEW;
"""


class Account(models.Model):
    """
    One account between two organisations in one scheme: of `kind`, for what `payer` owes `provider`.

    * `cost`: what the provider's work has cost the payer (value delivered);
    * `owed`: what the payer owes the provider for it;
    * `advance`: what the payer has paid ahead;
    * `bank`: the payer's money leaving.
    """

    class Kind(models.TextChoices):
        COST = "cost", "Value delivered"
        OWED = "owed", "Owed"
        ADVANCE = "advance", "Paid in advance"
        BANK = "bank", "Paid"

    kind = models.CharField(max_length=10, choices=Kind)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "payer", "provider", "kind"], name="account_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.payer_id} to {self.provider_id}"


class LedgerEntry(models.Model):
    """
    One entry: an amount from one account to another, because of one event.

    Both sides stand in one row, so that no entry can be half there and the sum of all accounts is
    zero at every moment by shape (see docs/decisions). `cause` and `cause_id` name the event: the record
    of attendance, the move that completed the referral, the outcome, or the payment of an advance;
    `happened_on` is the London day of the delivery, `recorded_at` when it was entered. A correction
    is a reversing entry: the mirror of the one it reverses, once, and its cause is what corrected it.
    `turn` is 1, and one more each time a cause earns again after a reversal (a start that went back to
    the first attendance when that was corrected twice); no cause ever stands entered twice.
    """

    class Cause(models.TextChoices):
        ATTENDANCE = EarnedBy.ATTENDANCE, "Delivery"
        COMPLETION = EarnedBy.COMPLETION, "Completed"
        OUTCOME = EarnedBy.OUTCOME, "Outcome achieved"
        RAR_DECISION = "rar_decision", "Decision on a RAR day"
        ADVANCE = "advance", "Advance paid"

    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits")
    amount = MoneyField()
    cause = models.CharField(max_length=20, choices=Cause)
    cause_id = models.BigIntegerField()
    turn = models.SmallIntegerField(default=1, db_default=1)
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    tier = models.SmallIntegerField(null=True)
    agreement = models.ForeignKey(Agreement, null=True, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, null=True, on_delete=models.PROTECT, related_name="ledger")
    referral_reference = models.CharField(max_length=16, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=Money.zero()), name="ledger_moves_something"),
            models.CheckConstraint(
                condition=~Q(debit=F("credit")), name="ledger_from_one_account_to_another"
            ),
            models.UniqueConstraint(
                fields=["cause", "cause_id", "tier", "turn"],
                condition=Q(reverses__isnull=True),
                nulls_distinct=False,
                name="ledger_entered_once_for_a_cause",
            ),
        ]
        indexes: ClassVar = [
            models.Index("payer", "provider", "happened_on", name="ledger_by_payer"),
            models.Index("provider", "happened_on", name="ledger_by_provider"),
            models.Index("referral", name="ledger_by_referral"),
            models.Index("scheme", "happened_on", name="ledger_by_day"),
        ]
        triggers: ClassVar = [
            *never_changed(),
            pgtrigger.Trigger(
                name="reverses_exactly",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=REVERSES_EXACTLY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount.display()} because of {self.cause} {self.cause_id}"
