"""Factories of departures from the order of a queue."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import NOW, UserFactory
from tests.factories.line import ReferralFactory
from throughline.line import models as line


class QueueOverrideFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    referral_reference = "RF-4K7Q2M"
    service = factory.SelfAttribute("referral.service")
    deliverer = factory.SelfAttribute("referral.service.deliverer")
    moved_for = factory.SelfAttribute("referral.supervisor")
    turn = "first"
    passed = 1
    passed_over = factory.LazyAttribute(lambda made: [made.moved_for.pk])
    buyers = factory.LazyAttribute(lambda made: [made.moved_for.pk])
    why = "Has nowhere to live"
    made_by = factory.SubFactory(UserFactory)
    made_at = NOW

    class Meta:
        model = line.QueueOverride
