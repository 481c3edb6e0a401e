"""Who may not see a case although their work would let them: limited access (S111)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.core.models import User
from throughline.people.models.hiding_triggers import hidings_follow_limits
from throughline.people.models.person import Person


@pghistory.track()
class CaseLimit(models.Model):
    """
    A limit on who may see one person's case, from `since` until `until` or until it is lifted.

    An exclusion hides the case from `users` and from everybody acting in `organisations`; a restriction
    hides it from everybody but them. Either holds above every other right, and never against the person's
    own account. Both lists hold ids. The row is kept after it is lifted; `Hiding` is what policies read.
    """

    class Kind(models.TextChoices):
        EXCLUSION = "exclusion", "Everybody named is excluded"
        RESTRICTION = "restriction", "Nobody but those named may see it"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="limits")
    kind = models.CharField(max_length=12, choices=Kind)
    users = ArrayField(models.BigIntegerField(), default=list)
    organisations = ArrayField(models.BigIntegerField(), default=list)
    reason = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why_lifted = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="limit_has_its_reason"),
            models.CheckConstraint(
                condition=~(Q(users=[]) & Q(organisations=[])), name="limit_names_somebody"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, why_lifted="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(why_lifted="")),
                name="limit_lifted_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("since")),
                name="limit_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index("person", name="limit_by_person")]
        triggers: ClassVar = hidings_follow_limits()

    def __str__(self) -> str:
        return f"{self.kind} of person {self.person_id} since {self.since:%-d %B %Y}"


class Hiding(models.Model):
    """
    One limit as row security reads it: whoever acts sees exactly those rows that hide a person from them.

    So policies ask only whether there is one, and nobody learns from it who else is kept out or why.
    Written by triggers; `self_id` is the person's own account.
    """

    limit = models.OneToOneField(CaseLimit, on_delete=models.PROTECT, related_name="hiding")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    self_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=12, choices=CaseLimit.Kind)
    users = ArrayField(models.BigIntegerField())
    organisations = ArrayField(models.BigIntegerField())
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index("person", name="hiding_by_person")]

    def __str__(self) -> str:
        return f"hides person {self.person_id}"
