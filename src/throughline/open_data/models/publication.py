"""What was published: kept whole, so that an amended publication stands beside the earlier one (S199)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.supply.models import Scheme


class Publication(models.Model):
    """
    One edition of one publication for one period; `edition` counts from 1 and the highest holds.

    `organisation` is the body that published it for itself (its intentions, S198); what is made from a whole
    scheme's record has none. `period` is written as the quarter or the financial year writes itself.
    """

    class Kind(models.TextChoices):
        RETURN = "return", "Quarterly supply chain return"
        RETURN_METADATA = "return_metadata", "What the return's columns and figures mean"
        OCDS = "ocds", "OCDS release package"
        INTENTIONS = "intentions", "Commissioning intentions"
        INTENTIONS_CSV = "intentions_csv", "Commissioning intentions as CSV"

    kind = models.CharField(max_length=20, choices=Kind)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="publications")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="publications"
    )
    period = models.CharField(max_length=20)
    edition = models.SmallIntegerField(default=1)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    why_amended = models.TextField(blank=True)
    content = models.TextField()
    content_type = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-period", "kind", "-edition"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "scheme", "organisation", "period", "edition"],
                nulls_distinct=False,
                name="publication_edition_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["intentions", "intentions_csv"], organisation__isnull=False)
                | (
                    ~models.Q(kind__in=["intentions", "intentions_csv"]) & models.Q(organisation__isnull=True)
                ),
                name="intentions_have_their_body",
            ),
            models.CheckConstraint(
                condition=models.Q(edition=1) | ~models.Q(why_amended=""), name="amended_publication_says_why"
            ),
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.period}, edition {self.edition}"
