"""Who was in touch with whom about a referral, and the introduction of all three (S101, D16)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.line.models.referral import Referral
from throughline.people.models import Person
from throughline.vocabulary.silence import ContactMode


class Contact(models.Model):
    """
    That two or all three of the officer, the worker and the person were in touch on a day. Never changed.

    An introduction is one at which all three were there, and says so. What is recorded here, as what is
    recorded of an appointment, ends a silence: from the day it is recorded, not from the day it was.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="contacts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    deliverer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on_day = models.DateField()
    mode = models.CharField(max_length=10, choices=ContactMode)
    with_person = models.BooleanField()
    with_officer = models.BooleanField()
    with_worker = models.BooleanField()
    is_introduction = models.BooleanField(default=False)
    what = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-on_day", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(with_person=True, with_officer=True)
                | Q(with_person=True, with_worker=True)
                | Q(with_officer=True, with_worker=True),
                name="contact_is_of_two_at_least",
            ),
            models.CheckConstraint(
                condition=Q(is_introduction=False) | Q(with_person=True, with_officer=True, with_worker=True),
                name="introduction_is_of_all_three",
            ),
        ]
        indexes: ClassVar = [models.Index("referral", "recorded_at", name="contact_of_referral")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"referral {self.referral_id} on {self.on_day}"

    @property
    def who(self) -> list[str]:
        """Who was there, in words."""
        there = (
            (self.with_person, "the person"),
            (self.with_officer, "the responsible officer"),
            (self.with_worker, "the worker"),
        )
        return [words for was, words in there if was]
