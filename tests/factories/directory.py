"""Factories of what a directory entry says: places, hours, eligibility, contacts, wordings, versions."""

from __future__ import annotations

from datetime import time

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import NOW, OrganisationFactory, ever
from tests.factories.supply import (
    ServiceAreaFactory,
    ServiceFactory,
    ServiceNeedFactory,
    ServiceRouteFactory,
)
from throughline.supply import models as supply


class ServicePopulationFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    population = "care_leavers"

    class Meta:
        model = supply.ServicePopulation


class ServiceInformationFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    what = "Whether children live in the home"
    why = "Sessions take place where children come and go"

    class Meta:
        model = supply.ServiceInformation


class ServiceEvidenceFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    finding = "Two in three kept their tenancy for a year"
    source = "The provider’s own count"

    class Meta:
        model = supply.ServiceEvidence


class ServicePlaceFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    name = factory.Sequence(lambda n: f"Centre {n}")
    address = "1 High Street"

    class Meta:
        model = supply.ServicePlace


class ServiceHoursFactory(DjangoModelFactory):
    place = factory.SubFactory(ServicePlaceFactory)
    weekday = 2
    opens = time(10)
    closes = time(16)

    class Meta:
        model = supply.ServiceHours


class EligibilityRuleFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    aspect = "risk"
    accepts = ["low", "medium"]

    class Meta:
        model = supply.EligibilityRule


class HighRiskClearanceFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    during = factory.LazyFunction(ever)
    given_at = NOW
    checks = "Staff vetted, information agreement signed"

    class Meta:
        model = supply.HighRiskClearance


class ServiceContactFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    name = "Ruth Adeyemi"
    telephone = "01632 960001"
    during = factory.LazyFunction(ever)

    class Meta:
        model = supply.ServiceContact


class ServiceViewsFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    day = NOW.date()
    number = 1

    class Meta:
        model = supply.ServiceViews


class ServiceWordingFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    language = "cy"
    reading = "plain"
    name = "Canolfan y menywod"
    summary = "Lle diogel i fenywod"
    what_happens = "Rydych chi’n cwrdd â gweithiwr"

    class Meta:
        model = supply.ServiceWording


class PilotFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    during = factory.LazyFunction(ever)
    purpose = "Whether mentors help after release"

    class Meta:
        model = supply.Pilot


class ServiceVersionFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    number = 1
    content = factory.LazyFunction(dict)
    kept_at = NOW

    class Meta:
        model = supply.ServiceVersion


class RouteContributionFactory(DjangoModelFactory):
    route = factory.SubFactory(ServiceRouteFactory, route="co_commissioned")
    organisation = factory.SubFactory(OrganisationFactory)
    share = 10_000

    class Meta:
        model = supply.RouteContribution


def complete(service: supply.Service) -> supply.Service:
    """What an entry needs to be published: words, a need, an area, a place with times, a route, a contact."""
    service.what_happens = "We meet, talk and plan the week"
    service.save(update_fields=["what_happens"])
    ServiceNeedFactory(service=service)
    ServiceAreaFactory(service=service)
    ServiceRouteFactory(service=service)
    ServiceContactFactory(service=service)
    ServiceHoursFactory(place__service=service)
    return service
