"""Reviews of a plan: what each provider said since the last one, and whether it was considered (S115)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.line.models.referral import Referral
from throughline.people.models import Person, Plan, PlanVersion

CLOSES_ONCE_ALL_IS_MARKED = """
IF TG_OP = 'INSERT' AND NOT EXISTS (
    SELECT 1 FROM people_plan p WHERE p.id = NEW.plan_id AND p.person_id = NEW.person_id) THEN
  RAISE EXCEPTION 'The plan is not one of this person''s'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'review_is_of_the_persons_plan';
END IF;
IF TG_OP = 'UPDATE' AND OLD.closed_at IS NOT NULL THEN
  RAISE EXCEPTION 'A review that is closed stays as it was'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'review_closed_once';
END IF;
IF NEW.closed_at IS NOT NULL AND EXISTS (
    SELECT 1 FROM line_referral r
    WHERE r.person_id = NEW.person_id
      AND (r.state IN ('accepted', 'allocated', 'started')
           OR r.state IN ('completed', 'ended_early') AND r.ended_at >= NEW.since)
      AND NOT EXISTS (
        SELECT 1 FROM line_feedbackmark m WHERE m.review_id = NEW.id AND m.referral_id = r.id)) THEN
  RAISE EXCEPTION 'A review is closed once the feedback of each provider is marked'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'review_closed_with_every_mark';
END IF;
RETURN NEW;
"""
"""
Body of the trigger by which no review is closed with a provider left out (S115).

Which referrals count is the rule `line.rules.reviews.is_considered`, said again.
"""

MARKED_WHILE_UNDER_WAY = """
IF EXISTS (SELECT 1 FROM line_planreview v WHERE v.id = NEW.review_id AND v.closed_at IS NOT NULL) THEN
  RAISE EXCEPTION 'The review is closed'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_marked_while_under_way';
END IF;
IF NOT EXISTS (
    SELECT 1 FROM line_planreview v JOIN line_referral r ON r.person_id = v.person_id
    WHERE v.id = NEW.review_id AND r.id = NEW.referral_id AND NEW.person_id = v.person_id
      AND NEW.deliverer_id = r.deliverer_id) THEN
  RAISE EXCEPTION 'The referral is not one of the person reviewed'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_is_of_the_person_reviewed';
END IF;
RETURN NEW;
"""


@pghistory.track()
class PlanReview(models.Model):
    """
    One review of a plan, begun by the officer for `organisation`, and closed once.

    It considers what was recorded from `since` on. Closed, it says what changed, keeps the version of the
    plan that then stands, and sets the day of the next; `why_then` is given where that is not the day of the
    scheme's rule. Of one plan one review is under way at a time.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what_changed = models.TextField(blank=True)
    own_words = models.TextField(blank=True)
    next_on = models.DateField(null=True, blank=True)
    why_then = models.TextField(blank=True)
    version = models.ForeignKey(PlanVersion, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-begun_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(closed_at__isnull=True), name="review_under_way_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                    version__isnull=True,
                    next_on__isnull=True,
                    what_changed="",
                )
                | (
                    Q(
                        closed_at__isnull=False,
                        closed_by__isnull=False,
                        version__isnull=False,
                        next_on__isnull=False,
                    )
                    & ~Q(what_changed="")
                ),
                name="review_closed_says_all",
            ),
        ]
        indexes: ClassVar = [models.Index("organisation", "closed_at", name="review_by_organisation")]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="review_begun_stays",
                fields=["plan", "person", "organisation", "since", "begun_at", "begun_by"],
            ),
            pgtrigger.Protect(name="review_never_removed", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="closes_once_all_is_marked",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=CLOSES_ONCE_ALL_IS_MARKED,
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.begun_at:%-d %B %Y}"

    @property
    def is_begun(self) -> bool:
        """Whether somebody began it; until then it only says what it would consider."""
        return not self._state.adding


@pghistory.track()
class FeedbackMark(models.Model):
    """
    What the officer made of one provider's feedback in a review: used, not relevant, or missing.

    `note` says how it was used or why it is not relevant; of what is missing, what the provider was asked.
    """

    class Mark(models.TextChoices):
        USED = "used", "Used"
        NOT_RELEVANT = "not_relevant", "Not relevant"
        MISSING = "missing", "Missing"

    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="marks")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    deliverer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=20, choices=Mark)
    note = models.TextField()
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "referral"], name="feedback_marked_once_in_a_review"),
            models.CheckConstraint(condition=~Q(note=""), name="feedback_marked_with_a_note"),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="mark_keeps_its_referral", fields=["review", "referral", "person", "deliverer"]
            ),
            pgtrigger.Protect(name="mark_never_removed", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="marked_while_under_way",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=MARKED_WHILE_UNDER_WAY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_mark_display()}: referral {self.referral_id}"


class FeedbackAsked(models.Model):
    """What a provider was asked under a referral because a review missed it; once in one review."""

    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="feedback_asked")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "referral"], name="feedback_asked_once_in_a_review")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"asked under referral {self.referral_id}"


class FeedbackGiven(models.Model):
    """What the provider answered; once, and it stays."""

    asked = models.OneToOneField(FeedbackAsked, on_delete=models.PROTECT, related_name="given")
    said = models.TextField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(said=""), name="feedback_says_something")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"answer to {self.asked_id}"
