"""Each time that a referral went quiet, or a need was left without one, as an event (D16, S100)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from throughline.core.models import Organisation, User
from throughline.line.models.absence import Absence
from throughline.line.models.referral import Referral
from throughline.people.models import Objective, Person
from throughline.vocabulary.silence import QuietKind


class QuietSpell(models.Model):
    """
    One time in which nothing was heard or done for longer than allowed: from `began_on` until `ended_on`.

    Kept once for each referral (or, of a need without one, each objective), kind and day on which it began.
    `ended_on` is the first day on which it was over, empty while it lasts. Days lost are counted by the
    `deliverer`, and by `supervisor` and `officer`, whose case it was when it was noted.
    """

    kind = models.CharField(max_length=20, choices=QuietKind)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="quiet_spells"
    )
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.PROTECT, related_name="quiet_spells"
    )
    absence = models.ForeignKey(
        Absence, null=True, blank=True, on_delete=models.PROTECT, related_name="quiet_spells"
    )
    deliverer = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    supervisor = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    officer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-began_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "referral", "objective", "began_on"],
                nulls_distinct=False,
                name="quiet_spell_once",
            ),
            models.CheckConstraint(
                condition=Q(referral__isnull=False, objective__isnull=True, deliverer__isnull=False)
                | Q(referral__isnull=True, objective__isnull=False, kind="no_referral"),
                name="quiet_spell_of_a_referral_or_a_need",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="quiet_spell_ends_no_sooner",
            ),
            models.CheckConstraint(
                condition=Q(kind="away", absence__isnull=False) | (~Q(kind="away") & Q(absence__isnull=True)),
                name="quiet_spell_away_names_its_absence",
            ),
        ]
        indexes: ClassVar = [
            models.Index("referral", "began_on", name="quiet_spell_by_referral"),
            models.Index("deliverer", "began_on", name="quiet_spell_by_deliverer"),
            models.Index("supervisor", "began_on", name="quiet_spell_by_supervisor"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.began_on}"
