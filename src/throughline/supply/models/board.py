"""The Change Board's meetings, and the reviews of a rate card that a contract manager holds (S59, S60)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.core.reference_numbers import reference_default
from throughline.supply.models.schemes import Scheme
from throughline.supply.states import MeetingState

CLOSED_FOR_GOOD = """
IF OLD.state = 'closed' AND OLD IS DISTINCT FROM NEW THEN
  RAISE EXCEPTION 'The minutes of this meeting are agreed and stay as they are'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'board_minutes_stay';
END IF;
RETURN NEW;
"""


@pghistory.track()
class BoardMeeting(models.Model):
    """
    One meeting of a scheme's Change Board: its day, who was in the chair, who was there.

    Its minutes are its decisions, with what was noted besides; once agreed they stay.
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("BM")
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="board_meetings")
    held_on = models.DateField()
    chair = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    present = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=MeetingState.OPEN, closed_at__isnull=True, closed_by__isnull=True)
                | Q(state=MeetingState.CLOSED, closed_at__isnull=False, closed_by__isnull=False),
                name="board_meeting_closed_by_somebody",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="closed_for_good",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=CLOSED_FOR_GOOD,
            ),
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Change Board of {self.held_on:%-d %B %Y}"


class RateCardReview(models.Model):
    """A review of one prime's rate card that took place: when, by whom, and what came of it (S60)."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="rate_card_reviews")
    prime = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rate_card_reviews")
    held_on = models.DateField()
    found = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "prime", "held_on"], name="rate_card_reviewed_once_a_day"
            ),
            models.CheckConstraint(condition=~Q(found=""), name="rate_card_review_says_what_it_found"),
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.prime_id} reviewed on {self.held_on}"
