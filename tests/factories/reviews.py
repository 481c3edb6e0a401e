"""Factories of reviews of plans."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import NOW, OrganisationFactory, UserFactory
from tests.factories.line import ReferralFactory
from tests.factories.people import PlanFactory
from throughline.line import models as line


class PlanReviewFactory(DjangoModelFactory):
    """A review under way."""

    plan = factory.SubFactory(PlanFactory)
    person = factory.SelfAttribute("plan.person")
    organisation = factory.SubFactory(OrganisationFactory)
    since = NOW
    begun_at = NOW
    begun_by = factory.SubFactory(UserFactory)

    class Meta:
        model = line.PlanReview


class FeedbackMarkFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    review = factory.SubFactory(PlanReviewFactory, plan=factory.SelfAttribute("..referral.objective.plan"))
    person = factory.SelfAttribute("referral.person")
    deliverer = factory.SelfAttribute("referral.deliverer")
    mark = "used"
    note = "The group stays in the plan"
    marked_by = factory.SubFactory(UserFactory)
    marked_at = NOW

    class Meta:
        model = line.FeedbackMark


class FeedbackAskedFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    review = factory.SubFactory(PlanReviewFactory, plan=factory.SelfAttribute("..referral.objective.plan"))
    person = factory.SelfAttribute("referral.person")
    question = "How does the group go?"
    asked_by = factory.SubFactory(UserFactory)
    asked_at = NOW

    class Meta:
        model = line.FeedbackAsked


class FeedbackGivenFactory(DjangoModelFactory):
    asked = factory.SubFactory(FeedbackAskedFactory)
    said = "She speaks in the group now"
    given_by = factory.SubFactory(UserFactory)
    given_at = NOW

    class Meta:
        model = line.FeedbackGiven
