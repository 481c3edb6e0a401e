"""Factories of the noticeboard: what is needed, what is offered."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import NOW, AreaFactory, OrganisationFactory, UserFactory
from tests.factories.supply import SchemeFactory
from throughline.core.money import Money
from throughline.supply import models as supply


class StatedNeedFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    asker = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence(lambda n: f"Somewhere to live for women {n}")
    need = "accommodation"
    population = "women"
    area = factory.SubFactory(AreaFactory)
    people = 40
    wanted_by = date(2017, 10, 1)
    stated_by = factory.SubFactory(UserFactory)
    stated_at = NOW
    waiting_since = factory.LazyAttribute(lambda made: made.stated_at if made.state == "waiting" else None)
    state = "waiting"

    class Meta:
        model = supply.StatedNeed


class OfferFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    offerer = factory.SubFactory(OrganisationFactory)
    to = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence(lambda n: f"A house for six women {n}")
    proposal = "A house with a worker in it"
    capacity = 6
    available_from = date(2017, 9, 1)
    made_by = factory.SubFactory(UserFactory)
    made_at = NOW

    class Meta:
        model = supply.Offer


class OfferPriceFactory(DjangoModelFactory):
    offer = factory.SubFactory(OfferFactory)
    amount = Money("4321.09")
    unit = "start"

    class Meta:
        model = supply.OfferPrice
