"""Factories of Change Notifications, the Change Board's meetings and reviews of a rate card."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import NOW, OrganisationFactory, UserFactory
from tests.factories.supply import AgreementFactory, RateCardItemFactory, SchemeFactory
from throughline.core.money import Money
from throughline.supply import models as supply


class ChangeNotificationFactory(DjangoModelFactory):
    """A draft; submitting, reviewing and deciding are the actions' work."""

    scheme = factory.SubFactory(SchemeFactory)
    prime = factory.SubFactory(OrganisationFactory)
    title = "Prices of the coming year"
    drafted_by = factory.SubFactory(UserFactory)
    drafted_at = NOW

    class Meta:
        model = supply.ChangeNotification


class ChangeLineFactory(DjangoModelFactory):
    notification = factory.SubFactory(ChangeNotificationFactory)
    number = factory.Sequence(lambda n: n % 30000 + 1)
    kind = "price_change"
    item = factory.SubFactory(RateCardItemFactory)
    service = factory.SelfAttribute("item.service")
    agreement = factory.SubFactory(AgreementFactory, scheme=factory.SelfAttribute("..notification.scheme"))
    amount = Money("50.00")
    from_on = date(2017, 7, 1)

    class Meta:
        model = supply.ChangeLine


class SubcontractorLineFactory(DjangoModelFactory):
    """A line that was approved: one subcontractor in the place of another, whose day lies ahead."""

    notification = factory.SubFactory(ChangeNotificationFactory, state="decided", submitted_at=NOW)
    number = factory.Sequence(lambda n: n % 30000 + 1)
    kind = "subcontractor_added"
    agreement = factory.SubFactory(AgreementFactory, scheme=factory.SelfAttribute("..notification.scheme"))
    replaces = factory.SubFactory(
        AgreementFactory,
        scheme=factory.SelfAttribute("..notification.scheme"),
        payer=factory.SelfAttribute("..agreement.provider"),
        above=factory.SelfAttribute("..agreement"),
    )
    made = factory.SubFactory(
        AgreementFactory,
        scheme=factory.SelfAttribute("..notification.scheme"),
        payer=factory.SelfAttribute("..agreement.provider"),
        above=factory.SelfAttribute("..agreement"),
    )
    organisation = factory.SelfAttribute("made.provider")
    name = "An agreement"
    from_on = date(2017, 7, 1)
    in_force_on = date(2017, 7, 1)
    state = "approved"
    decided_at = NOW
    decided_by = factory.SubFactory(UserFactory)

    class Meta:
        model = supply.ChangeLine


class BoardMeetingFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    held_on = NOW.date()
    chair = factory.SubFactory(UserFactory)
    opened_at = NOW

    class Meta:
        model = supply.BoardMeeting


class RateCardReviewFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    prime = factory.SubFactory(OrganisationFactory)
    held_on = NOW.date()
    found = "Prices stand until the next review"
    by = factory.SubFactory(UserFactory)
    recorded_at = NOW

    class Meta:
        model = supply.RateCardReview
