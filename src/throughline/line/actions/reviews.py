"""Reviewing a plan: marking what each provider said, asking for what is missing, closing (S115)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import Organisation, User
from throughline.core.time import london_day
from throughline.line.events import FeedbackAnswered, FeedbackMissed
from throughline.line.models import FeedbackAsked, FeedbackGiven, FeedbackMark, PlanReview, Referral
from throughline.line.queries.feedback import referrals_considered
from throughline.line.queries.reviews import next_review_by_rule, review_of
from throughline.line.refusals import (
    FeedbackGivenBefore,
    FeedbackNoteMissing,
    FeedbackNotMarked,
    NextReviewDayMissing,
    NotInTheReview,
    WhatChangedMissing,
    WhyThenMissing,
)
from throughline.people.actions.plans import changing_plan
from throughline.people.models import Plan, PlanVersion
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def mark_feedback(
    *,
    plan: Plan,
    organisation: Organisation,
    referral: Referral,
    mark: str,
    note: str,
    by: User,
    at: datetime,
) -> FeedbackMark:
    """
    Say in the review of a plan that a provider's feedback was used, is not relevant, or is missing.

    The first mark begins the review, for the organisation that supervises the person; until it is closed
    each can be said otherwise. What is missing is asked of the provider, once in one review.

    :raises NotInTheReview: the provider did not work with the person since the last review
    :raises FeedbackNoteMissing: nothing says how it was used, why it is not relevant, or what is asked
    :raises NotAllowed: the current actor does not supervise people for the organisation
    """
    require(current_actor(), Permission.SUPERVISE, within=organisation.pk, to="mark feedback")
    if not note.strip():
        raise FeedbackNoteMissing("Say how you used it, why it is not relevant, or what you ask")
    review = _under_way(plan, organisation, by=by, at=at)
    if not referrals_considered(review).filter(pk=referral.pk).exists():
        raise NotInTheReview(f"Nobody worked under referral {referral.reference} since the last review")
    said = {"mark": mark, "note": note.strip(), "marked_by": by, "marked_at": at}
    whose = {"person_id": review.person_id, "deliverer_id": referral.deliverer_id}
    made, _ = FeedbackMark.objects.update_or_create(
        review=review, referral=referral, defaults=said, create_defaults={**said, **whose}
    )
    if mark == FeedbackMark.Mark.MISSING:
        _ask_for_it(review, referral, note.strip(), by=by, at=at)
    return made


@transaction.atomic
def give_feedback(*, asked: FeedbackAsked, said: str, by: User, at: datetime) -> FeedbackGiven:
    """
    Answer what a review asked of the provider; the officer is told.

    :raises FeedbackGivenBefore: somebody answered before
    :raises NotAllowed: the current actor does not work for the provider
    """
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=asked.referral_id)
    require(current_actor(), Permission.DELIVER, within=referral.deliverer_id, to="answer this")
    before = FeedbackGiven.objects.filter(asked=asked).select_related("given_by").first()
    if before is not None:
        raise FeedbackGivenBefore(f"{before.given_by} answered this on {before.given_at:%-d %B %Y}")
    made = FeedbackGiven.objects.create(asked=asked, said=said.strip(), given_by=by, given_at=at)
    announce(FeedbackAnswered(asked_id=asked.pk, by_id=by.pk, at=at))
    return made


@transaction.atomic
def close_review(
    *,
    plan: Plan,
    organisation: Organisation,
    what_changed: str,
    own_words: str,
    by: User,
    at: datetime,
    next_on: date | None = None,
    why_then: str = "",
) -> PlanReview:
    """
    Close the review of a plan: keep the version of the plan that then stands, and set the day of the next.

    Without `next_on` that is the day of the scheme's rule. `own_words` are what the person says of the plan
    now; left empty, what they said before stands.

    :raises FeedbackNotMarked: the feedback of some provider is not marked
    :raises WhatChangedMissing: it does not say what changed
    :raises NextReviewDayMissing: no rule gives a day, and none was chosen
    :raises WhyThenMissing: another day than the rule's was chosen without saying why
    :raises NotAllowed: the current actor does not supervise people for the organisation
    """
    require(current_actor(), Permission.SUPERVISE, within=organisation.pk, to="close this review")
    if not what_changed.strip():
        raise WhatChangedMissing("Say what changed, or that nothing did")
    why = f"Reviewed: {what_changed.strip()}"
    with changing_plan(plan, by=by, at=at, to="close this review", why=why) as held:
        review = _under_way(held, organisation, by=by, at=at)
        _refuse_unmarked(review)
        held.review_on = _next_day(held, next_on, why_then, london_day(at))
        held.own_words = own_words.strip() or held.own_words
        held.save(update_fields=["review_on", "own_words"])
    # Leaving the block has kept the version that the review closes with.
    review.version = PlanVersion.objects.filter(plan=held).order_by("-number").first()
    review.what_changed, review.own_words = what_changed.strip(), own_words.strip()
    review.next_on, review.why_then = held.review_on, why_then.strip()
    review.closed_at, review.closed_by = at, by
    review.save()
    return review


def _under_way(plan: Plan, organisation: Organisation, *, by: User, at: datetime) -> PlanReview:
    """The review of a plan that is under way, begun now where there is none; one person at a time."""
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    review = review_of(plan)
    if not review.is_begun:
        review.organisation, review.begun_by, review.begun_at = organisation, by, at
        review.save()
    return review


def _ask_for_it(review: PlanReview, referral: Referral, question: str, *, by: User, at: datetime) -> None:
    asked, is_new = FeedbackAsked.objects.get_or_create(
        review=review,
        referral=referral,
        defaults={
            "person_id": review.person_id,
            "question": question,
            "asked_by": by,
            "asked_at": at,
        },
    )
    if is_new:
        announce(FeedbackMissed(asked_id=asked.pk, by_id=by.pk, at=at))


def _refuse_unmarked(review: PlanReview) -> None:
    marked = FeedbackMark.objects.filter(review=review).values("referral")
    left = referrals_considered(review).exclude(pk__in=marked).select_related("service").order_by("pk")
    if names := [one.service.name for one in left]:
        raise FeedbackNotMarked(names)


def _next_day(plan: Plan, chosen: date | None, why: str, on: date) -> date:
    by_rule = next_review_by_rule(plan, on)
    if chosen is None:
        if by_rule is None:
            raise NextReviewDayMissing("Enter the day of the next review: no rule of the scheme sets one")
        return by_rule
    if chosen != by_rule and not why.strip():
        raise WhyThenMissing("Say why the next review is on this day")
    return chosen
