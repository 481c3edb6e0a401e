"""A review of a plan as its pages show it, and what waits because of one (S115)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from throughline.core.time import london_day
from throughline.line.models import FeedbackAsked, FeedbackMark, PlanReview, Referral
from throughline.line.queries.feedback import ProviderFeedback
from throughline.people.models import Person, Plan
from throughline.web import words
from throughline.web.pieces import Fact, Happened, Link, Tag, Waiting

COLOURS = {"used": "green", "not_relevant": "grey", "missing": "orange"}


def mark_tag(mark: FeedbackMark) -> Tag:
    """What the officer made of it, in a word."""
    return Tag(str(mark.get_mark_display()), COLOURS[mark.mark])


def provider_of(referral: Referral) -> str:
    """The service and who gives it."""
    return words.service_by(referral.service.name, referral.deliverer.name)


@dataclass(frozen=True)
class FeedbackCard:
    """What one provider said since the last review, and what is made of it."""

    title: str
    tag: Tag
    note: str
    said: list[Happened]
    missing: list[str]
    mark: Link


class ReviewPage:
    """The review of one plan on the day `on`, with all that providers recorded since the last."""

    def __init__(
        self, person: Person, review: PlanReview, feedback: Sequence[ProviderFeedback], on: date
    ) -> None:
        self.person = person
        self.review = review
        self.on = on
        self._feedback = feedback

    @property
    def state(self) -> Tag:
        """Whether it was begun."""
        return Tag("Under way", "blue") if self.review.is_begun else Tag("Not begun", "grey")

    @property
    def facts(self) -> list[Fact]:
        """Since when it looks back, by whom it was begun, and how much is marked."""
        found = [Fact("Looks back to", self.review.since)]
        if self.review.is_begun:
            begun = f"{words.moment(self.review.begun_at)} by {self.review.begun_by.full_name}"
            found.append(Fact("Begun", begun))
        whole = words.plural(len(self._feedback), "provider")
        return [*found, Fact("Marked", f"{len(self._feedback) - len(self.unmarked)} of {whole}")]

    @property
    def unmarked(self) -> list[str]:
        """The providers whose feedback is not marked yet."""
        return [provider_of(one.referral) for one in self._feedback if one.mark is None]

    @property
    def cards(self) -> list[FeedbackCard]:
        """One for each provider who worked with the person since the last review."""
        return [_card(self.person, one) for one in self._feedback]


def facts_of(feedback: ProviderFeedback) -> list[Fact]:
    """The same feedback as facts, for the form that marks it."""
    found = [Fact(words.day(one.at), " · ".join((one.what, one.words)).strip(" ·")) for one in feedback.said]
    return found or [Fact("Recorded since the last review", "Nothing")]


def missing_of(feedback: ProviderFeedback) -> list[str]:
    """What the provider has not said, each in a sentence."""
    found = []
    if not feedback.said:
        found.append("Nothing was recorded since the last review.")
    if feedback.unrecorded:
        number = words.plural(feedback.unrecorded, "appointment")
        found.append(f"What happened at {number} is not recorded.")
    if feedback.asked is not None and not feedback.is_answered:
        found.append(f"Asked on {words.day(feedback.asked.asked_at)}, not answered yet.")
    return found


def _card(person: Person, one: ProviderFeedback) -> FeedbackCard:
    return FeedbackCard(
        title=provider_of(one.referral),
        tag=mark_tag(one.mark) if one.mark else Tag("Not marked", "red"),
        note=one.mark.note if one.mark else "",
        said=[Happened(line.what, line.at, line.by, line.words) for line in one.said],
        missing=missing_of(one),
        mark=Link(
            "Mark this feedback" if one.mark is None else "Mark it otherwise",
            reverse("plan_review_mark", args=[person.reference, one.referral.reference]),
            more=f"of {one.referral.service.name}",
        ),
    )


@dataclass(frozen=True)
class ClosedReview:
    """One review that is closed: what it found, and what was made of each provider's feedback."""

    title: str
    facts: list[Fact]
    marks: list[tuple[str, Tag, str]]


def closed_review(review: PlanReview) -> ClosedReview:
    """A closed review as the list of them shows it."""
    assert review.closed_at is not None
    by = review.closed_by.full_name if review.closed_by else ""
    facts = [
        Fact("Closed by", by),
        Fact("What changed", review.what_changed),
        Fact("In the person’s own words", review.own_words or "Nothing new was said"),
        Fact("Next review", _next(review)),
        Fact("Plan that then stood", f"Version {review.version.number}" if review.version else None),
    ]
    marks = [(provider_of(one.referral), mark_tag(one), one.note) for one in review.marks.all()]
    return ClosedReview(f"Review of {words.day(review.closed_at)}", facts, marks)


def _next(review: PlanReview) -> str:
    said = words.day(review.next_on) if review.next_on else ""
    return f"{said}. {review.why_then}" if review.why_then else said


def review_waits(plan: Plan, at: datetime) -> Waiting:
    """A plan whose review is due, as something that waits on its officer."""
    link = Link(f"Review the plan: {plan.person.name}", reverse("plan_review", args=[plan.person.reference]))
    on = london_day(at)
    assert plan.review_on is not None
    return Waiting(link, on, "", min(plan.review_on, on), plan.review_on)


def review_to_finish(review: PlanReview, at: datetime) -> Waiting:
    """A review that was begun and waits to be closed."""
    person = review.person
    link = Link(
        f"Finish the review of the plan: {person.name}", reverse("plan_review", args=[person.reference])
    )
    return Waiting(link, london_day(at), "", london_day(review.begun_at))


def feedback_waits(asked: FeedbackAsked, at: datetime) -> Waiting:
    """What a review asked of a provider, as something that waits there; the person is not named."""
    referral = asked.referral
    link = Link(
        f"Give feedback for a review: {referral.reference}",
        reverse("referral_feedback", args=[referral.reference]),
    )
    said = f"{referral.service.name}, asked by {asked.asked_by.full_name}"
    return Waiting(link, london_day(at), said, london_day(asked.asked_at))
