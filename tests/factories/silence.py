"""Factories of contacts, absences and quiet times."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import NOW, OrganisationFactory, UserFactory, ever
from tests.factories.line import ReferralFactory
from throughline.line import models as line


class ContactFactory(DjangoModelFactory):
    """The officer and the worker on the telephone."""

    referral = factory.SubFactory(ReferralFactory)
    person = factory.SelfAttribute("referral.person")
    deliverer = factory.SelfAttribute("referral.deliverer")
    on_day = NOW.date()
    mode = "phone"
    with_person = False
    with_officer = True
    with_worker = True
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = NOW

    class Meta:
        model = line.Contact


class AbsenceFactory(DjangoModelFactory):
    worker = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    during = factory.LazyFunction(ever)
    recorded_by = factory.SelfAttribute("worker")
    recorded_at = NOW

    class Meta:
        model = line.Absence


class AbsenceCoverFactory(DjangoModelFactory):
    absence = factory.SubFactory(AbsenceFactory)
    by = factory.SubFactory(UserFactory)
    during = factory.SelfAttribute("absence.during")
    recorded_by = factory.SelfAttribute("by")
    recorded_at = NOW

    class Meta:
        model = line.AbsenceCover


class QuietSpellFactory(DjangoModelFactory):
    kind = "silence"
    referral = factory.SubFactory(ReferralFactory)
    person = factory.SelfAttribute("referral.person")
    deliverer = factory.SelfAttribute("referral.deliverer")
    began_on = NOW.date()
    noted_at = NOW

    class Meta:
        model = line.QuietSpell
