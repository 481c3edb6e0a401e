"""Factories of concerns about risk, and of notices of breach."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import NOW, UserFactory
from tests.factories.line import MissedDecisionFactory, ReferralFactory
from throughline.line import models as line


class RiskConcernFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    person = factory.SelfAttribute("referral.person")
    deliverer = factory.SelfAttribute("referral.deliverer")
    what = "He said that he had been to the house again"
    raised_by = factory.SubFactory(UserFactory)
    raised_at = NOW

    class Meta:
        model = line.RiskConcern


class ConcernDecisionFactory(DjangoModelFactory):
    concern = factory.SubFactory(RiskConcernFactory)
    person = factory.SelfAttribute("concern.person")
    decided = "plan_changed"
    what_follows = "We meet twice a week from now on"
    decided_by = factory.SubFactory(UserFactory)
    decided_at = NOW

    class Meta:
        model = line.ConcernDecision


class BreachNoticeFactory(DjangoModelFactory):
    decision = factory.SubFactory(MissedDecisionFactory, decided="breach")
    referral = factory.SubFactory(ReferralFactory)
    person = factory.SelfAttribute("referral.person")
    made_by = factory.SubFactory(UserFactory)
    made_at = NOW

    class Meta:
        model = line.BreachNotice


class BreachReadingFactory(DjangoModelFactory):
    notice = factory.SubFactory(BreachNoticeFactory)
    read_by = factory.SubFactory(UserFactory)
    read_at = NOW

    class Meta:
        model = line.BreachReading


class ConcernCopyFactory(DjangoModelFactory):
    concern = factory.SubFactory(RiskConcernFactory)
    referral = factory.SubFactory(ReferralFactory)
    person = factory.SelfAttribute("concern.person")
    made_by = factory.SubFactory(UserFactory)
    made_at = NOW

    class Meta:
        model = line.ConcernCopy


class ConcernReadingFactory(DjangoModelFactory):
    concern = factory.SubFactory(RiskConcernFactory)
    read_by = factory.SubFactory(UserFactory)
    read_at = NOW

    class Meta:
        model = line.ConcernReading
