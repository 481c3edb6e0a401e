"""What a provider has said of its work with a person: read from what is recorded (S115)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from throughline.core.access.actor import Actor
from throughline.line.models import (
    Appointment,
    Attendance,
    FeedbackAsked,
    FeedbackGiven,
    FeedbackMark,
    Outcome,
    PlanReview,
    Referral,
    ReferralMove,
    RiskConcern,
)
from throughline.line.queries.rar import live_attendances
from throughline.line.queries.referrals import not_yet_recorded, referrals_delivered_by, referrals_worked_by
from throughline.line.rules.reviews import ENDED, WORKED_UNDER
from throughline.vocabulary.permissions import Permission

SAID_BY_THE_PROVIDER = {"ask": "Asked for more information", "end early": "Ended the referral early",
                        "hand back": "Handed the referral back"}  # fmt: skip
"""Moves by which a provider says something of the person, as a line of feedback says them."""


@dataclass(frozen=True)
class Said:
    """One thing that was recorded: when, what, the words with it, and by whom."""

    at: datetime
    what: str
    words: str
    by: str


@dataclass(frozen=True)
class ProviderFeedback:
    """
    All that one provider recorded under a referral since the last review, the latest first.

    `unrecorded` appointments have begun and nobody said what happened at them; `asked` is what the provider
    was asked in this review.
    """

    referral: Referral
    said: Sequence[Said]
    unrecorded: int
    mark: FeedbackMark | None
    asked: FeedbackAsked | None

    @property
    def is_answered(self) -> bool:
        """Whether the provider answered what it was asked."""
        return self.asked is not None and hasattr(self.asked, "given")


def referrals_considered(review: PlanReview) -> QuerySet[Referral]:
    """The referrals whose providers the review considers, by the rule `rules.reviews.is_considered`."""
    since = Q(state__in=ENDED, ended_at__gte=review.since)
    return Referral.objects.filter(Q(state__in=WORKED_UNDER) | since, person=review.person_id)


def feedback_in(review: PlanReview, at: datetime) -> list[ProviderFeedback]:
    """What each provider recorded since the last review, in a fixed number of queries."""
    found = referrals_considered(review).select_related("service", "deliverer", "worker")
    referrals = list(found.order_by("drafted_at", "pk"))
    ids = [one.pk for one in referrals]
    said: dict[int, list[Said]] = defaultdict(list)
    for referral, one in _everything_said(ids, review.since):
        said[referral].append(one)
    unrecorded = list(
        not_yet_recorded(Appointment.objects.filter(referral__in=ids), at).values_list("referral", flat=True)
    )
    marks = {one.referral_id: one for one in FeedbackMark.objects.filter(review=review.pk)}
    asked = {
        one.referral_id: one
        for one in FeedbackAsked.objects.filter(review=review.pk).select_related("given__given_by")
    }
    return [
        ProviderFeedback(
            one,
            sorted(said[one.pk], key=lambda line: line.at, reverse=True),
            unrecorded.count(one.pk),
            marks.get(one.pk),
            asked.get(one.pk),
        )
        for one in referrals
    ]


def feedback_to_give(actor: Actor) -> QuerySet[FeedbackAsked]:
    """
    What the actor's own referrals were asked and nobody answered; those without a worker are their manager's.

    Joins nothing of the person, so that it stays in sight when the person no longer is.
    """
    decides = actor.holds(Permission.DECIDE_REFERRALS)
    theirs = Q(referral__in=referrals_worked_by(actor)) | Q(
        referral__in=referrals_delivered_by(actor).filter(worker=None, deliverer__in=decides)
    )
    found = FeedbackAsked.objects.filter(theirs, given=None)
    return found.select_related("referral__service", "referral__deliverer", "asked_by").order_by(
        "asked_at", "pk"
    )


def feedback_asked_under(referral: Referral) -> QuerySet[FeedbackAsked]:
    """What was asked under a referral, what waits first, then the latest."""
    found = FeedbackAsked.objects.filter(referral=referral).select_related("asked_by", "given__given_by")
    return found.order_by("-given", "-asked_at", "-pk")


def _everything_said(referrals: Collection[int], since: datetime) -> Iterator[tuple[int, Said]]:
    yield from _attendance(
        live_attendances()
        .filter(appointment__referral__in=referrals, recorded_at__gte=since)
        .select_related("appointment", "recorded_by")
    )
    for outcome in Outcome.objects.filter(referral__in=referrals, recorded_at__gte=since).select_related(
        "recorded_by"
    ):
        what = f"{outcome.get_need_display()}: {outcome.get_achieved_display().lower()}"
        yield (
            outcome.referral_id,
            Said(outcome.recorded_at, what, outcome.evidence, outcome.recorded_by.full_name),
        )
    for concern in RiskConcern.objects.filter(referral__in=referrals, raised_at__gte=since).select_related(
        "raised_by"
    ):
        yield (
            concern.referral_id,
            Said(
                concern.raised_at,
                f"Concern about risk {concern.reference}",
                concern.what,
                concern.raised_by.full_name,
            ),
        )
    for move in ReferralMove.objects.filter(
        subject__in=referrals, name__in=SAID_BY_THE_PROVIDER, happened_at__gte=since
    ).select_related("by"):
        by = move.by.full_name if move.by else ""
        yield move.subject_id, Said(move.happened_at, SAID_BY_THE_PROVIDER[move.name], move.reason, by)
    for given in FeedbackGiven.objects.filter(
        asked__referral__in=referrals, given_at__gte=since
    ).select_related("asked", "given_by"):
        what = f"Answered “{given.asked.question}”"
        yield given.asked.referral_id, Said(given.given_at, what, given.said, given.given_by.full_name)


def _attendance(records: Iterable[Attendance]) -> Iterator[tuple[int, Said]]:
    for record in records:
        held = record.appointment
        assert held.referral_id is not None
        yield (
            held.referral_id,
            Said(
                held.starts_at, str(record.get_happened_display()), record.note, record.recorded_by.full_name
            ),
        )
