"""Exports without names for inspection and research: that they were made, by whom and of what (S219)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from throughline.core.immutable import never_changed
from throughline.core.models import User
from throughline.vocabulary.consents import Use


class PseudonymisedExport(models.Model):
    """
    One export that was made. Neither its rows nor the key of its pseudonyms are kept.

    `people` is how many it holds. Its days are those on which the people in it were referred.
    """

    use = models.CharField(max_length=12, choices=Use)
    purpose = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField()
    people = models.IntegerField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(purpose=""), name="export_has_its_purpose"),
            models.CheckConstraint(condition=models.Q(people__gte=5), name="export_of_five_people_or_more"),
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.use} by {self.made_by_id} at {self.made_at:%-d %B %Y}"
