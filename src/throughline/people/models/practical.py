"""What has to be arranged for a person: recorded once, known wherever they are referred (S29)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models

from throughline.core.models import User
from throughline.people.models.person import Person
from throughline.vocabulary.delivery import Language


@pghistory.track()
class PracticalNeeds(models.Model):
    """
    Interpreter, access, and hours when the person cares for somebody or works.

    A row says that it was asked: what is left empty in it is not needed. No row, and it was not asked.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="practical_needs")
    interpreter = models.CharField(max_length=3, choices=Language, blank=True)
    access = models.TextField(blank=True)
    not_free = models.TextField(blank=True)
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        verbose_name_plural: ClassVar[str] = "practical needs"

    def __str__(self) -> str:
        return f"practical needs of person {self.person_id}"
