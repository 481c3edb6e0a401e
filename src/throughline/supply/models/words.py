"""What of a directory entry is searched by words. Addresses are not: a withheld one is in no index."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from throughline.core.models import Organisation
from throughline.supply.models.said import says_again
from throughline.supply.models.services import Service


class ServiceWords(models.Model):
    """
    The words by which one service is found. Written by triggers, and by nothing else.

    `said` holds its name (A), who gives it (B), what it says of itself (C) and its activities and wordings
    in other languages (D); `named` the two names, in which mistakes of spelling are forgiven.
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, primary_key=True, related_name="words")
    named = models.TextField()
    said = SearchVectorField()

    class Meta:
        indexes: ClassVar = [
            GinIndex("said", name="service_words_said"),
            GinIndex(OpClass("named", "gin_trgm_ops"), name="service_words_named"),
        ]

    def __str__(self) -> str:
        return self.named


class Deliverer(Organisation):
    """An organisation as far as services bear its name."""

    class Meta:
        proxy = True
        triggers: ClassVar = [
            says_again(
                pgtrigger.Update,
                "SELECT v.id FROM supply_service v JOIN new_values n ON n.id = v.deliverer_id "
                "JOIN old_values o ON o.id = n.id WHERE o.name IS DISTINCT FROM n.name",
            )
        ]
