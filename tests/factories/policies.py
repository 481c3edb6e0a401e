"""Factories of referral policies, notes beside them, and services not used."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import NOW, OrganisationFactory, UserFactory, ever
from tests.factories.people import PersonFactory
from tests.factories.supply import ServiceFactory
from throughline.line import models as line
from throughline.supply import models as supply


class ReferralPolicyFactory(DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)
    title = "Referring to services of the rate card"
    text = "Look at each person, and refer wherever a service suits."
    during = factory.LazyFunction(ever)
    written_by = factory.SubFactory(UserFactory)
    written_at = NOW

    class Meta:
        model = supply.ReferralPolicy


class PolicyStanceFactory(DjangoModelFactory):
    policy = factory.SubFactory(ReferralPolicyFactory)
    route = "rate_card"
    stance = "encourage"

    class Meta:
        model = supply.PolicyStance


class TeamFactory(DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Northmoor office {n}")

    class Meta:
        model = supply.Team


class LocalNoteFactory(DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)
    team = factory.SubFactory(TeamFactory, organisation=factory.SelfAttribute("..organisation"))
    route = "rate_card"
    stance = "discourage"
    text = "Ask me before you spend on the rate card"
    from_on = NOW.date()
    written_by = factory.SubFactory(UserFactory)
    written_at = NOW

    class Meta:
        model = supply.LocalNote


class NoteEndFactory(DjangoModelFactory):
    note = factory.SubFactory(LocalNoteFactory)
    why = "It contradicts the policy"
    ended_by = factory.SubFactory(UserFactory)
    ended_at = NOW

    class Meta:
        model = supply.NoteEnd


class NotReferredFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    need = "wellbeing"
    service = factory.SubFactory(ServiceFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    reason = "bureaucracy"
    decided_on = NOW.date()
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = NOW

    class Meta:
        model = line.NotReferred


class UnmetNeedFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    need = "accommodation"
    wanted = "A tenancy with support"
    reason = "other_kind"
    area = factory.LazyAttribute(lambda one: one.person.home_area)
    organisation = factory.SubFactory(OrganisationFactory)
    found_on = NOW.date()
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = NOW

    class Meta:
        model = line.UnmetNeed
