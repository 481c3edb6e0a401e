"""Every version of a directory entry, readable by anybody in the scheme (S59, S62)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.fields.json import KT

from throughline.core.immutable import never_changed
from throughline.core.models import User
from throughline.supply.models.services import Service


class ServiceVersion(models.Model):
    """
    One version of an entry: all that stands in it from `kept_at` on, as one document.

    `content` is what `supply.queries.content` gives, without prices, without what a withheld place is called
    or where it lies, and without contacts that are not for the public. `mode` and `state` are read from it,
    for counting. A place that is withheld by now may stand in it: read it by `supply.queries.versions` alone.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    content = models.JSONField()
    kept_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)
    mode = models.GeneratedField(
        expression=KT("content__mode"), output_field=models.CharField(max_length=12), db_persist=True
    )
    state = models.GeneratedField(
        expression=KT("content__state"), output_field=models.CharField(max_length=20), db_persist=True
    )

    class Meta:
        ordering: ClassVar = ["service", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "number"], name="version_numbered_once")
        ]
        indexes: ClassVar = [models.Index("service", "kept_at", name="version_by_time")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.service_id}, version {self.number}"
