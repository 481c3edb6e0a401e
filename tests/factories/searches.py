"""Factories of searches that somebody keeps or shares."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import NOW, OrganisationFactory, UserFactory
from throughline.supply import models as supply


class SavedSearchFactory(DjangoModelFactory):
    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Groups for women {n}")
    query = "words=women"
    saved_at = NOW
    looked_at = NOW

    class Meta:
        model = supply.SavedSearch


class SharedSearchFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Groups for women {n}")
    query = "words=women"
    organisation = factory.SubFactory(OrganisationFactory)
    shared_by = factory.SubFactory(UserFactory)
    shared_at = NOW

    class Meta:
        model = supply.SharedSearch
