"""Factories of schemes, agreements, the directory and the rate card."""

from __future__ import annotations

from itertools import pairwise

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import START, AreaFactory, OrganisationFactory, ever
from throughline.core import models as core
from throughline.core.money import Money
from throughline.supply import models as supply


class SchemeFactory(DjangoModelFactory):
    code = factory.Sequence(lambda n: f"scheme-{n}")
    name = "A scheme"
    during = factory.LazyFunction(ever)
    steward = factory.SubFactory(OrganisationFactory, kind="public")

    class Meta:
        model = supply.Scheme


class SchemeRuleFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    name = "days_to_decide"
    value = 5
    during = factory.LazyFunction(ever)

    class Meta:
        model = supply.SchemeRule


class AreaRoleFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    area = factory.SubFactory(AreaFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "prime"
    during = factory.LazyFunction(ever)

    class Meta:
        model = supply.AreaRole


class OwnershipFactory(DjangoModelFactory):
    owner = factory.SubFactory(OrganisationFactory)
    owned = factory.SubFactory(OrganisationFactory)
    during = factory.LazyFunction(ever)

    class Meta:
        model = supply.Ownership


class AgreementFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    payer = factory.SubFactory(OrganisationFactory)
    provider = factory.SubFactory(OrganisationFactory)
    title = "An agreement"
    during = factory.LazyFunction(ever)
    state = "signed"
    signed_on = START

    class Meta:
        model = supply.Agreement


def chain(*organisations: core.Organisation, scheme: supply.Scheme) -> list[supply.Agreement]:
    """Agreements from the payer, the first organisation, down to the deliverer, the last."""
    made: list[supply.Agreement] = []
    for payer, provider in pairwise(organisations):
        above = made[-1] if made else None
        one = AgreementFactory(scheme=scheme, payer=payer, provider=provider, above=above)
        one.refresh_from_db()
        made.append(one)
    return made


class AgreementAreaFactory(DjangoModelFactory):
    agreement = factory.SubFactory(AgreementFactory)
    area = factory.SubFactory(AreaFactory)

    class Meta:
        model = supply.AgreementArea


class ServiceKindFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    code = factory.Sequence(lambda n: f"KIND{n}")
    name = "Women's services"
    nsi_code = factory.Sequence(lambda n: f"NSI{n:03d}")

    class Meta:
        model = supply.ServiceKind


class ServiceFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    kind = factory.SubFactory(ServiceKindFactory, scheme=factory.SelfAttribute("..scheme"))
    name = factory.Sequence(lambda n: f"Service {n}")
    deliverer = factory.SubFactory(OrganisationFactory)
    state = "published"
    during = factory.LazyFunction(ever)

    class Meta:
        model = supply.Service


class ServiceAreaFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    area = factory.SubFactory(AreaFactory)

    class Meta:
        model = supply.ServiceArea


class ServiceNeedFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    need = "wellbeing"

    class Meta:
        model = supply.ServiceNeed


class ServiceActivityFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    activity = "A group on Tuesdays"

    class Meta:
        model = supply.ServiceActivity


class ServiceRouteFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    route = "rate_card"
    during = factory.LazyFunction(ever)

    class Meta:
        model = supply.ServiceRoute


class RateCardItemFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    name = "Session"
    unit = "session"
    usual_sessions = 10

    class Meta:
        model = supply.RateCardItem


class ItemBuyerFactory(DjangoModelFactory):
    item = factory.SubFactory(RateCardItemFactory)
    buyer = factory.SubFactory(OrganisationFactory)

    class Meta:
        model = supply.ItemBuyer


class ItemAreaFactory(DjangoModelFactory):
    item = factory.SubFactory(RateCardItemFactory)
    area = factory.SubFactory(AreaFactory)

    class Meta:
        model = supply.ItemArea


class TenureFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    deliverer = factory.SelfAttribute("service.deliverer")
    agreement = factory.SubFactory(AgreementFactory, provider=factory.SelfAttribute("..deliverer"))
    during = factory.LazyFunction(ever)

    class Meta:
        model = supply.Tenure


class PriceFactory(DjangoModelFactory):
    item = factory.SubFactory(RateCardItemFactory)
    agreement = factory.SubFactory(AgreementFactory)
    amount = Money("46.50")
    during = factory.LazyFunction(ever)

    class Meta:
        model = supply.Price
