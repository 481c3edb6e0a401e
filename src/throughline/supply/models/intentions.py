"""What a body means to buy in a year: by grant or contract, for which needs, where and when (S198)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughline.core.fields import MoneyField, PeriodField
from throughline.core.immutable import never_changed
from throughline.core.models import Area, Organisation
from throughline.core.money import Money
from throughline.core.reference_numbers import reference_default
from throughline.core.states import Move, MoveRow, Stateful, fsm
from throughline.core.time import FinancialYear
from throughline.supply.models.schemes import Scheme
from throughline.supply.models.services import ServiceKind
from throughline.supply.states import INTENTION_MOVES, IntentionState
from throughline.vocabulary.needs import Need


@pghistory.track()
class Intention(Stateful):
    """
    One thing that `body` means to buy in the financial year that starts in `year`.

    `opens_on` is the first day for bids or applications, empty where none are asked for; `during` are the
    days it is to be delivered on. The two values are what it is worth over all of them: the same where one
    amount is stated, empty where none is. Its body alone reads it here; everybody reads the published
    edition. Once it was in one (`published_at`), the database refuses to remove it.
    """

    class Form(models.TextChoices):
        GRANT = "grant", "Grant"
        CONTRACT = "contract", "Contract"
        UNDECIDED = "undecided", "Not decided yet"

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("CI")
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="intentions")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="intentions")
    year = models.SmallIntegerField()
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    kind = models.ForeignKey(ServiceKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    needs = ArrayField(models.CharField(max_length=20, choices=Need))
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=20, choices=Form)
    opens_on = models.DateField(null=True, blank=True)
    during = PeriodField()
    value_from = MoneyField(null=True, blank=True)
    value_to = MoneyField(null=True, blank=True)
    whom_to_ask = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=IntentionState, default=IntentionState.PLANNED)
    stated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    MOVES: ClassVar[Sequence[Move]] = INTENTION_MOVES

    class Meta:
        ordering: ClassVar = ["during", "title", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(year__gte=1900, year__lte=2199), name="intention_in_a_year"),
            models.CheckConstraint(condition=Q(needs__len__gte=1), name="intention_answers_a_need"),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(opens_on__lte=F("during__startswith")),
                name="intention_opens_before_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(value_from__isnull=True, value_to__isnull=True)
                | Q(
                    value_from__isnull=False,
                    value_to__isnull=False,
                    value_from__gte=Money.zero(),
                    value_to__gte=F("value_from"),
                ),
                name="intention_values_in_order",
            ),
        ]
        indexes: ClassVar = [models.Index("body", "scheme", "year", name="intention_by_body")]
        triggers: ClassVar = [
            fsm(INTENTION_MOVES),
            pgtrigger.Protect(
                name="published_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def financial_year(self) -> FinancialYear:
        """The financial year it is for."""
        return FinancialYear(self.year)

    def organisations_for(self, permission: str) -> Iterable[int]:
        """The body whose intention it is."""
        return (self.body_id,)


class IntentionMove(MoveRow):
    """One move in the life of an intention."""

    subject = models.ForeignKey(Intention, on_delete=models.PROTECT, related_name="moves")

    class Meta(MoveRow.Meta):
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.name}"
