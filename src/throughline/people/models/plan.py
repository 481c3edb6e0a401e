"""The sentence plan: objectives that answer needs (D13)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models

from throughline.people.models.person import Person
from throughline.people.models.sentence import Sentence
from throughline.vocabulary.needs import Need


@pghistory.track()
class Plan(models.Model):
    """The plan of one sentence, agreed with the person on a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plans")
    sentence = models.OneToOneField(Sentence, on_delete=models.PROTECT, related_name="plan")
    made_on = models.DateField()
    own_words = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Plan of {self.made_on:%-d %B %Y}"


@pghistory.track()
class Objective(models.Model):
    """One thing the plan sets out to change, for one need; `position` is its priority, 1 first."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="objectives")
    need = models.CharField(max_length=20, choices=Need)
    words = models.TextField()
    position = models.SmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.words
