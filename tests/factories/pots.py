"""Factories of ring-fenced pots."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import NOW, OrganisationFactory, UserFactory
from tests.factories.supply import SchemeFactory, ServiceKindFactory
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.money import models as money


class PotFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    giver = factory.SubFactory(OrganisationFactory)
    name = "Additional provision 2017/18"
    principles = "Spend it on what nobody else pays for."
    amount = Money("750000.00")
    during = Period(date(2017, 4, 1), date(2018, 4, 1))
    set_up_by = factory.SubFactory(UserFactory)
    set_up_at = NOW

    class Meta:
        model = money.Pot


class PotKindFactory(DjangoModelFactory):
    pot = factory.SubFactory(PotFactory)
    kind = factory.SubFactory(ServiceKindFactory)

    class Meta:
        model = money.PotKind
