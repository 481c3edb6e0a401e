"""Factories of what bodies mean to buy."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import NOW, AreaFactory, OrganisationFactory
from tests.factories.supply import SchemeFactory
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.supply import models as supply


class IntentionFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    body = factory.SubFactory(OrganisationFactory)
    year = 2018
    title = factory.Sequence(lambda n: f"Mentoring for women {n}")
    needs = factory.LazyFunction(lambda: ["mentoring"])
    area = factory.SubFactory(AreaFactory)
    form = "grant"
    opens_on = date(2018, 5, 1)
    during = Period(date(2018, 9, 1), date(2020, 9, 1))
    value_from = Money("50000.00")
    value_to = Money("80000.00")
    whom_to_ask = "commissioning@example.org"
    stated_at = NOW

    class Meta:
        model = supply.Intention
