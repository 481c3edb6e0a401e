"""Factories of how referrals came, and of how many a worker takes on."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import NOW, OrganisationFactory, UserFactory, ever
from tests.factories.line import ReferralFactory
from throughline.line import models as line


class ReceiptMarkFactory(DjangoModelFactory):
    """Says that a referral came in time, and to the right service."""

    referral = factory.SubFactory(ReferralFactory)
    referral_reference = factory.SelfAttribute("referral.reference")
    service = factory.SelfAttribute("referral.service")
    deliverer = factory.SelfAttribute("referral.deliverer")
    supervisor = factory.SelfAttribute("referral.supervisor")
    referred_by = factory.SelfAttribute("referral.referred_by")
    sent_at = NOW
    in_time = True
    right_service = True
    marked_by = factory.SubFactory(UserFactory)
    marked_at = NOW

    class Meta:
        model = line.ReceiptMark


class CaseloadLimitFactory(DjangoModelFactory):
    """Everybody's at the organisation."""

    organisation = factory.SubFactory(OrganisationFactory)
    most = 12
    during = factory.LazyFunction(ever)
    set_by = factory.SubFactory(UserFactory)
    set_at = NOW

    class Meta:
        model = line.CaseloadLimit


class OverCaseloadFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    worker = factory.SubFactory(UserFactory)
    had = 12
    most = 12
    why = "Nobody else speaks her language"
    given_by = factory.SubFactory(UserFactory)
    given_at = NOW

    class Meta:
        model = line.OverCaseload


class CaseDifferenceFactory(DjangoModelFactory):
    """The code of the NSI, wrong in another system."""

    referral = factory.SubFactory(ReferralFactory)
    system = "ridgeway-cases"
    aspect = "code"
    ours = "CRS01"
    theirs = "CRS02"
    noticed_at = NOW
    noticed_by = factory.SubFactory(UserFactory)

    class Meta:
        model = line.CaseDifference
