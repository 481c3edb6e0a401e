"""Searches of the directory that somebody keeps, and those they share (S56)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from throughline.core.models import Organisation, User
from throughline.core.reference_numbers import reference_default
from throughline.supply.models.schemes import Scheme


@pghistory.track(exclude=["found"])
class SavedSearch(models.Model):
    """
    What somebody asks of the directory again and again, under a name of their own.

    It stands in this context because it remembers entries of the directory, and knows no person: `query` is
    what was typed into the questions that anybody may ask, and `found` are the references of the services
    that fitted when its owner last looked. It is its owner's own, so it may be changed and removed.
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("SS")
    )
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="saved_searches")
    name = models.CharField(max_length=100)
    query = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    looked_at = models.DateTimeField()
    found = ArrayField(models.CharField(max_length=16), default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("owner", Lower("name"), name="saved_search_once_under_a_name"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_search_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class SharedSearch(models.Model):
    """
    That somebody shared a search: with an organisation of theirs, or with everybody in a scheme.

    Its name and what it asks stay as they were shared, whatever becomes of the search itself. It is read by
    those it is shared with until `ended_at`, and is never removed.
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("SH")
    )
    name = models.CharField(max_length=100)
    query = models.TextField(blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    scheme = models.ForeignKey(Scheme, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="shared_searches")
    shared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-shared_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, scheme__isnull=False)
                | Q(organisation__isnull=False, scheme__isnull=True),
                name="search_shared_with_one",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="what_was_shared_stays",
                fields=["reference", "name", "query", "organisation", "scheme", "shared_by", "shared_at"],
            ),
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name
