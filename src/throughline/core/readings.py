"""Noting who looked at whose record."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from throughline.core.access.actor import as_system, current_actor
from throughline.core.models import Reading


def note_reading(record: models.Model, *, page: str, at: datetime) -> None:
    """Note that the current actor read `record` on `page`; one row, in the page's own transaction."""
    by = current_actor().user
    # Nobody reads these rows back, not even whoever causes one, and the database says so.
    with as_system():
        Reading.objects.create(
            by=by, at=at, subject=record._meta.label_lower, subject_id=record.pk, page=page
        )
