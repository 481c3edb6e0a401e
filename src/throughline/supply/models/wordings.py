"""A service in other words: easy to read, and in Welsh; leaflets are made from them (S64)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from throughline.supply.models.said import say_again_with_the_service
from throughline.supply.models.services import Service
from throughline.vocabulary.delivery import Language, Reading


@pghistory.track()
class ServiceWording(models.Model):
    """What a service is and what happens in it, in one language and reading; plain English is the entry."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(max_length=3, choices=Language)
    reading = models.CharField(max_length=10, choices=Reading)
    name = models.CharField(max_length=200)
    summary = models.TextField()
    what_happens = models.TextField()

    class Meta:
        ordering: ClassVar = ["language", "reading"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service", "language", "reading"], name="one_wording_of_a_language_and_reading"
            ),
            models.CheckConstraint(
                condition=~Q(language=Language.ENGLISH, reading=Reading.PLAIN),
                name="plain_english_is_the_entry_itself",
            ),
        ]
        triggers: ClassVar = say_again_with_the_service()

    def __str__(self) -> str:
        return f"{self.service_id}, {self.get_language_display()}, {self.get_reading_display()}"
