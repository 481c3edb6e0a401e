"""A provider's return, and its match with what was recorded and what is in the ledger (D26)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughline.core.fields import MoneyField, PeriodField
from throughline.core.immutable import never_changed
from throughline.core.models import ImportedFile, Organisation, User
from throughline.core.reference_numbers import reference_default
from throughline.line.models import Attendance
from throughline.money.models.ledger import LedgerEntry
from throughline.supply.models import Scheme


class ProviderReturn(models.Model):
    """What a provider says it delivered for one payer over a period: one loaded file."""

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("RT")
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="returns_received")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="returns_sent")
    period = PeriodField()
    file = models.OneToOneField(ImportedFile, on_delete=models.PROTECT, related_name="provider_return")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.reference


class ReturnLine(models.Model):
    """One line of a return, as the provider wrote it; `number` is its line in the file."""

    provider_return = models.ForeignKey(ProviderReturn, on_delete=models.PROTECT, related_name="lines")
    number = models.IntegerField()
    referral_reference = models.CharField(max_length=16)
    service_reference = models.CharField(max_length=16, blank=True)
    delivered_on = models.DateField()
    amount = MoneyField()
    note = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider_return", "number"], name="return_line_once")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"line {self.number}"


class Reconciliation(models.Model):
    """One match of one return with the record, at one moment; a later one stands beside it, not over it."""

    provider_return = models.ForeignKey(
        ProviderReturn, on_delete=models.PROTECT, related_name="reconciliations"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"match of {self.provider_return_id}"


class ReconciledLine(models.Model):
    """Where one line of either side ended: exactly one of matched, different, missing, duplicate."""

    class Result(models.TextChoices):
        MATCHED = "matched", "Matched"
        DIFFERENT = "different", "Different"
        NOT_RECORDED = "not_recorded", "In the return, not in the record"
        NOT_RETURNED = "not_returned", "In the record, not in the return"
        DUPLICATE = "duplicate", "Duplicate"

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="lines")
    result = models.CharField(max_length=20, choices=Result)
    differs_in = ArrayField(models.CharField(max_length=30), default=list)
    says = models.CharField(max_length=250, blank=True)
    return_line = models.ForeignKey(ReturnLine, null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(LedgerEntry, null=True, on_delete=models.PROTECT, related_name="+")
    attendance = models.ForeignKey(Attendance, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(return_line__isnull=False) | models.Q(entry__isnull=False),
                name="reconciled_line_has_a_side",
            ),
            models.UniqueConstraint(fields=["reconciliation", "return_line"], name="return_line_ends_once"),
            models.UniqueConstraint(fields=["reconciliation", "entry"], name="entry_ends_once"),
        ]
        indexes: ClassVar = [models.Index("reconciliation", "result", name="reconciled_by_result")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return self.get_result_display()
