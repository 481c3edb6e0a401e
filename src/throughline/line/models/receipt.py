"""How a referral came, in the words of the provider who received it (S103)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.line.models.referral import Referral
from throughline.supply.models import Service


class ReceiptMark(models.Model):
    """
    What a provider said of a referral it received: in time or late, for the right service or not.

    A later mark stands in the place of the one it `supersedes`; both stay. Whoever oversees the scheme reads
    it by the referral's number and by who referred (`supervisor` and `referred_by`), and sees no person.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="receipt_marks")
    referral_reference = models.CharField(max_length=16)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    deliverer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    referred_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    in_time = models.BooleanField()
    right_service = models.BooleanField()
    words = models.TextField(blank=True)
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        ordering: ClassVar = ["-marked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(in_time=True, right_service=True) | ~Q(words=""),
                name="receipt_mark_says_what_was_wrong",
            ),
            models.UniqueConstraint(
                fields=["referral"], condition=Q(supersedes=None), name="one_first_receipt_mark"
            ),
        ]
        indexes: ClassVar = [
            models.Index("referral", "marked_at", name="receipt_mark_by_referral"),
            models.Index("supervisor", "sent_at", name="receipt_mark_by_supervisor"),
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.referral_reference}: {'in time' if self.in_time else 'late'}"
