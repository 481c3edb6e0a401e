"""Factories of publications."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import NOW, UserFactory
from tests.factories.supply import SchemeFactory
from throughline.open_data import models as open_data


class PublicationFactory(DjangoModelFactory):
    kind = "return"
    scheme = factory.SubFactory(SchemeFactory)
    period = "2017-18 Q1"
    published_at = NOW
    content = "buyer,provider\r\n"
    content_type = "text/csv"
    sha256 = "0" * 64

    class Meta:
        model = open_data.Publication


class PseudonymisedExportFactory(DjangoModelFactory):
    use = "inspection"
    purpose = "Whether help comes in time"
    from_on = factory.LazyFunction(NOW.date)
    until_on = factory.LazyFunction(NOW.date)
    people = 60
    made_by = factory.SubFactory(UserFactory)
    made_at = NOW

    class Meta:
        model = open_data.PseudonymisedExport
