"""Files that were loaded: what came in, what was refused and why."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from throughline.core.models.identity import User


class ImportedFile(models.Model):
    """One file that was loaded, known by the hash of its content: the same file twice changes nothing."""

    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=250)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    rows_read = models.IntegerField()
    rows_loaded = models.IntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "sha256"], name="file_loaded_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


class RejectedRow(models.Model):
    """A row that was not loaded, with its number in the file (the first line is 1) and the reason."""

    file = models.ForeignKey(ImportedFile, on_delete=models.CASCADE, related_name="rejected")
    number = models.IntegerField()
    reason = models.TextField()
    content = models.TextField()

    class Meta:
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"row {self.number}: {self.reason}"
